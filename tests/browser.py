"""A real browser without a window, spoken to over two pipes: Chromium's own protocol, one JSON a message."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PATIENCE_SECONDS = 60.0
# The program reads commands from the one and writes answers to the other; both numbers are its own.
_COMMANDS, _ANSWERS = 3, 4
_FREE = 10


class Tab:
    """One open page. `events` are what the browser told unasked, oldest first."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._number, self._buffer, self._session = 0, b"", ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers to a command."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, told["error"]
                answer: dict[str, Any] = told["result"]
                return answer

    def open(self, page: Path, *, width: int, dark: bool = False) -> None:
        """Loads a file on a screen of that width, in a light or a dark room."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        screen = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        self.call("Emulation.setDeviceMetricsOverride", **screen)
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.events.clear()
        self.call("Page.navigate", url=page.absolute().as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._next()

    def value(self, expression: str) -> Any:
        """What an expression comes to in the page, as JSON tells it."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def complaints(self) -> list[str]:
        """Errors of the page: of scripts, of what could not be loaded, of what was forbidden."""
        kinds = ("Runtime.exceptionThrown", "Log.entryAdded", "Network.loadingFailed")
        return [json.dumps(one["params"]) for one in self.events if one["method"] in kinds]

    def requests(self) -> list[str]:
        """All addresses that were asked for, the page's own included."""
        sent = (one["params"] for one in self.events if one["method"] == "Network.requestWillBeSent")
        return [str(one["request"]["url"]) for one in sent]

    def _next(self) -> dict[str, Any]:
        """The next message; those that answer nothing are kept."""
        ends = time.monotonic() + _PATIENCE_SECONDS
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, ends - time.monotonic()))
            piece = os.read(self._answers, 1 << 16) if ready else b""
            assert piece, "the browser says nothing"
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        if "method" in told:
            self.events.append(told)
        return told


@contextmanager
def browsing(folder: Path, program: str) -> Iterator[Tab]:
    """A browser that keeps its things in `folder`, and ends with the block."""
    theirs, commands = os.pipe()
    answers, given = os.pipe()
    # Out of the way of the numbers that are to be theirs; never in the place of a file that is open.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _FREE) for end in (theirs, given)]

    def hand_over() -> None:
        os.dup2(ends[0], _COMMANDS)
        os.dup2(ends[1], _ANSWERS)

    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    flags += ["--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"]
    process = subprocess.Popen(
        [program, *flags],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(_COMMANDS, _ANSWERS),
        preexec_fn=hand_over,
    )
    try:
        for end in (theirs, given, *ends):
            os.close(end)
        yield Tab(commands, answers)
    finally:
        process.kill()
        process.wait()
        os.close(commands)
        os.close(answers)
