"""Upkeep: nothing that is found changes, what nothing uses goes, what will be needed stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.upkeep import upkeep
from cotw.config import Loaded
from cotw.errors import IndexMissing
from cotw.index.opening import next_folder
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.models.vectors import VectorCache
from cotw.settings import Config, IndexSettings
from tests.care.homes import say_today, workshop


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Mara's home with an index, refreshed in small steps."""
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = HashEmbedder(dimension=8, max_pieces=24)
    memory.refresh()
    for number in range(3):
        say_today(memory, f"Rim number {number} came.")
        memory.refresh()
    return memory


def vectors(memory: Memory) -> int:
    with VectorCache(memory.home.cache / "vectors.sqlite") as cache:
        return cache.count()


def store_strangers(memory: Memory) -> None:
    """A vector of a text that nobody said, and one of an encoder that is no longer used."""
    made = memory.embedder.embed_documents(["nobody said this"])[0]
    with VectorCache(memory.home.cache / "vectors.sqlite") as cache:
        cache.store(memory.embedder.version, {b"x" * 16: made})
        cache.store("another", {b"y" * 16: made})


def test_what_nothing_uses_goes_and_all_else_stays(memory: Memory) -> None:
    """Old versions and strange vectors are removed; the index is whole, and a rebuild embeds nothing."""
    before = vectors(memory)
    store_strangers(memory)
    assert upkeep(memory).vectors_removed == 2
    assert vectors(memory) <= before
    with memory.index() as index:
        assert len(index.units.table.list_versions()) <= 2
    assert memory.check_index().drifts == ()
    kept = vectors(memory)
    memory.rebuild()
    assert vectors(memory) == kept
    again = upkeep(memory)
    assert (again.vectors_removed, again.behind) == (0, False)


def test_an_index_that_is_behind_loses_no_cached_vector(memory: Memory) -> None:
    """Vectors of what it does not know yet may lie in the cache."""
    store_strangers(memory)
    say_today(memory, "A spoke broke.")
    report = upkeep(memory)
    assert (report.behind, report.vectors_removed) == (True, 0)


def test_an_index_over_vectors_is_trained_when_it_is_due(tmp_path: Path) -> None:
    """From the number of rows on that the settings name, and once."""
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = HashEmbedder(dimension=8, max_pieces=24)
    say_today(memory, *(f"Spoke {number} is straight." for number in range(300)))
    memory.refresh()
    assert not upkeep(memory).trained
    settings = Config(index=IndexSettings(vector_index_rows=256))
    memory.__dict__["_loaded"] = Loaded(settings, {})
    assert upkeep(memory).trained
    assert not upkeep(memory).trained
    with memory.index() as index:
        assert index.units.has_vector_index


def test_what_killed_builds_left_is_removed(memory: Memory) -> None:
    """Half an index beside the live one only takes room."""
    for folder in (next_folder(memory.home), next_folder(memory.home).with_name("live.new")):
        folder.mkdir()
        (folder / "cotw.duckdb").write_bytes(b"half")
    upkeep(memory)
    assert [path.name for path in memory.home.index.iterdir() if path.is_dir()] == ["live"]


def test_without_an_index_there_is_nothing_to_keep_up(tmp_path: Path) -> None:
    """It says so, and makes none."""
    with pytest.raises(IndexMissing):
        upkeep(workshop(tmp_path / "home"))
