"""Turns that were learnt outside of transcripts, in the index: they give way, and are no evidence."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from cotw.records.message import Kind, Message, Origin
from tests.builders import message
from tests.index.workshop import Workshop

ASKED = "When does the bicycle workshop open on Saturday?"
ANSWER = "At nine, says the sign on the door of the workshop."


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def turn(
    human: str, agent: str = "", *, minute: float = 0, session: str = "reported", typed: bool = False
) -> list[Message]:
    """A turn as it is learnt."""
    key = f"{session} {minute} {human}"
    sides = [
        (Kind.HUMAN, human, Origin.TYPED if typed else Origin.REPORTED),
        (Kind.AGENT, agent, Origin.REPORTED),
    ]
    return [
        message(
            text,
            minute=minute,
            kind=kind,
            session=session,
            order=place,
            origin=origin,
            turn=key,
            reported_by="openclaw",
        )
        for place, (kind, text, origin) in enumerate(sides)
        if text
    ]


def told(human: str, *agent: str, minute: float = 0, session: str = "s1") -> list[Message]:
    """The same as a transcript has it."""
    return [
        message(human, minute=minute, session=session),
        *(message(text, minute=minute + 0.5, kind=Kind.AGENT, session=session, order=1) for text in agent),
    ]


def kept(workshop: Workshop) -> list[tuple[str, str, str]]:
    """Session, origin and prompt of all exchanges."""
    return workshop.rows("SELECT session, origin, human FROM exchanges ORDER BY started, session, human")


def test_a_turn_is_an_exchange_with_its_origin(workshop: Workshop) -> None:
    """Who reported it is known of it; a person's own typing is told from a report."""
    workshop.say(*turn(ASKED, ANSWER), *turn("I ride a tandem.", minute=1, typed=True))
    workshop.refresh()
    rows = workshop.rows("SELECT human, agent, origin, reported_by FROM exchanges ORDER BY started")
    assert rows == [
        (ASKED, ANSWER, "reported", "openclaw"),
        ("I ride a tandem.", "", "typed", "openclaw"),
    ]


@pytest.mark.parametrize("transcript_first", [True, False])
def test_it_gives_way_to_a_transcript_whatever_came_first(workshop: Workshop, transcript_first: bool) -> None:
    """In another session, with other spaces, five minutes apart; the archive keeps both."""
    both = [told(f" {ASKED}\n", "Let me look.", ANSWER, minute=5), turn(ASKED, ANSWER)]
    for messages in both if transcript_first else reversed(both):
        workshop.say(*messages)
        workshop.refresh()
    assert kept(workshop) == [("s1", "transcript", f" {ASKED}\n")]
    assert workshop.check().sound
    assert len(list(workshop.truth.archive.read_all())) == 5


def test_one_copy_takes_one(workshop: Workshop) -> None:
    """Who said "yes" twice and had it reported once is left with two, whatever the order."""
    pieces = [told("yes", minute=0), told("yes", minute=2), turn("yes", minute=1)]
    for order in permutations(pieces):
        for messages in order:
            workshop.say(*messages)
            workshop.refresh()
        assert [origin for _, origin, _ in kept(workshop)] == ["transcript"] * 2


def test_what_everybody_says_takes_nobody_away(workshop: Workshop) -> None:
    """A reported "yes" with an answer of its own stays beside another conversation's "yes"."""
    workshop.say(*told("yes", "Very well, on it goes then."), *turn("yes", ANSWER, minute=1))
    workshop.refresh()
    assert [origin for _, origin, _ in kept(workshop)] == ["transcript", "reported"]


def test_a_transcript_is_not_mixed_with_reports_in_its_session(workshop: Workshop) -> None:
    """A report between a prompt and its answer does not take the answer."""
    workshop.say(*told(ASKED, ANSWER), *turn("Something else entirely.", minute=0.2, session="s1"))
    workshop.refresh()
    assert workshop.rows("SELECT human, agent FROM exchanges ORDER BY started") == [
        (ASKED, ANSWER),
        ("Something else entirely.", ""),
    ]


def test_reports_do_not_drop_what_a_tool_retells(workshop: Workshop) -> None:
    """Only a session's own transcript makes a retold one superfluous."""
    workshop.say(message(ASKED, tool="specstory"), *turn("Something else entirely.", minute=5, session="s1"))
    workshop.refresh()
    workshop.say(message("And later?", minute=6))
    workshop.refresh()
    assert [human for _, _, human in kept(workshop)] == ["Something else entirely.", "And later?"]
    assert workshop.check().sound


def test_a_turn_comes_back_when_its_words_are_needed_for_an_earlier_one(workshop: Workshop) -> None:
    """Refreshing step by step gives what building anew gives, also when a session had nothing left."""
    workshop.say(*told(ASKED, minute=5), *turn(ASKED, minute=4, session="later"))
    workshop.refresh()
    assert len(kept(workshop)) == 1
    workshop.say(*turn(ASKED, minute=3, session="earlier"))
    workshop.refresh()
    step_by_step = workshop.content()
    assert [session for session, _, _ in kept(workshop)] == ["later", "s1"]
    workshop.rebuild()
    assert workshop.content() == step_by_step


def test_reported_words_are_no_standing_instruction(workshop: Workshop) -> None:
    """An agent cannot put wishes into a person's mouth; what they typed themselves holds."""
    wish = "From now on always answer me in German."
    query = "SELECT count(*) FROM units WHERE speaker = 'standing'"
    workshop.say(*turn(wish))
    workshop.refresh()
    assert workshop.rows(query) == [(0,)]
    workshop.say(*turn(wish, minute=30, typed=True))
    workshop.refresh()
    assert workshop.rows(query) == [(1,)]


def test_reported_words_assert_nothing(workshop: Workshop) -> None:
    """They name whom they name, but no triple is taken from them, nor from a named agent's side."""
    fact = "My sister Mara lives in Berlin."
    workshop.say(*turn(fact, fact))
    workshop.refresh()
    assert workshop.rows("SELECT count(*) FROM triple_sources") == [(0,)]
    assert workshop.rows("SELECT count(*) > 0 FROM mentions") == [(True,)]
    workshop.say(*turn(fact, minute=30, typed=True))
    workshop.refresh()
    assert workshop.rows("SELECT count(*) > 0 FROM triple_sources") == [(True,)]
