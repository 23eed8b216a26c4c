"""What moved is queued once, and thought about in three passes, in order, each when it is due."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cotw.care.contemplating import contemplate
from cotw.care.metabolising import gate_of, metabolise
from cotw.care.reflected import growth_vectors, inquiries
from cotw.memory import Memory
from cotw.records.message import Origin
from cotw.reflection.inquiries import Pass, fold
from tests.builders import NOON, message
from tests.care.injected import exchange
from tests.care.models import bytes_below, configure, scripted
from tests.care.reflective import ANGER, Thinker, angry_days, at, lines, workshop_of

THINGS = ("spoke", "rim", "hub", "chain", "saddle", "pedal", "lamp")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return workshop_of(tmp_path, angry_days(THINGS[:2]))


def test_what_moved_is_queued_once(memory: Memory) -> None:
    """With its terms, its quote and where it stands; a second time there is nothing left to do."""
    done = metabolise(memory)
    assert len(done.queued) == 1
    (line,) = lines(memory, "inquiry")
    assert line["id"] == done.queued[0]
    assert line["entropy"] >= line["gate"] == 0.6
    assert "correction" in line["terms"]
    assert line["quote"].startswith("No, that's wrong")
    assert line["sources"][0].endswith(line["exchange"])
    before = lines(memory)
    assert metabolise(memory).queued == ()
    assert lines(memory) == before


def test_a_quiet_home_thinks_of_nothing(tmp_path: Path) -> None:
    """Nor does one in which nothing was said."""
    memory = workshop_of(tmp_path, exchange("Which spokes?", "Butted.", minute=0))
    assert metabolise(memory).queued == ()
    empty = workshop_of(tmp_path / "empty", [])
    assert metabolise(empty).looked_at == 0


def test_near_duplicates_are_one_inquiry(tmp_path: Path) -> None:
    """The same outburst in another session joins the inquiry that is open."""
    said = [
        *exchange(ANGER.format("rim"), "I see.", minute=0, session="one"),
        *exchange(ANGER.format("rim"), "Oh.", minute=3, session="two"),
    ]
    memory = workshop_of(tmp_path, said)
    done = metabolise(memory)
    assert (len(done.queued), len(done.merged)) == (1, 1)
    (inquiry,) = inquiries(memory).values()
    assert inquiry.also == done.merged
    assert metabolise(memory).merged == ()


def test_a_pause_a_night_and_a_queue_have_their_bounds(tmp_path: Path) -> None:
    """Of what was said within half an hour one is taken, of a night five, and fifty wait at most."""
    close = workshop_of(
        tmp_path,
        [
            *exchange(ANGER.format("rim"), "I see.", minute=0, session="one"),
            *exchange(ANGER.format("hub of my grandmother's tandem"), "Oh.", minute=9, session="two"),
        ],
    )
    at(close, NOON + timedelta(hours=1))
    assert len(metabolise(close).queued) == 1
    many = workshop_of(tmp_path / "many", angry_days(THINGS))
    at(many, NOON + timedelta(days=6, hours=1))
    done = metabolise(many)
    assert (len(done.queued), done.waiting) == (5, 2)
    assert metabolise(many).queued == ()
    at(many, NOON + timedelta(days=6, hours=25))
    assert len(metabolise(many).queued) == 2
    full = workshop_of(tmp_path / "full", angry_days(THINGS), COTW_REFLECTION__MOST_OPEN="2")
    at(full, NOON + timedelta(days=6, hours=1))
    assert len(metabolise(full).queued) == 2


def test_what_agents_report_moves_nobody(tmp_path: Path) -> None:
    """Words that stand in no transcript and that nobody typed are not thought about."""
    said = [message(ANGER.format("rim"), origin=Origin.REPORTED, reported_by="codex")]
    assert metabolise(workshop_of(tmp_path, said)).queued == ()


def test_the_gate_is_what_is_much_for_this_home(memory: Memory) -> None:
    """From 200 exchanges on, and never below what counts as active."""
    assert gate_of(memory, [1.0] * 199) == 0.6
    assert gate_of(memory, [0.1] * 200) == 0.4
    assert gate_of(memory, [place / 100 for place in range(200)]) == 1.89


def test_three_passes_each_when_it_is_due(memory: Memory) -> None:
    """At once, after 4 and after 20 hours; the last one leaves a growth vector with its sources."""
    thinker = Thinker()
    done = []
    for hours in (0, 1, 3.9, 4, 5, 19.9, 20, 30):
        at(memory, NOON + timedelta(hours=hours, minutes=10))
        if not hours:
            metabolise(memory)
        done += [(hours, name) for _, name in contemplate(memory, thinker.here).thought]
    assert done == [(0, "clarify"), (4, "connect"), (20, "grow")]
    (vector,) = growth_vectors(memory)
    (inquiry,) = inquiries(memory).values()
    assert vector.inquiry == inquiry.id
    assert inquiry.address in vector.sources
    assert [line["pass"] for line in lines(memory, "contemplated")] == [1, 2, 3]
    assert "Which part was meant." in thinker.asked[1]


def test_missed_passes_are_caught_up_in_order(memory: Memory) -> None:
    """All at the next chance, and three inquiries a night at most."""
    metabolise(memory)
    at(memory, NOON + timedelta(days=3))
    done = contemplate(memory, Thinker().here)
    assert [name for _, name in done.thought] == ["clarify", "connect", "grow"]
    assert contemplate(memory, Thinker().here).thought == []


def test_a_night_thinks_about_three(tmp_path: Path) -> None:
    """The others wait for the next one."""
    memory = workshop_of(tmp_path, angry_days(THINGS))
    at(memory, NOON + timedelta(days=6, hours=1))
    metabolise(memory)
    at(memory, NOON + timedelta(days=6, hours=22))
    first = contemplate(memory, Thinker().here)
    assert len({id_ for id_, _ in first.thought}) == 3
    assert contemplate(memory, Thinker().here).thought == []
    at(memory, NOON + timedelta(days=7, hours=11))
    assert len({id_ for id_, _ in contemplate(memory, Thinker().here).thought}) == 2


def test_no_number_holds_up_a_pass_that_follows(tmp_path: Path) -> None:
    """Though each night begins on three: what was begun goes on at its hour, and a new night's come first."""
    memory = workshop_of(tmp_path, angry_days(THINGS))
    thought: dict[str, list[float]] = {}
    for day in (6, 7):
        for hours in (11, 15, 31):  # 23:00, 03:00, and 19:00 of the next day, which is a new night
            at(memory, NOON + timedelta(days=day, hours=hours, minutes=10))
            if hours == 11:
                metabolise(memory)
            for id_, _ in contemplate(memory, Thinker().here).thought:
                after = memory.clock() - inquiries(memory)[id_].created
                thought.setdefault(id_, []).append(after / timedelta(hours=1))
    new, left = list(thought.values())[:5], list(thought.values())[5:]
    assert new == [[0, 4, 20]] * 5
    assert [hours[0] for hours in left] == [24]


