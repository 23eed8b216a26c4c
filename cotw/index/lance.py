"""Importing LanceDB in half the time, and connecting with it.

`import lancedb` pulls in a generated REST client for remote catalogues, of which it needs the models
only; the client's `api` modules cost more than all the rest (1.15 s with them, 0.6 s without; measured
by benchmarks/startup.py). A bare package in the client's place lets its models be imported alone. Below
Python 3.12 its classes also have every signature compared with that of their base, a fifth of what is left:
a matter for those who write it.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_REST_CLIENT = "lance_namespace_urllib3_client"
_COMPARING = "overrides"
# Otherwise a table that is open would not see what other connections commit.
_ALWAYS_FRESH = timedelta(0)


def import_lancedb() -> Any:
    """The module `lancedb`."""
    # LanceDB reads this when it is imported and warns on stderr otherwise; there is no call that sets it. The
    # one place below memory.py that touches the environment, and only where the person has not set it.
    os.environ.setdefault("LANCEDB_LOG", "error")
    if "lancedb" not in sys.modules and _REST_CLIENT not in sys.modules:
        _put_bare_package()
        try:
            with _without_comparing():
                import lancedb
        except (ImportError, AttributeError):
            # A version that wants more of the client than its models: then it shall have all of it.
            for name in [
                name
                for name in sys.modules
                if name.split(".")[0] in (_REST_CLIENT, "lance_namespace", "lancedb")
            ]:
                del sys.modules[name]
    import lancedb

    return lancedb


@contextmanager
def importing_lancedb() -> Iterator[None]:
    """Imports it beside what the block does, unless it is there."""
    if "lancedb" in sys.modules:
        yield
        return
    import numpy  # noqa: F401  before two threads do, which it does not always survive

    with ThreadPoolExecutor(1, "cotw-import") as pool:
        importing = pool.submit(import_lancedb)
        yield
        importing.result()


def connect(folder: Path) -> Any:
    """A connection to the tables in `folder`."""
    return import_lancedb().connect(str(folder), read_consistency_interval=_ALWAYS_FRESH)


async def connect_async(folder: Path) -> Any:
    """The same for use in coroutines."""
    return await import_lancedb().connect_async(str(folder), read_consistency_interval=_ALWAYS_FRESH)


def start(asking: Coroutine[Any, Any, _Result]) -> Future[_Result]:
    """Begins a coroutine in the thread that LanceDB keeps for its own, so that any thread may call it."""
    import_lancedb()
    from lancedb import background_loop

    loop: Any = background_loop.LOOP
    return asyncio.run_coroutine_threadsafe(asking, loop.loop)


def run(asking: Coroutine[Any, Any, _Result]) -> _Result:
    """Runs one to its end."""
    return start(asking).result()


def _put_bare_package() -> None:
    spec = importlib.util.find_spec(_REST_CLIENT)
    if spec is not None and spec.submodule_search_locations is not None:
        package = ModuleType(_REST_CLIENT)
        package.__path__ = list(spec.submodule_search_locations)
        package.__spec__ = spec
        sys.modules[_REST_CLIENT] = package


@contextmanager
def _without_comparing() -> Iterator[None]:
    """What LanceDB itself does from Python 3.12 on: names of its own that compare nothing."""
    if sys.version_info >= (3, 12) or _COMPARING in sys.modules:
        yield
        return
    module: Any = ModuleType(_COMPARING)
    module.EnforceOverrides = type("EnforceOverrides", (), {})
    module.override = lambda method: method
    sys.modules[_COMPARING] = module
    try:
        yield
    finally:
        del sys.modules[_COMPARING]
