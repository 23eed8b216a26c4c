"""Real hooks against a keeper of a test: what agents send, and a keeper that says what it is told to."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cotw import __version__
from cotw.home import Home
from cotw.wire.frames import Broken, read_frame, send_frame
from cotw.wire.paths import hook_log, keeper_address, keeper_lock
from tests.builders import make_home

ROOT = Path(__file__).parents[3]
BLOCK = (
    '<cotw-context id="ctx_0123456789abcdef">\nNow: Friday\n\nThe rim is at the workshop.\n</cotw-context>'
)
CONTEXT = {
    "text": BLOCK,
    "tokens": 21,
    "sources": [{"name": "recall", "ms": 12.34, "failed": False}],
    "noted_ms": 1.2,
}
# What would start a keeper only notes it: nothing is to live on when a test has ended. And a keeper that a
# test plays is heard out, however busy the machine is, unless the test says how long it is listened to.
_MARKING = """
import os, cotw.wire.starting
def start_keeper(root, environment):
    if cotw.wire.starting.is_kept(root):
        return False
    with open(os.path.join(root, "run", "started"), "a") as file:
        file.write("x")
    return True
cotw.wire.starting.start_keeper = start_keeper
from cotw.interfaces.hooks import keeper
from cotw.interfaces.hooks.main import main
keeper._SETTLE_SECONDS = float(os.environ.get("TEST_SETTLE_SECONDS", "5"))
raise SystemExit(main())
"""


def prompt(text: str = "Where is the rim?", **more: object) -> dict[str, object]:
    """A prompt as Claude Code tells it."""
    said = {"hook_event_name": "UserPromptSubmit", "session_id": "s1", "cwd": "/repos/shop", "prompt": text}
    return {**said, "transcript_path": "/t/s1.jsonl", **more}


def start(source: str = "startup", **more: object) -> dict[str, object]:
    """The start of a session as Claude Code tells it."""
    return {
        "hook_event_name": "SessionStart",
        "session_id": "s1",
        "cwd": "/repos/shop",
        "source": source,
        **more,
    }


def stop(**more: object) -> dict[str, object]:
    """The end of an answer as Claude Code tells it."""
    said = {"hook_event_name": "Stop", "session_id": "s1", "transcript_path": "/t/s1.jsonl"}
    return {**said, "cwd": "/repos/shop", "stop_hook_active": False, **more}


def new_home(folder: Path, timezone: str = "UTC") -> Home:
    """A home as hooks want one."""
    return make_home(folder, timezone)


def command(tool: str, home: Home | Path, *flags: str) -> list[str]:
    """A hook whose keeper is never started, only noted as `run/started`."""
    root = home.root if isinstance(home, Home) else home
    return [sys.executable, "-P", "-c", _MARKING, tool, "--home", str(root), *flags]


def environment(**more: str) -> dict[str, str]:
    """What a hook is started with."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COTW_", "COV"))}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def hook(
    tool: str, home: Home | Path, said: Mapping[str, object] | bytes, *flags: str, **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """Calls a hook as an agent does; that it exits with 0 and says nothing on stderr is looked at here."""
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    called = command(tool, home, *flags)
    ended = subprocess.run(called, input=data, env=environment(**settings), capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    return ended


def with_nobody_reading(home: Home, said: dict[str, object], **settings: str) -> None:
    """Calls a hook whose agent does not wait for the answer."""
    reading, writing = os.pipe()
    os.close(reading)
    called = command("claude-code", home, "--keeper-seconds", "0")
    try:
        ended = subprocess.run(
            called,
            input=json.dumps(said).encode(),
            stdout=writing,
            stderr=subprocess.PIPE,
            env=environment(**settings),
            check=False,
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def logged(home: Home) -> list[dict[str, Any]]:
    """The lines of the log."""
    path = Path(hook_log(str(home.root)))
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def left(home: Home) -> list[dict[str, Any]]:
    """The pointers in the spool."""
    return [json.loads(path.read_text()) for path in sorted((home.root / "spool").glob("*.json"))]


def started(home: Home) -> int:
    """How often a keeper would have been started."""
    path = home.run / "started"
    return len(path.read_text()) if path.exists() else 0


class KeeperOfATest:
    """Holds a home's lock and answers each question with what it was given for it.

    `answers` may hold a dict (the answer), None (the line is closed) or `...` (it never answers).
    """

    def __init__(
        self, home: Home, *, locked: bool = True, version: str = __version__, **answers: object
    ) -> None:
        self.asked: list[dict[str, Any]] = []
        self.shown = 0
        self._home, self._locked, self._version = home, locked, version
        self._answers = {"context": CONTEXT, "settle": {}, **answers}
        self._noting = threading.Condition()
        self._folder = tempfile.TemporaryDirectory(prefix="cotw")
        self._ended = threading.Event()

    def __enter__(self) -> KeeperOfATest:
        self._lock = os.open(keeper_lock(str(self._home.root)), os.O_RDWR | os.O_CREAT, 0o600)
        if self._locked:
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        path = os.path.join(self._folder.name, "s")
        self._line.bind(path)
        self._line.listen(64)
        Path(keeper_address(str(self._home.root))).write_text(path)
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        # Who waits at a socket that is only closed would go on at the next one of its number.
        self._line.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._line.close()
        os.close(self._lock)
        self._folder.cleanup()

    def heard(self, what: str) -> list[dict[str, Any]]:
        """What was asked of this kind."""
        return [frame["with"] for frame in self.asked if frame["ask"] == what]

    def told_shown(self, count: int) -> bool:
        """Whether so many said that they have shown what they were answered; it may come after they ended."""
        with self._noting:
            return self._noting.wait_for(lambda: self.shown >= count, timeout=30)

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                line, _ = self._line.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(line,), daemon=True).start()

    def _converse(self, line: socket.socket) -> None:
        until = time.monotonic() + 30
        with line:
            try:
                frame = read_frame(line, until)
                self.asked.append(frame)
                answer = self._answers[frame["ask"]]
                if answer is ...:
                    self._ended.wait()
                elif isinstance(answer, dict):
                    send_frame(line, {"version": self._version, **_framed(answer)}, until)
                    if frame["with"].get("wait_shown") and read_frame(line, until).get("shown"):
                        with self._noting:
                            self.shown += 1
                            self._noting.notify_all()
            except Broken:
                return


def _framed(answer: Mapping[str, object]) -> dict[str, object]:
    return dict(answer) if "error" in answer else {"answer": dict(answer)}
