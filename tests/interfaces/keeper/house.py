"""A small home, and keepers of it that a test starts and ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cotw.memory import Memory
from cotw.records.message import Kind, Message
from cotw.wire.calling import Call, NoKeeper, ask_keeper
from cotw.wire.frames import Broken
from cotw.wire.paths import keeper_address
from cotw.wire.starting import is_kept
from cotw.wire.stopping import keeper_number
from tests.builders import message
from tests.index.workshop import Workshop

ROOT = Path(__file__).resolve().parents[3]
_PATIENCE_SECONDS = 30


def eventually(holds: Callable[[], bool]) -> None:
    """Waits until something holds; fails if it never does."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.005)


class House:
    """Mara's workshop in a folder, with an index of hashed words."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        shutil.copytree(_founded().name, folder, dirs_exist_ok=True)
        self.workshop = Workshop(folder)
        self.home = self.workshop.home
        self.root = str(self.home.root)
        self.environment = environment
        self.children: list[subprocess.Popen[bytes]] = []

    def say(self, question: str, answer: str, *, minute: float) -> None:
        """Archives an exchange."""
        self.workshop.say(*_said(question, answer, minute))

    def memory(self) -> Memory:
        """The memory of this house in the test's own process."""
        memory = Memory(self.home, clock=self.workshop.clock, wait_seconds=30, environment={})
        memory.__dict__["embedder"] = self.workshop.embedder
        return memory

    def begin(self, encoder: str = "small") -> subprocess.Popen[bytes]:
        """Starts a keeper, and does not wait for it."""
        command = [sys.executable, "-m", "tests.interfaces.keeper.a_keeper", self.root, encoder]
        self.children.append(subprocess.Popen(command, cwd=ROOT, env=self.environment))
        return self.children[-1]

    def keep(self, encoder: str = "small") -> subprocess.Popen[bytes]:
        """Starts a keeper; returns when it is ready."""
        child = self.begin(encoder)
        eventually(self.answers)
        return child

    def answers(self) -> bool:
        """Whether a keeper is there and ready."""
        with suppress(NoKeeper, Broken):
            return bool(self.ask("status")["ready"])
        return False

    def ask(self, what: str, *, now: str | None = None, **wanted: Any) -> dict[str, Any]:
        """The keeper's answer."""
        settings = {"COTW_NOW": now} if now else {}
        return ask_keeper(self.root, self.environment | settings, what, wanted, seconds=_PATIENCE_SECONDS)

    def call(self) -> Call:
        """A line to the keeper."""
        return Call(self.root, self.environment, _PATIENCE_SECONDS)

    def recall(self, question: str) -> str:
        """The texts that the keeper finds."""
        return "\n".join(self.ask("recall", question=question)["texts"])

    @property
    def socket(self) -> Path:
        return Path(Path(keeper_address(self.root)).read_text().strip())

    def notes(self) -> list[str]:
        """What operations have noted, one after the other."""
        path = self.home.run / "notes"
        return path.read_text().splitlines() if path.exists() else []

    def end(self) -> None:
        """Ends every keeper that was started here."""
        for child in self.children:
            child.kill()
            child.wait()
        if (number := keeper_number(self.root)) is not None:
            os.kill(number, signal.SIGKILL)
            eventually(lambda: not is_kept(self.root))


@cache
def _founded() -> TemporaryDirectory[str]:
    """A home with an index, made once and copied for each house; it goes with the process."""
    folder = TemporaryDirectory()
    workshop = Workshop(Path(folder.name))
    workshop.say(*_said("Where is the tandem?", "The tandem hangs above the bench.", 1))
    workshop.refresh()
    return folder


def _said(question: str, answer: str, minute: float) -> list[Message]:
    return [message(question, minute=minute), message(answer, minute=minute + 0.5, kind=Kind.AGENT)]


@contextmanager
def housed(folder: Path) -> Iterator[House]:
    """A house without a keeper yet; none is left behind."""
    private = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "COTW_HOOKS": "off"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COTW_", "XDG_"))}
    house = House(folder, inherited | private)
    try:
        yield house
    finally:
        house.end()
