"""Decisions about threads, folded: the later line holds, and a broken one decides nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cotw.records.message import Origin
from cotw.records.threads import Threads, fold_threads, folders_of, thread_of_now
from tests.builders import NOON, message

LATER = datetime(2026, 3, 20, tzinfo=UTC)


def folded(*decisions: dict[str, Any]) -> Threads:
    return fold_threads({"kind": "thread", **decision} for decision in decisions)


def placed(thread: object, since: str | None = None, **subject: object) -> dict[str, Any]:
    return {"decision": "placed", "thread": thread, "since": since, **subject}


def test_the_later_line_holds_from_its_instant_on() -> None:
    """What was decided before about what comes before that instant stays; what comes after it goes."""
    threads = folded(
        placed("wheels", session="s1"),
        placed("rims", "2026-03-14T13:00:00Z", session="s1"),
        placed("spokes", "2026-03-14T12:30:00Z", session="s1"),
    )
    where = [threads.thread_of(message("…", minute=minute, session="s1")) for minute in (0, 29, 30, 90)]
    assert where == ["wheels", "wheels", "spokes", "spokes"]


def test_what_a_message_says_itself_counts_most() -> None:
    """Nothing that is decided later changes what its source said."""
    threads = folded(placed("wheels", session="s1"))
    assert threads.thread_of(message("…", session="s1", thread="books")) == "books"
    assert threads.thread_of(message("…", session="s2")) == "main"


def test_words_that_were_typed_follow_what_was_switched_to() -> None:
    """Words of transcripts do not, and a session's or project's own decision goes before it."""
    threads = folded(placed("wheels", "2026-03-14T12:10:00Z"), placed("garden", project="/garden"))
    typed = [message("…", minute=minute, origin=Origin.TYPED) for minute in (9, 10)]
    assert [threads.thread_of(one) for one in typed] == ["main", "wheels"]
    assert threads.thread_of(message("…", minute=11)) == "main"
    in_the_garden = message("…", minute=11, origin=Origin.REPORTED, project="/garden/beds")
    assert threads.thread_of(in_the_garden) == "garden"


def test_where_one_speaks_now() -> None:
    """A session before its project; with neither, what was switched to; otherwise `main`."""
    threads = folded(placed("wheels", session="s1"), placed("shop", project="/shop"), placed("rims"))
    assert thread_of_now(threads, LATER, session="s1", project="/shop") == "wheels"
    assert thread_of_now(threads, LATER, session="s2", project="/shop/till") == "shop"
    assert thread_of_now(threads, LATER) == "rims"
    assert thread_of_now(threads, LATER, session="s2") == "main"
    assert thread_of_now(Threads(), LATER) == "main"


def test_folders_hold_the_folders_in_them() -> None:
    """The innermost first, with the slashes of any machine, and nothing that merely begins alike."""
    assert list(folders_of("/shop/till")) == ["/shop/till", "/shop"]
    assert list(folders_of("C:\\shop\\till")) == ["C:\\shop\\till", "C:\\shop", "C:"]
    threads = folded(placed("shop", project="/shop"))
    assert threads.place(None, "/shopping", NOON, typed=False) is None
    assert threads.projects("shop") == ["/shop"]


def test_facts_of_threads() -> None:
    """Titles, links both ways, compactions counted, put away and taken up."""
    threads = folded(
        {"decision": "made", "thread": "rims", "title": "Rims"},
        {"decision": "linked", "thread": "rims", "to": "garden"},
        {"decision": "renamed", "thread": "rims", "title": "Rims and spokes"},
        *[{"decision": "compacted", "thread": "rims"}] * 5,
        {"decision": "archived", "thread": "garden"},
        {"decision": "taken up", "thread": "garden"},
    )
    rims, garden = threads.thread("rims"), threads.thread("garden")
    assert (rims.title, rims.made, rims.compactions, rims.links) == (
        "Rims and spokes", True, 5, frozenset({"garden"}),
    )  # fmt: skip
    assert (garden.title, garden.made, garden.archived, garden.links) == (
        "garden", False, False, frozenset({"rims"}),
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"decision": "melted", "thread": "rims"},
        {"decision": "made", "thread": "rims"},
        {"decision": "made", "thread": 7, "title": "Rims"},
        {"decision": "made", "thread": "", "title": "Rims"},
        {"decision": "linked", "thread": "rims", "to": None},
        placed("rims", "yesterday", session="s1"),
        placed(["rims"], session="s1"),
        placed("rims", session=["s1"]),
        {"decision": "placed", "session": "s1"},
        {"decision": ["placed"], "thread": "rims"},
    ],
)
def test_a_broken_line_decides_nothing(line: dict[str, Any]) -> None:
    """It is passed over, and lines around it count."""
    good = placed("wheels", session="s1")
    threads = folded(good, line)
    assert threads.placings == folded(good).placings
    assert not any(thread.made for thread in threads.threads.values())
    assert fold_threads([{"kind": "truth", **good}]) == Threads()
