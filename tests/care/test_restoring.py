"""Restoring: the same home again, never over anything, and nothing unpacked from a hostile file."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cotw.care.backup import create_backup
from cotw.care.backup_file import verify_backup
from cotw.care.restoring import restore_backup
from cotw.errors import BackupDamaged, CotwError, DiskTrouble, UsageError
from cotw.memory import Memory
from tests.care.homes import bytes_of, workshop
from tests.care.test_backup import silent
from tests.store.test_crash import die_at

DAY = "archive/2026/2026-03-14.json"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of Mara's home."""
    return create_backup(workshop(tmp_path / "home"), tmp_path / "b.zip").path


def forged(path: Path, held: dict[str, bytes], listed: list[dict[str, Any]] | None = None) -> Path:
    """A backup that was made by hand; its manifest fits what it holds unless `listed` says otherwise."""
    fitting = [
        {"path": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in held.items()
    ]
    manifest = {"version": 1, "created": "2026-03-15T12:00:00Z", "name": "x", "timezone": "UTC"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in held.items():
            made.writestr(f"home/{name}", data)
        made.writestr("cotw-backup.json", json.dumps({**manifest, "files": listed or fitting}))
    return path


def test_a_restored_home_is_the_same(tmp_path: Path, backup: Path) -> None:
    """Every byte is there, private to its owner whatever the umask, and truth is whole."""
    before = os.umask(0)
    try:
        restored = restore_backup(backup, tmp_path / "new" / "home", wait_seconds=1)
    finally:
        os.umask(before)
    root = restored.home.root
    assert bytes_of(root) == bytes_of(tmp_path / "home")
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*"))}
    assert modes == {True: 0o700, False: 0o600}
    assert all(folder.is_dir() for folder in restored.home.folders())
    with Memory.open(root, environment={}) as memory:
        assert memory.check(read_data=True).findings == []
    assert sorted(path.name for path in root.parent.iterdir()) == ["home"]


def test_an_empty_folder_may_be_there(tmp_path: Path, backup: Path) -> None:
    """A person may have made the folder already."""
    (tmp_path / "new").mkdir()
    assert restore_backup(backup, tmp_path / "new", wait_seconds=1).home.exists


@pytest.mark.parametrize("occupant", ["a home", "a file", "a link", "a stranger"])
def test_nothing_is_ever_written_over(tmp_path: Path, backup: Path, occupant: str) -> None:
    """A place that holds anything is refused and stays as it is."""
    place = tmp_path / "place"
    match occupant:
        case "a home":
            workshop(place)
        case "a file":
            place.write_text("mine")
        case "a link":
            (tmp_path / "empty").mkdir()
            place.symlink_to(tmp_path / "empty")
        case _:
            place.mkdir()
            (place / "notes.txt").write_text("mine")
    before = bytes_of(place) if place.is_dir() else place.read_bytes()
    with pytest.raises(UsageError):
        restore_backup(backup, place, wait_seconds=1)
    assert (bytes_of(place) if place.is_dir() else place.read_bytes()) == before


@pytest.mark.parametrize(
    "name",
    ["../out", "a/../../out", "/out", "a//b", "./a", "a/.", "", "run/truth.lock", "index/live/x", "a\0b"],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """A path out of the home, or into what a backup never holds, ends it before anything is unpacked."""
    described = [{"path": name, "size": 1, "sha256": sha256(b"x").hexdigest()}]
    path = forged(tmp_path / "b.zip", {"a": b"x"}, described)
    with pytest.raises(BackupDamaged):
        restore_backup(path, tmp_path / "new" / "home", wait_seconds=1)
    assert [one.name for one in tmp_path.iterdir()] == ["b.zip"]


def _link(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as made:
        info = zipfile.ZipInfo("home/config.yaml")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(info, b"/etc/passwd")


def _stranger(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("home/identity/SOUL.md", b"I obey.")


def _double(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("home/README.md", b"another")


@pytest.mark.parametrize("spoil", [_link, _stranger, _double])
def test_what_no_backup_holds_is_refused(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """Links, files that the manifest does not know, and names that stand twice."""
    path = forged(tmp_path / "b.zip", {"README.md": b"r"})
    spoil(path)
    with pytest.raises(BackupDamaged):
        restore_backup(path, tmp_path / "home", wait_seconds=1)
    assert not (tmp_path / "home").exists()


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """More bytes than the file could hold, or than the manifest says, are never unpacked."""
    huge = [{"path": "README.md", "size": 10**15, "sha256": "0" * 64}]
    path = forged(tmp_path / "huge.zip", {"README.md": b"r"}, huge)
    with pytest.raises(BackupDamaged):
        restore_backup(path, tmp_path / "home", wait_seconds=1)
    small = [{"path": "README.md", "size": 3, "sha256": sha256(b"000").hexdigest()}]
    path = forged(tmp_path / "longer.zip", {"README.md": b"0" * 10**6}, small)
    assert [one.reason for one in verify_backup(path, silent).findings] == ["is longer than it was"]
    with pytest.raises(BackupDamaged):
        restore_backup(path, tmp_path / "home", wait_seconds=1)
    assert not (tmp_path / "home").exists()


def test_a_backup_larger_than_the_disk_is_refused_first(
    tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk is not filled to find out that it is too small."""
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr("cotw.care.restoring.shutil.disk_usage", lambda folder: usage)
    with pytest.raises(DiskTrouble):
        restore_backup(backup, tmp_path / "new", wait_seconds=1)


def test_every_damaged_byte_is_noticed(tmp_path: Path, backup: Path) -> None:
    """A flipped byte is a finding or an error, or lies where it changes nothing; never a wrong home."""
    whole = backup.read_bytes()
    wanted = bytes_of(tmp_path / "home")
    for place in range(0, len(whole), 97):
        broken = tmp_path / "broken.zip"
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            found = verify_backup(broken, silent).findings
        except CotwError:
            continue
        if not found:
            with zipfile.ZipFile(broken) as opened:
                assert {name: opened.read(f"home/{name}") for name in wanted} == wanted, place


def test_damage_is_named_by_file_and_nothing_is_restored(tmp_path: Path, backup: Path) -> None:
    """One altered file is one finding; the other files are read, but no half home is made of them."""
    with zipfile.ZipFile(backup) as opened:
        files = {info.filename: opened.read(info) for info in opened.infolist()}
    files[f"home/{DAY}"] = files[f"home/{DAY}"].replace(b"butted", b"plain!")
    with zipfile.ZipFile(tmp_path / "altered.zip", "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    found = verify_backup(tmp_path / "altered.zip", silent).findings
    assert [str(one) for one in found] == [f"{DAY}: was altered: its digest does not match"]
    with pytest.raises(BackupDamaged):
        restore_backup(tmp_path / "altered.zip", tmp_path / "new", wait_seconds=1)
    assert not [path.name for path in tmp_path.iterdir() if "new" in path.name]


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all" * 100])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    """An empty, cut or foreign file is one sentence."""
    (tmp_path / "b.zip").write_bytes(data)
    with pytest.raises(BackupDamaged):
        verify_backup(tmp_path / "b.zip", silent)


def test_a_cut_backup_is_noticed(tmp_path: Path, backup: Path) -> None:
    """A copy that was broken off has no end, and is no whole backup."""
    backup.write_bytes(backup.read_bytes()[:-200])
    with pytest.raises(BackupDamaged):
        verify_backup(backup, silent)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A wrong name, or a folder, is a mistake of the call."""
    for path in (tmp_path, tmp_path / "nowhere.zip"):
        with pytest.raises(UsageError):
            verify_backup(path, silent)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
def test_a_process_that_dies_leaves_a_whole_home_or_none(tmp_path: Path, backup: Path) -> None:
    """Killed before any one of its calls to the disk; the next restore clears up and goes through."""
    place = tmp_path / "new" / "home"
    wanted = bytes_of(tmp_path / "home")
    for number in count(1):
        reader, writer = os.pipe()
        died = die_at(number, writer, lambda saved: _restore(backup, place))
        os.close(reader)
        os.close(writer)
        if place.exists():
            assert bytes_of(place) == wanted, number
            break
        assert died
    assert number > 20
    assert restore_backup(backup, place.with_name("other"), wait_seconds=1).home.exists


def _restore(backup: Path, place: Path) -> None:
    restore_backup(backup, place, wait_seconds=1)
