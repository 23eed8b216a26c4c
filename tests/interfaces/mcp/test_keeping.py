"""What takes the encoder is asked of a keeper, which is started and waited for; its failures are told."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cotw import __version__
from cotw.errors import CotwError, NoHome
from cotw.interfaces.mcp.desk import Desk
from cotw.interfaces.mcp.keeping import NoKeeperHere, answered_by_keeper
from cotw.memory import Memory
from cotw.wire.paths import keeper_address
from tests.care.injected import exchange, remembering

WANTED = {"name": "recall", "arguments": {"question": "spokes"}, "tool": "cursor", "mode": "chat"}
ANSWER = {"text": "Two millimetres.", "structured": None}


@contextmanager
def keeper(root: Path, frames: list[dict[str, Any] | None]) -> Iterator[Callable[..., bool]]:
    """How a keeper is started that gives one of these frames a question, and for None hangs up."""
    folder = root / "run"
    folder.mkdir()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(folder / "s"))
    asked: list[dict[str, Any]] = []

    def serve() -> None:
        for frame in frames:
            line, _ = listening.accept()
            with line, line.makefile("rb") as reading:
                asked.append(json.loads(reading.readline()))
                if frame is not None:
                    line.sendall(json.dumps({"version": __version__, **frame}).encode() + b"\n")

    serving = threading.Thread(target=serve)

    def start(where: str, environment: Mapping[str, str]) -> bool:
        if serving.ident is None:
            listening.listen()
            serving.start()
            Path(keeper_address(where)).write_text(str(folder / "s"))
        return True

    yield start
    if serving.ident is not None:
        serving.join(5)
    listening.close()
    assert all((one["ask"], one["with"]) == ("tool", WANTED) for one in asked)


def answered(root: Path, start: Callable[..., bool], seconds: float = 5.0) -> dict[str, Any]:
    return answered_by_keeper(str(root), {}, WANTED, start=start, start_seconds=seconds)


def test_a_keeper_is_started_and_asked_again(tmp_path: Path) -> None:
    """One that dies while it answers is as none: the next one is asked."""
    with keeper(tmp_path, [None, {"answer": ANSWER}]) as start:
        assert answered(tmp_path, start) == ANSWER


def test_the_keepers_failure_is_told(tmp_path: Path) -> None:
    """What went wrong in the memory is told with its hint, and not asked again."""
    error = {"kind": "IndexMissing", "message": "there is no index", "hint": "make one", "exit_code": 12}
    with keeper(tmp_path, [{"error": error}]) as start, pytest.raises(CotwError) as raised:
        answered(tmp_path, start)
    assert (raised.value.message, raised.value.hint) == ("there is no index", "make one")


def test_without_a_keeper_it_is_said(tmp_path: Path) -> None:
    """A machine on which none can be had is no reason to wait for ever, nor to end."""
    with pytest.raises(NoKeeperHere, match="could not be asked"):
        answered(tmp_path, lambda root, environment: False, 0.0)

    def fails(root: str, environment: Mapping[str, str]) -> bool:
        raise OSError(24, os.strerror(24))

    with pytest.raises(NoKeeperHere, match="no keeper could be started: Too many open files"):
        answered(tmp_path, fails)


LOOKING = """
import sys
from pathlib import Path
from cotw.interfaces.mcp.keeping import tool_answered
from cotw.interfaces.mcp.reader import Reader
from cotw.interfaces.mcp.tools import TOOLS
from cotw.memory import Memory
assert "mcp" not in sys.modules and "mcp_types" not in sys.modules
with Memory.open(Path(sys.argv[1])) as memory:
    reader = Reader(memory, "cursor", "chat")
    for name, given in (("search", {"words": "spokes"}), ("timeline", {}), ("threads", {}), ("stats", {})):
        assert TOOLS[name].answer(reader, given)["text"]
    TOOLS["learn"].answer(reader, {"user": "The stand is on Saturday."})
print(*{"lancedb", "pyarrow", "onnxruntime", "tokenizers", "torch"} & set(sys.modules))
"""


def test_a_server_stays_small(tmp_path: Path) -> None:
    """What it answers itself takes no encoder and no vectors; and no keeper needs the protocol's library."""
    memory = remembering(tmp_path, exchange("Which spokes?", "Two millimetres.", minute=0))
    program = [sys.executable, "-c", LOOKING, str(memory.home.root)]
    ended = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("\n", "")


def test_without_a_home_it_is_said(tmp_path: Path) -> None:
    """The agent is told, in words that its person can use; the server stays."""
    desk = Desk(lambda: Memory.open(tmp_path), {})
    with pytest.raises(NoHome, match="there is no home") as raised:
        desk.use("stats", {}, "cursor")
    assert "cotw init" in raised.value.hint
