"""Summaries: quotes of what was said, made of smaller ones, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cotw.continuity.calendar import Period, Span
from cotw.continuity.summaries import Node, Summaries
from cotw.continuity.written import Written, written_summaries
from tests.continuity.mara import BERLIN, SPOKES, TALKS, TRUING, summaries
from tests.retrieval.builders import index_of, talk

SATURDAY = date(2026, 3, 14)
DAY, WEEK, MONTH = (Period.holding(SATURDAY, span) for span in Span)


def node(found: Summaries, period: Period, thread: str = "main") -> Node:
    made = found.node(thread, period)
    assert made is not None
    return made


def test_a_day(tmp_path: Path) -> None:
    """It names its exchanges, counts them, and quotes what tells most, word for word, in order."""
    with summaries(tmp_path) as found:
        day = node(found, DAY)
    assert day.exchange_ids == (SPOKES.id, TRUING.id)
    assert (day.exchanges, day.sessions, day.children) == (2, 1, ())
    assert {"cargo bike", "rear wheel"} <= {topic.key for topic in day.topics}
    said = {one.id: f"{one.human} {one.agent}" for one in TALKS}
    assert all(quote.text in said[quote.exchange] for quote in day.quotes)
    assert any(quote.text.startswith("We decided on 36") for quote in day.quotes)
    assert [quote.started for quote in day.quotes] == sorted(quote.started for quote in day.quotes)


def test_going_down(tmp_path: Path) -> None:
    """A month names its weeks, a week its days: those on which something was said, where the person lives."""
    with summaries(tmp_path) as found:
        month, week = node(found, MONTH), node(found, WEEK)
    assert [one.name for one in month.children] == ["2026-W11", "2026-W12"]
    assert [one.name for one in week.children] == ["2026-03-11", "2026-03-14", "2026-03-15"]
    assert (month.exchanges, week.exchanges) == (5, 4)


def test_threads_apart(tmp_path: Path) -> None:
    """The summary of a thread holds nothing of another one; where nothing was said there is none."""
    with summaries(tmp_path) as found:
        assert found.threads(DAY) == ["main", "shop"]
        assert not any("lease" in quote.text for quote in node(found, WEEK).quotes)
        assert found.node("shop", Period(date(2026, 3, 15), Span.DAY)) is None


def test_a_mode(tmp_path: Path) -> None:
    """With a mode nothing of any other is read."""
    with summaries(tmp_path, mode="code") as found:
        assert found.node("main", MONTH) is None
        assert found.threads(MONTH) == []


def test_the_same_said_is_the_same_summary(tmp_path: Path) -> None:
    """From the cache or not, and from another index of the same; its digest changes with any exchange."""
    with summaries(tmp_path / "one") as found:
        first, again = node(found, MONTH), node(found, MONTH)
    with summaries(tmp_path / "two") as found:
        other = node(found, MONTH)
    assert first == again == other
    with index_of(tmp_path / "three", [*TALKS[:1], replace(SPOKES, agent="No idea."), *TALKS[2:]]) as index:
        changed = Summaries(index.database, BERLIN, found.cache, {}).node("main", MONTH)
    assert changed is not None
    assert changed.digest != first.digest
    assert not any("36" in quote.text for quote in changed.quotes)


def test_what_a_model_wrote(tmp_path: Path) -> None:
    """It stands before the quotes while the exchanges are the same, and not when they have changed."""
    with summaries(tmp_path) as found:
        digest = node(found, DAY).digest
        line = {
            "kind": "summary",
            "thread": "main",
            "period": DAY.name,
            "by": "a model",
            "sources": ["archive:…"],
        }
        for its, prose in ((digest, "Mara trued a wheel."), ("0" * 24, "Mara sold a bell.")):
            written = written_summaries([{**line, "digest": its, "text": prose}])
            made = replace(found, written=written).node("main", DAY)
            assert made is not None
            assert (made.written is not None) == (its == digest)
            assert made.quotes


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"kind": "summary"},
        {"kind": "recall", "text": "x"},
        {"kind": "summary", "thread": 1, "sources": "x"},
    ],
)
def test_broken_lines(record: dict[str, object]) -> None:
    """Lines of other kinds, without sources or words are passed over; the newest of several counts."""
    line = {"kind": "summary", "thread": "t", "period": "p", "digest": "d", "sources": ["s"], "text": "old"}
    found = written_summaries(
        [record, line, {**line, "text": " "}, {**line, "sources": []}, {**line, "text": "new"}]
    )
    assert found == {("t", "p", "d"): Written("new", "", "d", ("s",))}


def test_a_broken_cache(tmp_path: Path) -> None:
    """It is begun anew; nothing that was said stands in it."""
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "summaries.sqlite").write_bytes(b"no database" * 999)
    with summaries(tmp_path) as found:
        assert node(found, DAY).quotes
        assert found.cache.fetch(node(found, DAY).digest)
    data = (tmp_path / "summaries.sqlite").read_bytes()
    assert b"spokes" not in data
    assert SPOKES.id.encode() in data


def test_left_branches_are_not_quoted(tmp_path: Path) -> None:
    """An answer that was made anew tells of nothing that went on."""
    left = talk("The cargo bike gets 99 spokes, we decided on that.", minute=0, branch="left")
    with index_of(tmp_path, [left]) as index, summaries(tmp_path / "other") as found:
        made = replace(found, connection=index.database).node("main", DAY)
    assert made is not None
    assert (made.exchanges, made.quotes) == (1, ())
