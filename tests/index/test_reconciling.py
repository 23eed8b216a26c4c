"""Reconciling: whatever state a kill leaves the three stores in, the next writer makes it good."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cotw.index.opening import Index, live_folder
from cotw.index.shelf import Embedded, Shelf
from cotw.index.shelf_file import SHELF
from cotw.index.vectors import UnitTable
from cotw.settings import IndexSettings
from tests.builders import NOON, message
from tests.index.workshop import Workshop
from tests.retrieval.builders import talk

PROMPTS = tuple(message(f"prompt number {number}", minute=number) for number in range(8))
STRAY = Embedded("z" * 24, "never", "both", "s1", "main", "chat", NOON, "never said", "v1")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.say(*PROMPTS)
    workshop.refresh()
    return workshop


def some_ids(index: Index) -> list[str]:
    rows = index.database.execute("SELECT id FROM units ORDER BY id LIMIT 3").fetchall()
    return [row[0] for row in rows]


def lose_rows(index: Index) -> None:
    index.units.delete(some_ids(index))


def double_rows(index: Index) -> None:
    index.units.table.add(index.units.table.search().limit(3).to_arrow())


def lose_and_double_rows(index: Index) -> None:
    lose_rows(index)
    double_rows(index)


def forget_that_rows_are_there(index: Index) -> None:
    index.database.execute("UPDATE units SET stored = false WHERE ordinal = 0")


def add_strays(index: Index) -> None:
    import pyarrow as pa

    rows = index.units.table.search().limit(2).to_arrow()
    index.units.table.add(rows.set_column(1, rows.schema.field("id"), pa.array(["x" * 24, "y" * 24])))


def note_doubt(index: Index) -> None:
    index.set_meta(lance_dirty="1")


@pytest.mark.parametrize(
    "damage",
    [lose_rows, double_rows, lose_and_double_rows, forget_that_rows_are_there, add_strays, note_doubt],
)
def test_both_stores_agree_again(workshop: Workshop, damage: Callable[[Index], None]) -> None:
    """Rows that are missing come back, rows that are doubled or stray go."""
    before = workshop.content()
    with workshop.index(write=True) as index:
        damage(index)
        index.set_meta(lance_dirty="1")
    workshop.refresh()
    assert workshop.content() == before
    assert workshop.check().sound


def leave_strays(shelf: Shelf) -> None:
    shelf.put_exchanges([talk("never said")])
    shelf.put_units([STRAY], np.zeros((1, 8), np.float32))
    shelf.put_titles({"never": "a title of nothing"})


def empty(shelf: Shelf) -> None:
    for table in ("exchanges", "units"):
        shelf.drop(table, shelf.numbers(table).tolist())


def say_otherwise(shelf: Shelf) -> None:
    (row,) = shelf.exchanges([PROMPTS[0].id])
    shelf.put_exchanges([talk("said otherwise", id=row[0])])


@pytest.mark.parametrize("change", [leave_strays, empty, say_otherwise])
def test_a_change_of_the_shelf_that_was_never_committed_is_taken_back(
    workshop: Workshop, change: Callable[[Shelf], None]
) -> None:
    """A process was killed between the shelf and DuckDB, which then says nothing of it."""
    before = workshop.content()
    with workshop.index(write=True) as index:
        index.shelve(change)
    assert not workshop.check().sound
    workshop.refresh()
    assert workshop.content() == before
    assert workshop.check().sound


@pytest.mark.parametrize("content", [None, b"garbled " * 999])
def test_a_lost_shelf_is_made_again(workshop: Workshop, content: bytes | None) -> None:
    """A refresh builds all anew when the shelf is missing or no database."""
    before = workshop.content()
    shelf = live_folder(workshop.home) / SHELF
    shelf.unlink()
    if content is not None:
        shelf.write_bytes(content)
    assert workshop.refresh().rebuilt
    assert workshop.content() == before


def test_a_lost_row_is_noticed_without_a_note(workshop: Workshop) -> None:
    """After a power cut nobody has noted anything; the number of rows tells."""
    before = workshop.content()
    with workshop.index(write=True) as index:
        lose_rows(index)
    workshop.refresh()
    assert workshop.content() == before


def test_a_lost_vector_table_is_made_again(workshop: Workshop) -> None:
    """The vectors come from the cache: nothing is embedded anew."""
    before = workshop.content()
    shutil.rmtree(live_folder(workshop.home) / "units.lance")
    workshop.embedder.embed_documents = None  # type: ignore[method-assign, assignment]
    workshop.refresh()
    assert workshop.content() == before


def test_many_small_additions_are_gathered(workshop: Workshop) -> None:
    """After so many additions their rows lie in one file; they are found as before."""
    workshop.config = workshop.config.model_copy(update={"index": IndexSettings(gather_every_adds=3)})
    for number in range(4):
        workshop.say(message(f"a further prompt {number}", minute=100 + number))
        workshop.refresh()
    with workshop.index() as index:
        young = index.database.execute("SELECT id FROM young").fetchall()
        assert len(young) == int(index.meta("adds")) == 2
    assert workshop.check().sound


def test_a_share_of_additions_is_merged(workshop: Workshop) -> None:
    """Once what was added is a share of the table, all of it is in the full-text index."""
    workshop.say_all(message(f"a further prompt {number}", minute=100 + number) for number in range(300))
    workshop.refresh()
    with workshop.index() as index:
        indexed = index.units.table.index_stats("words_idx")
        assert indexed is not None
        assert indexed.num_unindexed_rows == 0
        assert index.meta("adds") == "0"


def test_a_kill_while_gathering_loses_nothing(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that were taken out and not put back come again from the cache."""
    workshop.config = workshop.config.model_copy(update={"index": IndexSettings(gather_every_adds=3)})
    workshop.say(message("one more prompt", minute=100))
    workshop.refresh()
    workshop.say(message("and another", minute=101))

    def die(table: UnitTable, rows: object) -> None:
        raise KeyboardInterrupt

    add = UnitTable.add
    calls = iter([add, die])
    monkeypatch.setattr(UnitTable, "add", lambda table, rows: next(calls, add)(table, rows))
    with pytest.raises(KeyboardInterrupt):
        workshop.refresh()
    monkeypatch.undo()
    workshop.refresh()
    assert workshop.check().sound


def test_many_rows_get_a_vector_index(workshop: Workshop) -> None:
    """From so many rows on, vectors are searched by an index."""
    workshop.config = workshop.config.model_copy(update={"index": IndexSettings(vector_index_rows=256)})
    with workshop.index() as index:
        assert not index.units.has_vector_index
    workshop.say_all(message(f"prompt {number} about things", minute=200 + number) for number in range(300))
    workshop.refresh()
    with workshop.index() as index:
        assert index.units.has_vector_index
        assert index.meta("trained_rows") == "308"
    assert workshop.check().sound
