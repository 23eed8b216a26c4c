"""Opening: under the lock, and healed after a kill between the renames of a rebuild."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from cotw.errors import DiskTrouble, IndexMissing, Locked
from cotw.files import FileLock
from cotw.index import opening
from cotw.index.database import storage_errors
from cotw.index.opening import open_index
from tests.builders import message
from tests.index.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.say(message("where is the key?", minute=0))
    workshop.refresh()
    return workshop


def make_next(workshop: Workshop, *, complete: bool) -> None:
    """A copy of the live index as a rebuild would leave it."""
    live = opening.live_folder(workshop.home)
    shutil.copytree(live, opening.next_folder(workshop.home))
    if complete:
        opening.mark_complete(workshop.home)


def test_readers_share_and_a_writer_waits(workshop: Workshop) -> None:
    """Two readers read at once; a writer is told that somebody is there."""
    with workshop.index() as one, workshop.index() as two:
        for index in (one, two):
            assert index.database.execute("SELECT count(*) FROM exchanges").fetchall() == [(1,)]
        with (
            pytest.raises(Locked),
            open_index(workshop.home, write=True, wait_seconds=0.05),
        ):
            pass


def test_a_reader_waits_for_the_writer(workshop: Workshop) -> None:
    """Nobody reads while the database is written."""
    with (
        FileLock(workshop.home.index_lock, wait_seconds=0),
        pytest.raises(Locked),
        open_index(workshop.home, write=False, wait_seconds=0.05),
    ):
        pass


def test_a_finished_build_is_read_before_it_is_renamed(workshop: Workshop) -> None:
    """Killed after the first rename: there is no live index, but a complete one beside it."""
    make_next(workshop, complete=True)
    shutil.rmtree(opening.live_folder(workshop.home))
    assert workshop.rows("SELECT human FROM exchanges") == [("where is the key?",)]
    with workshop.index(write=True):
        pass
    assert not opening.next_folder(workshop.home).exists()
    assert [
        path.name for path in opening.live_folder(workshop.home).iterdir() if path.name == "COMPLETE"
    ] == []
    assert workshop.check().sound


def test_a_finished_build_takes_the_place_of_the_old_one(workshop: Workshop) -> None:
    """Killed before the first rename: the next writer finishes the swap."""
    make_next(workshop, complete=True)
    with workshop.index(write=True) as index:
        assert index.folder == opening.live_folder(workshop.home)
    assert not opening.next_folder(workshop.home).exists()
    assert not (workshop.home.index / "previous").exists()


def test_an_unfinished_build_is_nothing(workshop: Workshop) -> None:
    """Without its mark, what lies in `next` is neither read nor swapped in."""
    make_next(workshop, complete=False)
    shutil.rmtree(opening.live_folder(workshop.home))
    with pytest.raises(IndexMissing), workshop.index():
        pass
    workshop.refresh()
    assert workshop.check().sound
    workshop.rebuild()
    assert not opening.next_folder(workshop.home).exists()


def test_a_build_that_was_killed_is_cleared_away(workshop: Workshop) -> None:
    """By the next writer; but not while somebody builds."""
    make_next(workshop, complete=False)
    with FileLock(opening.rebuild_lock(workshop.home), wait_seconds=0):
        workshop.refresh()
        assert opening.next_folder(workshop.home).exists()
    workshop.refresh()
    assert not opening.next_folder(workshop.home).exists()


def test_an_empty_database_is_no_index(workshop: Workshop) -> None:
    """Nor is a folder without one; both are built anew."""
    path = opening.live_folder(workshop.home) / "cotw.duckdb"
    path.unlink()
    duckdb.connect(str(path)).close()
    with pytest.raises(IndexMissing), workshop.index():
        pass
    assert workshop.refresh().rebuilt
    path.unlink()
    workshop.refresh()
    assert workshop.check().sound


def test_an_index_of_another_version_is_not_read(workshop: Workshop) -> None:
    """Its rows may mean something else; the next refresh builds it anew."""
    with workshop.index(write=True) as index:
        index.set_meta(projection_version="0")
    with pytest.raises(IndexMissing), workshop.index():
        pass
    assert workshop.refresh().rebuilt
    assert workshop.check().sound


def test_files_of_the_index_are_private(workshop: Workshop) -> None:
    """Folders 0700; the database, which holds text, 0600."""
    live = opening.live_folder(workshop.home)
    assert stat.S_IMODE(live.stat().st_mode) == 0o700
    assert stat.S_IMODE((live / "cotw.duckdb").stat().st_mode) == 0o600


def test_a_damaged_table_is_said_so_and_made_anew(workshop: Workshop) -> None:
    """Bytes that changed on the disk are one sentence with a hint, and a rebuild mends them."""
    data = next((opening.live_folder(workshop.home) / "units.lance" / "data").iterdir())
    data.write_bytes(b"x" * data.stat().st_size)
    with pytest.raises(IndexMissing, match="damaged") as caught:
        workshop.check()
    assert "cotw index rebuild" in caught.value.hint
    workshop.rebuild()
    assert workshop.check().sound


def test_a_deleted_index_costs_only_time(workshop: Workshop) -> None:
    """The folder may be removed at any time; what comes back is what was there."""
    before = workshop.content()
    shutil.rmtree(workshop.home.index)
    with pytest.raises(IndexMissing), workshop.index():
        pass
    workshop.refresh()
    assert workshop.content() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("IO Error: Could not write: No space left on device", "no space left"),
        ("lance error: Read-only file system (os error 30)", "cannot be written"),
    ],
)
def test_the_disk_s_refusals_are_one_sentence(tmp_path: Path, words: str, sentence: str) -> None:
    """What DuckDB and LanceDB wrap in errors of their own is said plainly."""
    with pytest.raises(DiskTrouble, match=sentence), storage_errors(tmp_path):
        raise RuntimeError(words)


def test_a_program_that_has_the_database_open_is_named(workshop: Workshop) -> None:
    """Another program may hold DuckDB's own lock without knowing of ours."""
    path = opening.live_folder(workshop.home) / "cotw.duckdb"
    program = (
        f"import duckdb, time; c = duckdb.connect({str(path)!r}); print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        with pytest.raises(Locked, match="another program"), workshop.index():
            pass
        child.kill()
