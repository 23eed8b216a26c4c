"""The parts of a keeper, each by itself: where its socket lies, what it logs, when it settles."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest

from cotw.errors import DiskTrouble
from cotw.interfaces.keeper.lock import take_lock
from cotw.interfaces.keeper.log import NAME, Log
from cotw.interfaces.keeper.place import Place, listen
from cotw.interfaces.keeper.settling import Settling
from cotw.wire.paths import keeper_address
from tests.builders import make_home


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder with a short path, as sockets need it; that of pytest is long now and then."""
    with TemporaryDirectory(prefix="cotw-") as folder:
        yield Path(folder)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A home whose socket would lie beside it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return str(make_home(tmp_path).root)


def address(place: Place) -> Path:
    """Where a socket lies."""
    return Path(place.listening.getsockname())


def test_the_folder_of_the_session_is_the_first_choice(root: str, tmp_path: Path) -> None:
    """It is gone after a restart, as the socket should be; the home says where it is."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    place = listen(root, {"XDG_RUNTIME_DIR": str(runtime)})
    assert address(place).parent == runtime / "cotw"
    assert Path(keeper_address(root)).read_text().strip() == str(address(place))
    assert stat.S_IMODE(address(place).stat().st_mode) == 0o600
    path = address(place)
    place.close()
    assert not path.exists()
    assert not Path(keeper_address(root)).exists()


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o707])
def test_a_folder_that_others_look_into_is_none(root: str, tmp_path: Path, mode: int) -> None:
    """Then the socket lies in the home."""
    runtime = tmp_path / "runtime"
    runtime.mkdir()
    runtime.chmod(mode)
    place = listen(root, {"XDG_RUNTIME_DIR": str(runtime)})
    assert address(place) == Path(root, "run", "keeper.sock")
    place.close()


def test_a_long_path_leads_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a private folder among the temporary files, and nowhere if somebody else made that."""
    short = tmp_path / "t"
    short.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(short))
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    root = str(make_home(deep).root)
    place = listen(root, {})
    assert address(place).parent == short / f"cotw-{os.geteuid()}"
    place.close()
    (short / f"cotw-{os.geteuid()}").chmod(0o777)
    with pytest.raises(DiskTrouble, match="cannot be called"):
        listen(root, {})


def test_what_a_killed_keeper_left_is_cleared_away(root: str, tmp_path: Path) -> None:
    """Its socket, wherever it lay; but no file that only stands in its address."""
    old = tmp_path / "old.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(old))
    Path(keeper_address(root)).write_text(f"{old}\n")
    listen(root, {}).close()
    assert not old.exists()
    old.write_text("a letter")
    Path(keeper_address(root)).write_text(f"{old}\n")
    listen(root, {}).close()
    assert old.read_text() == "a letter"


def test_the_lock_is_taken_once(root: str) -> None:
    """The second one is told that there is a keeper; the file says which process it is."""
    first = take_lock(root)
    assert first is not None
    assert first.stands()
    assert Path(root, "run", "keeper.lock").read_text() == f"{os.getpid()}\n"
    assert take_lock(root) is None
    Path(root, "run", "keeper.lock").unlink()
    assert not first.stands()


def test_the_log_stays_small(tmp_path: Path) -> None:
    """It keeps whole lines, the newest ones, and none of them quotes anybody."""
    log = Log(tmp_path)
    for number in range(6_000):
        log.note(f"line {number} {'x' * 40}")
    lines = (tmp_path / NAME).read_text().splitlines()
    assert lines[-1].endswith(f"line 5999 {'x' * 40}")
    assert len({len(line.split()) for line in lines}) == 1
    assert (tmp_path / NAME).stat().st_size <= 256 << 10
    try:
        raise ValueError("Mara said\nthis")
    except ValueError as error:
        log.failed("recall", error)
    assert "recall: ValueError at test_parts:" in (tmp_path / NAME).read_text()
    assert "Mara" not in (tmp_path / NAME).read_text()
    Log(tmp_path / "nowhere").note("nobody is harmed")


def test_wishes_that_come_meanwhile_are_one(tmp_path: Path) -> None:
    """What hooks leave while it settles is settled once more, not once for each; failures end nothing."""
    begun, go_on, done, failed = Event(), Event(), [], []

    def settle(now: str | None) -> None:
        done.append(now)
        begun.set()
        assert go_on.wait(30)
        if len(done) == 1:
            raise OSError("no space left")

    settling = Settling(settle, lambda doing, error: failed.append(f"{doing}: {error}"))
    settling.wish("first")
    assert begun.wait(30)
    for now in ("second", "third", "fourth"):
        settling.wish(now)
    assert settling.is_at_it
    assert not settling.wait(0)
    go_on.set()
    assert settling.wait(30)
    assert done == ["first", "fourth"]
    assert failed == ["settle: no space left"]
