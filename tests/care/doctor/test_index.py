"""What the doctor says of the index."""

from __future__ import annotations

from pathlib import Path

from cotw.care.doctor.index import examine_index
from cotw.founding import init_home
from cotw.index.shelf_file import SHELF
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from tests.care.homes import TODAY, say_today, workshop


def test_an_empty_home_needs_no_index(tmp_path: Path) -> None:
    """Nothing was said: there is nothing to be behind of."""
    home = init_home(tmp_path / "home", name="x", timezone="UTC").home
    with Memory.open(home.root, environment={}) as memory:
        assert list(examine_index(memory)) == []


def test_an_index_that_is_missing_or_behind_is_mended(tmp_path: Path) -> None:
    """Missing, behind, without its vectors: each is told, and a refresh makes it good."""
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = HashEmbedder(dimension=8, max_pieces=24)
    told, grown = [], 0
    for spoil in (None, "say", "vectors"):
        if spoil == "say":
            open_day = memory.home.open_day(TODAY)
            before = open_day.stat().st_size
            say_today(memory, "A second rim came.")
            grown = open_day.stat().st_size - before
        elif spoil == "vectors":
            (memory.home.index / "live" / "units.lance").rename(tmp_path / "gone")
        (found,) = examine_index(memory)
        told.append(found.sentence)
        assert found.mend is not None
        found.mend()
        assert list(examine_index(memory)) == []
    assert told == [
        "there is no index yet",
        f"the index lacks {grown:,} bytes of the archive",
        "the vectors of the index cannot be read",
    ]


def test_a_damaged_shelf_is_found_and_mended(tmp_path: Path) -> None:
    """Bytes in the midst of the file are not what was written; recall might not meet them for weeks."""
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = HashEmbedder(dimension=8, max_pieces=24)
    memory.refresh()
    shelf = memory.home.index / "live" / SHELF
    content = shelf.read_bytes()
    shelf.write_bytes(content[:8192] + b"\xff" * 4096 + content[12288:])
    (found,) = examine_index(memory)
    assert found.sentence == f"{SHELF} of the index is damaged"
    assert found.mend is not None
    found.mend()
    assert list(examine_index(memory)) == []
