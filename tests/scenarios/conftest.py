"""The program as a person runs it: `cotw` with a home of its own, in this process or in others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from cotw.clock import fixed_clock
from cotw.commands.app import main
from cotw.config import set_value
from cotw.founding import init_home
from cotw.memory import Memory
from tests.encoder_fixture import CACHE_HOME, real_encoder

NOW = "2026-04-01T09:00:00Z"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "archive"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


class Cotw:
    """Runs commands against one home."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def __call__(self, *arguments: str | Path, expect: int | None = 0) -> Ran:
        """Runs a command in this process; fails the test if it ends otherwise than expected."""
        self._capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        ran = Ran(code, *self._capsys.readouterr())
        assert expect is None or code == expect, ran
        assert "Traceback" not in ran.err, ran
        return ran

    def configure(self, name: str, value: str) -> None:
        """Changes a setting as its person does, who edits the file."""
        set_value(self.home / "config.yaml", name, value)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Starts a command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "cotw", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def cotw(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cotw:
    """A `cotw` whose home is made, empty and in Berlin, on a fixed day."""
    for name in [name for name in os.environ if name.startswith("COTW_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    monkeypatch.setenv("COTW_HOME", str(home))
    monkeypatch.setenv("COTW_NOW", NOW)
    monkeypatch.setenv("XDG_CACHE_HOME", str(CACHE_HOME))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    real_encoder()  # exported before the first command needs it
    cotw = Cotw(home, capsys)
    cotw("init", "--timezone", "Europe/Berlin", "--name", "Mara's agent")
    return cotw


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has taken in the sample archive; made once, copied for each test."""
    home = tmp_path_factory.mktemp("sample") / "home"
    before = os.umask(0o077)
    init_home(home, name="Mara's agent", timezone="Europe/Berlin")
    with Memory.open(home, clock=fixed_clock(NOW), environment={}) as memory:
        memory.__dict__["embedder"] = real_encoder()
        memory.ingest([EXAMPLES])
        memory.refresh()
    os.umask(before)
    return home


@pytest.fixture
def remembering(cotw: Cotw, sample_home: Path) -> Cotw:
    """A `cotw` that has taken in the sample archive."""
    shutil.rmtree(cotw.home)
    shutil.copytree(sample_home, cotw.home)
    return cotw