def test_without_a_model_a_pass_only_gathers(memory: Memory) -> None:
    """Quoted, each with its source; it is not marked done, and no rule writes a direction."""
    metabolise(memory)
    at(memory, NOON + timedelta(days=9))
    done = contemplate(memory, None)
    assert [name for _, name in done.waiting] == ["clarify"]
    assert done.thought == []
    assert contemplate(memory, None).waiting == []
    (line,) = lines(memory, "inquiry_gathered")
    parts = {quote["part"] for quote in line["evidence"]}
    assert {"exchange", "before"} <= parts
    assert all(quote["source"].startswith("archive:") for quote in line["evidence"])
    (inquiry,) = inquiries(memory).values()
    assert inquiry.next_pass is Pass.CLARIFY
    assert growth_vectors(memory) == []
    later = contemplate(memory, Thinker().here)  # a model that comes later takes it up where it waits
    assert [name for _, name in later.thought] == ["clarify", "connect", "grow"]


def test_earlier_ones_are_recalled(tmp_path: Path) -> None:
    """What was said before about the same stands beside the exchange; what was said after does not."""
    memory = workshop_of(tmp_path, angry_days(["front rim", "back rim"], every_days=2))
    at(memory, NOON + timedelta(days=3))
    metabolise(memory)
    at(memory, NOON + timedelta(days=3, hours=5))
    contemplate(memory, Thinker().here)
    gathered = [line for line in lines(memory, "inquiry_gathered") if line["pass"] == 2]
    assert any(quote["part"] == "related" for line in gathered for quote in line["evidence"])


@pytest.mark.parametrize("answer", [None, "no json", '{"unknown": "x"}'])
def test_a_model_that_fails_loses_nothing(memory: Memory, answer: str | None) -> None:
    """Nothing is half-written, the pass stays due, and the next chance does it."""
    metabolise(memory)
    done = contemplate(memory, scripted(answer).here)
    assert len(done.failed) == 1
    assert lines(memory, "contemplated") == []
    assert len(contemplate(memory, Thinker().here).thought) == 1


def test_nothing_is_sent_beyond_the_budget(memory: Memory) -> None:
    """The night's contemplation stops with a sentence that says why."""
    configure(memory, nightly_tokens=10)
    metabolise(memory)
    thinker = Thinker()
    done = contemplate(memory, thinker.here)
    assert "tokens" in done.stopped
    assert thinker.asked == []


def test_what_may_not_leave_waits_for_a_thinker(memory: Memory) -> None:
    """An exchange of an excluded mode is gathered for, and no model is asked about it."""
    configure(memory, exclude_modes="[chat]")
    metabolise(memory)
    thinker = Thinker()
    assert len(contemplate(memory, thinker.here).waiting) == 1
    assert thinker.asked == []


def test_it_stops_when_its_time_is_over(memory: Memory) -> None:
    """Before a pass, not in the middle of one."""
    metabolise(memory)
    assert contemplate(memory, Thinker().here, lambda: True).stopped
    assert lines(memory, "contemplated") == []


def test_forgetting_an_exchange_takes_its_inquiry_along(memory: Memory) -> None:
    """Its quotes, its answers and its growth vector are in no file of the home any more."""
    metabolise(memory)
    at(memory, NOON + timedelta(days=1, hours=2))
    contemplate(memory, Thinker().here)
    (inquiry,) = inquiries(memory).values()
    with memory.truth.writing() as writer:
        writer.forget(frozenset({inquiry.exchange}), {"actor": "mara"})
    assert inquiries(memory) == {}
    assert b"Which part was meant" not in bytes_below(memory.home.root / "journal")
    assert b"Mark every guess" not in bytes_below(memory.home.root / "journal")


def test_broken_lines_are_passed_over(memory: Memory) -> None:
    """An answer out of turn, to nothing, or in no shape counts nothing."""
    metabolise(memory)
    contemplate(memory, Thinker().here)
    whole = lines(memory)
    (inquiry,) = fold(whole).values()
    broken: list[dict[str, Any]] = [
        {"kind": "contemplated", "inquiry": inquiry.id, "pass": 3, "answer": {"direction": "x"}},
        {"kind": "contemplated", "inquiry": "none", "pass": 1},
        {"kind": "inquiry"},
        {"kind": "inquiry_gathered", "inquiry": inquiry.id, "pass": 9},
        {"forgotten": "2026-03-14T12:00:00Z"},
    ]
    assert fold([*whole, *broken]) == fold(whole)
