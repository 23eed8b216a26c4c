"""Scores of standing: order, bounds, trajectories and edges, and what the journal keeps of them."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cotw.records.standing import HIGHEST, LOWEST, START, Dimension, Edge, Moved, Night, Trajectory
from cotw.reflection.standing_journal import (
    evidence_line,
    evidence_of,
    night_line,
    nights_of,
    withdrawn_line,
)
from cotw.reflection.standing_scores import edge_told, in_order, scores, standings
from tests.builders import NOON

UNTIL = NOON + timedelta(days=1)
_DELTAS = st.sampled_from([0.16, 0.075, -0.105, -0.2])


def moved(
    delta: float, *, days_ago: float = 1, number: int = 0, pattern: str = "owns-mistake",
    dimension: Dimension = Dimension.WORD,
) -> Moved:  # fmt: skip
    source = f"archive:2026-03-14#{number:024x}"
    return Moved(pattern, dimension, delta, source, NOON - timedelta(days=days_ago))


def word(*evidence: Moved) -> tuple[float, Trajectory]:
    """Score and trajectory of Word."""
    standing = standings(evidence, UNTIL)[2]
    return standing.score, standing.trajectory


def test_it_begins_at_five_and_stays_within_one_and_ten() -> None:
    """Without evidence all stand at 5; no amount of it goes further than the ends."""
    assert [one.score for one in standings([], UNTIL)] == [START] * 4
    assert word(*(moved(0.2, number=number) for number in range(100)))[0] == HIGHEST
    assert word(*(moved(-0.25, number=number) for number in range(100)))[0] == LOWEST


def test_at_the_top_a_broken_word_shows_at_once() -> None:
    """What went beyond the end is not saved up."""
    up = [moved(0.2, days_ago=9, number=number) for number in range(100)]
    assert word(*up, moved(-0.2, number=100))[0] == HIGHEST - 0.2


@given(st.lists(st.tuples(_DELTAS, st.integers(0, 60)), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_reading_makes_no_difference(drawn: list[tuple[float, int]], chance: object) -> None:
    """The same evidence, however it came in, gives the same standing."""
    evidence = [moved(delta, days_ago=ago, number=number) for number, (delta, ago) in enumerate(drawn)]
    shuffled = list(evidence)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings(shuffled, UNTIL) == standings(evidence, UNTIL)


@given(st.integers(0, 400))
def test_nothing_fades_while_nobody_speaks(days: int) -> None:
    """The score of a day long after is that of the day."""
    evidence = [moved(0.16, number=1), moved(-0.2, number=2)]
    now, later = (standings(evidence, UNTIL + timedelta(days=more))[2].score for more in (0, days))
    assert now == later


def test_where_it_goes_is_that_of_the_last_four_weeks() -> None:
    """0.20 either way is a direction; four signs and less are stuck; what is older has no say."""
    assert word()[1] is Trajectory.STABLE
    assert word(moved(0.16))[1] is Trajectory.STABLE
    assert word(moved(0.16), moved(0.07, number=1))[1] is Trajectory.RISING
    assert word(moved(-0.1), moved(-0.1, number=1))[1] is Trajectory.DECLINING
    to_and_fro = [moved(0.16), moved(-0.2, number=1), moved(0.16, number=2), moved(-0.1, number=3)]
    assert word(*to_and_fro)[1] is Trajectory.STUCK
    assert word(moved(0.5, days_ago=40))[1] is Trajectory.STABLE


def test_what_was_said_afterwards_is_not_seen() -> None:
    """A night that is caught up later sees what was said until its end."""
    assert standings([moved(0.16, days_ago=-3)], UNTIL)[2].evidence == 0


def test_the_edge_names_what_recurs_or_was_never_seen() -> None:
    """Twice within four weeks recurs; else two patterns that lift and never came; no word of feeling."""
    recurring = [moved(-0.1, number=number, pattern="puts-off") for number in range(2)]
    edge = standings(recurring, UNTIL)[2].edge
    assert edge == Edge(recurs="puts-off", times=2)
    assert edge_told(edge) == "put something off, 2 times in the last 28 days"
    lacking = standings([moved(0.16)], UNTIL)[2].edge
    assert edge_told(lacking) == "not seen yet: kept their word or set themselves right"
    assert edge_told(standings([], UNTIL)[2].edge) == ""


def test_key_evidence_moved_most_lately() -> None:
    """Three of the last weeks, the latest first; if there are none, the last there was."""
    evidence = [moved(0.07 + number / 100, days_ago=9 - number, number=number) for number in range(5)]
    assert standings(evidence, UNTIL)[2].key == tuple(reversed(evidence[2:]))
    old = [moved(0.1, days_ago=90), moved(0.2, days_ago=80, number=1)]
    assert standings(old, UNTIL)[2].key == (old[1],)


def test_a_score_at_each_instant() -> None:
    """As they are drawn."""
    evidence = in_order([moved(0.16, days_ago=2), moved(-0.2, days_ago=1, number=1)])
    instants = [NOON - timedelta(days=3), NOON - timedelta(days=1.5), NOON]
    assert scores(evidence, instants) == [5.0, 5.16, 4.96]


def test_evidence_holds_once_until_it_is_withdrawn() -> None:
    """The same exchange moves a dimension once, however often the line stands there; broken lines pass."""
    one, other = moved(0.16), moved(0.16, dimension=Dimension.BRAND)
    lines = [evidence_line(one), {"kind": "standing_evidence"}, evidence_line(one), evidence_line(other)]
    assert list(evidence_of(lines).values()) == [one, other]
    assert list(evidence_of([*lines, withdrawn_line(one)]).values()) == [other]
    assert one in evidence_of([*lines, withdrawn_line(one), evidence_line(one)]).values()
    assert evidence_of([{"exchange": 3, "dimension": [], "delta": "x"}, {}]) == {}


def test_a_night_reads_back_as_it_was_written() -> None:
    """And names the exchanges it was made of, so that it goes when one of them is forgotten."""
    evidence = [moved(0.16), moved(-0.2, number=1)]
    night = Night(date(2026, 3, 14), 3, standings(evidence, UNTIL), tuple(evidence))
    line = json.loads(json.dumps(night_line(night)))
    assert list(nights_of([line, {"night": "never"}, {}])) == [night]
    assert line["sources"] == [one.source for one in evidence]
