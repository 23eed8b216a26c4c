"""Placing: a decision about threads moves what is in the index, and only that; nothing is embedded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cotw.index.opening import Index
from cotw.index.vectors import UnitTable
from cotw.records.message import Kind
from tests.builders import message
from tests.index.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.say(
        message("true the wheel", minute=0, session="s1", project="/shop/wheels"),
        message("it is true", minute=1, session="s1", kind=Kind.AGENT, project="/shop/wheels"),
        message("and the spokes", minute=60, session="s1", project="/shop/wheels"),
        message("water the beans", minute=2, session="s2", project="/garden"),
        message("this one says it itself", minute=3, session="s3", project="/shop", thread="books"),
    )
    workshop.refresh()
    # From here on nothing may be embedded.
    workshop.embedder.embed_documents = None  # type: ignore[method-assign, assignment]
    return workshop


def threads(workshop: Workshop) -> dict[str, str]:
    """The thread of each exchange by its words; DuckDB, shelf and vector table agree."""
    found = dict(workshop.rows("SELECT human, thread FROM exchanges"))
    report = workshop.check()
    assert report.sound, report.drifts
    return found


def test_a_session_belongs_to_a_thread_from_an_instant_on(workshop: Workshop) -> None:
    """What was said in it before stays where it was, and the session is where it went."""
    workshop.decide(decision="placed", thread="wheels", session="s1", since="2026-03-14T12:30:00Z")
    workshop.refresh()
    found = threads(workshop)
    assert (found["true the wheel"], found["and the spokes"]) == ("main", "wheels")
    assert workshop.rows("SELECT thread FROM sessions WHERE id = 's1'") == [("wheels",)]


def test_the_innermost_thing_that_is_decided_counts(workshop: Workshop) -> None:
    """Its own thread before its session's, that before its folder's, that before a folder's around it."""
    workshop.decide(decision="placed", thread="shop", project="/shop")
    workshop.refresh()
    assert threads(workshop) == {
        "true the wheel": "shop",
        "and the spokes": "shop",
        "water the beans": "main",
        "this one says it itself": "books",
    }
    workshop.decide(decision="placed", thread="wheels", project="/shop/wheels")
    workshop.refresh()
    assert threads(workshop)["true the wheel"] == "wheels"
    workshop.decide(decision="placed", thread="rims", session="s1")
    workshop.refresh()
    assert threads(workshop)["true the wheel"] == "rims"
    workshop.decide(decision="placed", thread=None, session="s1")
    workshop.refresh()
    assert threads(workshop)["true the wheel"] == "wheels"


def test_what_comes_later_belongs_where_it_was_decided(workshop: Workshop) -> None:
    """A decision about a session nobody has spoken in yet holds for what is said in it then."""
    del workshop.embedder.embed_documents
    workshop.decide(decision="placed", thread="tandem", session="s9")
    workshop.refresh()
    workshop.say(message("the tandem needs a chain", minute=90, session="s9", project="/shop"))
    workshop.refresh()
    assert threads(workshop)["the tandem needs a chain"] == "tandem"


def test_threads_are_there_before_anybody_speaks_in_them(workshop: Workshop) -> None:
    """Title, state and compactions are those decided; secrets in a title are masked."""
    workshop.decide(decision="made", thread="rims", title="Rims")
    workshop.decide(decision="renamed", thread="rims", title="Rims ghp_" + "a1B2" * 9)
    for _ in range(2):
        workshop.decide(decision="compacted", thread="rims")
    workshop.decide(decision="archived", thread="rims")
    workshop.refresh()
    ((title, *rest),) = workshop.rows("SELECT * EXCLUDE (id) FROM threads WHERE id = 'rims'")
    assert rest == ["archived", 2, None, 0]
    assert title.startswith("Rims ")
    assert "a1B2" not in title
    assert workshop.check().sound


def test_a_refresh_without_a_new_decision_reads_no_ledger(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its length says enough; and other decisions do not concern the index."""
    workshop.decide(decision="placed", thread="wheels", session="s1")
    workshop.refresh()
    with monkeypatch.context() as patched:
        patched.setattr("cotw.store.chain.Chain.of_kind", None)
        workshop.refresh()
    with workshop.truth.writing() as writer:
        writer.record(workshop.truth.ledger, {"kind": "truth", "thread": "wheels"})
    assert workshop.refresh().exchanges == 0
    assert workshop.check().sound


def test_a_ledger_that_says_otherwise_is_believed(workshop: Workshop) -> None:
    """Where earlier lines are not those that were known, all is placed anew."""
    workshop.decide(decision="placed", thread="wheels", session="s1")
    workshop.decide(decision="made", thread="rims", title="Rims")
    workshop.refresh()
    (ledger,) = workshop.truth.ledger.files()
    ledger.unlink()
    workshop.decide(decision="placed", thread="garden", session="s2")
    workshop.refresh()
    found = threads(workshop)
    assert (found["true the wheel"], found["water the beans"]) == ("main", "garden")
    assert workshop.rows("SELECT id FROM threads ORDER BY id") == [("books",), ("garden",), ("main",)]


def die(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("place", ["before the vector table", "after the shelf"])
def test_a_kill_in_the_middle_is_made_good(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Whether the database has committed or not, all stores say the same after the next refresh."""
    workshop.decide(decision="placed", thread="wheels", session="s1")
    if place == "after the shelf":
        monkeypatch.setattr(Index, "set_meta", die)
    else:
        monkeypatch.setattr(UnitTable, "move", die)
    with pytest.raises(KeyboardInterrupt):
        workshop.refresh()
    monkeypatch.undo()
    workshop.refresh()
    assert threads(workshop)["true the wheel"] == "wheels"


def test_a_move_that_a_power_cut_took_back_is_noticed(workshop: Workshop) -> None:
    """The vector table is older than what was noted of it."""
    with workshop.index() as index:
        before = index.units.table.version
    workshop.decide(decision="placed", thread="wheels", session="s1")
    workshop.refresh()
    with workshop.index(write=True) as index:
        table = index.units.table
        table.checkout(before)
        rows = table.search().limit(99).to_arrow()
        former = index.renew_units(8)
        former.add(rows)
        assert former.table.version < int(index.meta("lance_version"))
    workshop.refresh()
    assert threads(workshop)["true the wheel"] == "wheels"
