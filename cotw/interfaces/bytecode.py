"""Bytecode: the program compiled ahead, for a hook is started anew at every prompt.

Python keeps what it has compiled, unless `PYTHONDONTWRITEBYTECODE` forbids that; then a package that no
installer has compiled is compiled again by every process, 10 of a hook's 35 ms and 250 of a keeper's start.
As an installer would, this does it once.
"""

from __future__ import annotations

import compileall
import sys
from pathlib import Path

import cotw


def compile_ahead(package: Path = Path(cotw.__file__).parent) -> None:
    """Compiles what is not compiled yet where Python will not do so by itself; and if it may not: not."""
    if sys.dont_write_bytecode:
        compileall.compile_dir(package, quiet=2)
