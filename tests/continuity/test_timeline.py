"""What happened when: local days, sessions within them, and no more than is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from cotw.continuity.timeline import first_words, timeline
from cotw.records.hit import RecallFilters
from tests.builders import NOON
from tests.continuity.mara import BERLIN, EARLIER, LATE, NEXT_WEEK, SPOKES, TRUING, workshop
from tests.retrieval.builders import index_of, talk


def test_days_are_those_of_the_person() -> None:
    """What was said half past midnight in Berlin stands under the new day, though UTC has the old one."""
    with workshop() as index:
        told = timeline(index.database, RecallFilters(), BERLIN, 20)
    assert [day.day for day in told.days] == [date(2026, 3, day) for day in (11, 14, 15, 16)]
    assert [one.exchange for one in told.days[2].sittings[0].moments] == [LATE.id]
    assert not told.is_cut


def test_a_session_of_two_days() -> None:
    """It is told once on each of them, with what was said then."""
    with workshop() as index:
        told = timeline(index.database, RecallFilters(session="s3"), BERLIN, 20)
    assert [sitting.exchanges for day in told.days for sitting in day.sittings] == [1, 1]
    assert [day.sittings[0].started for day in told.days] == [LATE.started, NEXT_WEEK.started]


def test_sittings() -> None:
    """Times, counts and first words, oldest first; how long it was silent before."""
    with workshop() as index:
        told = timeline(index.database, RecallFilters(), BERLIN, 20)
    first, second = told.days[1].sittings
    assert (first.started, first.ended, first.exchanges) == (SPOKES.started, TRUING.ended, 2)
    assert [moment.words for moment in first.moments] == [
        "Which spokes does the cargo bike need? The rear wheel broke two of them.",
        "ok",
    ]
    assert first.silence == SPOKES.started - EARLIER.ended
    assert second.thread == "shop"
    assert second.silence == timedelta(minutes=159, seconds=30)


def test_bounds() -> None:
    """Since, until, thread and mode hold together; the newest are kept, whole days of them."""
    with workshop() as index:
        shop = timeline(index.database, RecallFilters(thread="shop"), BERLIN, 20)
        none = timeline(index.database, RecallFilters(mode="robot"), BERLIN, 20)
        few = timeline(index.database, RecallFilters(until=NOON + timedelta(hours=6)), BERLIN, 1)
    assert [len(day.sittings) for day in shop.days] == [1]
    assert none.days == ()
    assert few.is_cut
    assert [(day.day, len(day.sittings)) for day in few.days] == [(date(2026, 3, 14), 2)]


def test_many_are_told_from_afar(tmp_path: Path) -> None:
    """Of more than forty exchanges each sitting has its first words alone."""
    talks = [talk(f"Wheel number {number}", minute=number) for number in range(41)]
    with index_of(tmp_path, talks) as index:
        (day,) = timeline(index.database, RecallFilters(), BERLIN, 20).days
    assert [moment.words for moment in day.sittings[0].moments] == ["Wheel number 0"]
    assert day.exchanges == 41


def test_first_words() -> None:
    """One line, cut at a word; those of the agent where nobody asked; no way to steer a terminal."""
    assert first_words("  \n", "# Plan\n\x1b[2Jgo on") == ("agent", "Plan go on")
    assert first_words("word " * 90, "")[1].endswith("word…")
