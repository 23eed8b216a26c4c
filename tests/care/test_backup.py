"""Backups: what is in them, that they are of one instant, and that a kill leaves none that is half."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from cotw.care.backup import create_backup
from cotw.care.backup_file import verify_backup
from cotw.care.restoring import restore_backup
from cotw.errors import Locked, UsageError
from cotw.store.check import check_truth
from tests.care.homes import YESTERDAY, bytes_of, say_today, workshop
from tests.store.test_crash import die_at


def silent(done: int, total: int) -> None:
    """Nobody watches."""


def test_a_backup_holds_all_that_cannot_be_made_again(tmp_path: Path) -> None:
    """Truth, settings, identity and pages are in it with their very bytes; index, cache and locks are not."""
    memory = workshop(tmp_path / "home")
    (memory.home.root / "handoffs" / "last.md").write_text("Order spokes.\n")
    (memory.home.cache / "vectors.sqlite").write_bytes(b"cached")
    made = create_backup(memory, tmp_path / "b.zip")
    with zipfile.ZipFile(made.path) as opened:
        held = {name.removeprefix("home/"): opened.read(name) for name in opened.namelist()}
    held.pop("cotw-backup.json")
    assert held == bytes_of(memory.home.root)
    assert {"config.yaml", "identity/SOUL.md", "handoffs/last.md", "archive/manifest.jsonl"} <= held.keys()
    assert (made.files, made.left_out) == (len(held), [])
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_what_is_said_while_it_is_made_is_not_in_it(tmp_path: Path) -> None:
    """Its open day grows and is sealed while a backup is written, which is of the instant before that."""
    memory = workshop(tmp_path / "home")
    before = bytes_of(memory.home.root)
    turns = iter((True, False))

    def meanwhile(done: int, total: int) -> None:
        if next(turns, False):
            say_today(memory, "The rim is bent.")
            memory.seal(YESTERDAY.replace(day=15))

    made = create_backup(memory, tmp_path / "b.zip", meanwhile)
    assert not memory.truth.archive.open_files()
    restored = restore_backup(made.path, tmp_path / "again", wait_seconds=1)
    assert bytes_of(restored.home.root) == before


def test_a_file_that_is_exchanged_meanwhile_makes_it_begin_again(tmp_path: Path) -> None:
    """When something is forgotten while a backup is made, the backup is of the time after that."""
    memory = workshop(tmp_path / "home")
    sealed = memory.home.sealed_day(YESTERDAY)
    turns = iter((True,))

    def meanwhile(done: int, total: int) -> None:
        if next(turns, False):
            beside = sealed.with_suffix(".new")
            beside.write_bytes(sealed.read_bytes().replace(b"butted", b"******"))
            beside.replace(sealed)

    made = create_backup(memory, tmp_path / "b.zip", meanwhile)
    with zipfile.ZipFile(made.path) as opened:
        assert b"butted" not in opened.read("home/archive/2026/2026-03-14.json")


def test_it_gives_up_when_truth_never_rests(tmp_path: Path) -> None:
    """A home in which files are exchanged again and again cannot be backed up, and nothing is left."""
    memory = workshop(tmp_path / "home")
    sealed = memory.home.sealed_day(YESTERDAY)

    def meanwhile(done: int, total: int) -> None:
        os.utime(sealed)

    with pytest.raises(Locked):
        create_backup(memory, tmp_path / "b.zip", meanwhile)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_what_cannot_be_copied_is_named(tmp_path: Path) -> None:
    """A linked folder and a socket are told of; a linked file is copied with its content."""
    memory = workshop(tmp_path / "home")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "USER.md").write_text("Mara mends bicycles.\n")
    identity = memory.home.root / "identity"
    (identity / "letters").symlink_to(elsewhere)
    (identity / "USER.md").symlink_to(elsewhere / "USER.md")
    os.mkfifo(identity / "pipe")
    made = create_backup(memory, tmp_path / "b.zip")
    assert sorted(made.left_out) == ["identity/letters", "identity/pipe"]
    with zipfile.ZipFile(made.path) as opened:
        assert opened.read("home/identity/USER.md") == b"Mara mends bicycles.\n"


@pytest.mark.parametrize("place", ["there.zip", "home/b.zip", "home/identity/b.zip", "nowhere/b.zip"])
def test_places_where_no_backup_goes(tmp_path: Path, place: str) -> None:
    """Not over another file, not into the home itself, not into a folder that is not there."""
    memory = workshop(tmp_path / "home")
    (tmp_path / "there.zip").write_bytes(b"older")
    with pytest.raises(UsageError):
        create_backup(memory, tmp_path / place)
    assert (tmp_path / "there.zip").read_bytes() == b"older"


def test_without_a_name_it_is_called_by_agent_and_instant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes into the current folder, under a name that sorts by time."""
    monkeypatch.chdir(tmp_path)
    made = create_backup(workshop(tmp_path / "home"), None)
    assert made.path == tmp_path / "cotw-mara-s-agent-20260315-120000Z.zip"


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
def test_a_process_that_dies_leaves_a_whole_backup_or_none(tmp_path: Path) -> None:
    """Killed before any one of its calls to the disk; the home is as it was, each time."""
    memory = workshop(tmp_path / "home")
    before = bytes_of(memory.home.root)
    for number in count(1):
        path = tmp_path / f"{number}.zip"
        reader, writer = os.pipe()

        def back_up(saved: Callable[[], None], path: Path = path) -> None:
            create_backup(memory, path)
            saved()

        died = die_at(number, writer, back_up)
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            acknowledged = bool(stream.read())
        assert path.exists() or not acknowledged
        if path.exists():
            assert verify_backup(path, silent).findings == []
        assert bytes_of(memory.home.root) == before
        if not died:
            break
    assert number > 4
    assert not list(check_truth(memory.truth, read_data=True))
