"""Facts in the index: whatever happens to files, bindings and journal, refresh gives what a rebuild gives."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotw.extraction.declaring import statements
from cotw.extraction.renewing import removal, renewal
from cotw.index.shelf_file import SHELF
from cotw.store.declared import BIND, BINDING_KIND, KIND, UNBIND, Line, fold
from tests.index.workshop import Workshop

PATHS = ("/shop/oils.md", "/shop/deep/hours.md")
TEXTS = (
    "- hubs get oil\n- chains get wax",
    "- hubs get much oil\n\nopen: 9 to 18",
    "# Oils\n- chains get wax",
    "",
)
Happening = tuple[str, str, str]


def note(workshop: Workshop, lines: list[Line], *, ledger: bool = False) -> None:
    truth = workshop.truth
    with truth.writing() as writer:
        writer.record_all(truth.ledger if ledger else truth.journal, lines)


def bind(workshop: Workshop, path: str, decision: str = BIND, thread: str | None = None) -> None:
    line = {"kind": BINDING_KIND, "decision": decision, "path": path, "thread": thread}
    note(workshop, [line], ledger=True)


def declare(workshop: Workshop, path: str, text: str | None) -> None:
    """A look at a file that says this, or is gone."""
    declared = fold(workshop.truth.journal.of_kind(KIND))
    if text is None:
        note(workshop, removal(declared, path))
    else:
        note(workshop, renewal(declared, path, text, statements(text)))


def knowledge(workshop: Workshop) -> tuple[list[Any], list[Any]]:
    """Every row, and every vector with the row it belongs to."""
    with workshop.index() as index:
        rows, vectors = index.shelf.knowledge.standing()
        return index.shelf.knowledge.rows(), [
            (row, vector.tolist()) for row, vector in zip(rows, vectors, strict=True)
        ]


happenings = st.one_of(
    st.tuples(st.just("bind"), st.sampled_from(["/shop", *PATHS]), st.sampled_from(["", "tandem"])),
    st.tuples(st.just("unbind"), st.sampled_from(["/shop", *PATHS]), st.just("")),
    st.tuples(st.just("declare"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.tuples(st.just("remove"), st.sampled_from(PATHS), st.just("")),
    st.tuples(st.just("forget"), st.just(""), st.just("")),
    st.tuples(st.just("refresh"), st.just(""), st.just("")),
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(happenings, max_size=8))
def test_refresh_equals_rebuild(happened: list[Happening]) -> None:
    """Bound or not, edited, removed or forgotten: rows and vectors are the same as made anew."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        bind(workshop, "/shop")
        declare(workshop, PATHS[0], TEXTS[0])
        workshop.refresh()
        for what, path, other in happened:
            match what:
                case "bind":
                    bind(workshop, path, thread=other or None)
                case "unbind":
                    bind(workshop, path, UNBIND)
                case "declare":
                    declare(workshop, path, other)
                case "remove":
                    declare(workshop, path, None)
                case "forget":
                    declared = fold(workshop.truth.journal.of_kind(KIND))
                    ids = frozenset(life.id for life in list(declared.lives())[:1])
                    with workshop.truth.writing() as writer:
                        writer.forget(ids, {})
                case _:
                    workshop.refresh()
        assert not workshop.refresh().rebuilt
        refreshed = knowledge(workshop)
        assert all(any(vector) for _, vector in refreshed[1])
        workshop.rebuild()
        assert knowledge(workshop) == refreshed


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    """What is said meanwhile does not touch the facts; a lost shelf does not lose them."""
    workshop = Workshop(tmp_path)
    bind(workshop, "/shop")
    declare(workshop, PATHS[0], TEXTS[0])
    workshop.refresh()
    with workshop.index() as index:
        changed = index.shelf.knowledge.changed
    note(workshop, [{"kind": "noted", "text": "harmless"}])
    workshop.refresh()
    with workshop.index() as index:
        assert index.shelf.knowledge.changed == changed
        assert len(index.shelf.knowledge.rows()) == 2
    assert workshop.check().sound


def test_check_names_facts_that_are_not_as_they_should_be(tmp_path: Path) -> None:
    """What is missing, altered and too much on the shelf is told."""
    workshop = Workshop(tmp_path)
    bind(workshop, "/shop")
    declare(workshop, PATHS[0], TEXTS[0])
    workshop.refresh()
    with closing(sqlite3.connect(workshop.home.index / "live" / SHELF)) as shelf, shelf:
        shelf.execute("UPDATE knowledge SET text = 'other' WHERE text = 'chains get wax'")
        shelf.execute("UPDATE knowledge SET id = 'stray' WHERE text = 'hubs get oil'")
    told = {drift.what for drift in workshop.check().drifts}
    assert told == {"missing facts", "stray facts", "altered facts"}
