"""Units: what is embedded of an exchange."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cotw.index.units import Speaker, Unit, search_text, units_of
from cotw.models.hashing import HashEmbedder
from cotw.records.exchange import Exchange
from tests.builders import NOON

DAY = date(2026, 3, 14)
WIDE, NARROW = HashEmbedder(dimension=8, max_pieces=256), HashEmbedder(dimension=8, max_pieces=32)


def exchange(human: str, agent: str, *, asker: str = "human", answerer: str = "agent") -> Exchange:
    return Exchange(
        "e" * 24, "s1", "main", "chat", NOON, NOON + timedelta(minutes=1), 0, human, agent,
        asker if human else "", answerer if agent else "", "archive:2026-03-14#e", "test", None, 2,
    )  # fmt: skip


def units(human: str, agent: str, embedder: HashEmbedder = WIDE) -> list[Unit]:
    return units_of(exchange(human, agent), DAY, embedder)


def test_a_short_exchange_is_one_unit() -> None:
    """Day and speakers stand in the embedded text."""
    [unit] = units("where is the key?", "under the mat")
    assert unit.text == "[2026-03-14] human: where is the key?\nagent: under the mat"
    assert (unit.speaker, unit.ordinal) == (Speaker.BOTH, 0)


def test_one_side_alone() -> None:
    """Only who said something is named."""
    assert [(unit.speaker, unit.text) for unit in units("hello", "")] == [
        (Speaker.HUMAN, "[2026-03-14] human: hello")
    ]
    assert [(unit.speaker, unit.text) for unit in units("", "hello")] == [
        (Speaker.AGENT, "[2026-03-14] agent: hello")
    ]
    assert units("", " ") == []


def test_names_are_those_of_the_speakers() -> None:
    """On one line, not too long."""
    [unit] = units_of(exchange("hi", "yes?", asker="Ada\nL.", answerer="x" * 99), DAY, WIDE)
    assert unit.text == f"[2026-03-14] Ada L.: hi\n{'x' * 40}: yes?"


def test_the_question_stands_beside_the_beginning_of_its_answer() -> None:
    """A long answer is cut; its first part has the question with it, the others say who speaks."""
    first, *others = units("where is the key?", "It is under the mat. " * 20, NARROW)
    assert first.text.startswith("[2026-03-14] human: where is the key?\nagent: It is under the mat.")
    assert first.speaker is Speaker.BOTH
    assert others
    assert {unit.speaker for unit in others} == {Speaker.AGENT}
    assert all(unit.text.startswith("[2026-03-14] agent: ") for unit in others)
    assert [unit.ordinal for unit in (first, *others)] == list(range(len(others) + 1))


def test_the_end_of_a_long_question_stands_beside_the_answer() -> None:
    """A long question is cut as well; one unit holds its end and the beginning of the answer."""
    found = units("First this. " * 20 + "But where is the key?", "Under the mat.", NARROW)
    assert found[0].speaker is Speaker.HUMAN
    assert found[0].text.startswith("[2026-03-14] human: First this.")
    assert found[-1].speaker is Speaker.BOTH
    assert "where is the key?\nagent: Under the mat." in found[-1].text


def test_ids_are_of_content_and_place() -> None:
    """An exchange that grew keeps the units that did not change."""
    short = units("where is the key?", "It is under the mat. " * 20, NARROW)
    longer = units("where is the key?", "It is under the mat. " * 20 + "Or was.", NARROW)
    assert [unit.id for unit in short][:-1] == [unit.id for unit in longer][: len(short) - 1]
    assert len({unit.id for unit in short}) == len(short)


@given(
    st.text(st.sampled_from("ab .\n:ü "), max_size=300),
    st.text(st.sampled_from("cd .\n:é"), max_size=300),
    st.sampled_from([16, 32, 64]),
)
def test_every_word_is_in_a_unit_that_fits(human: str, agent: str, pieces: int) -> None:
    """No unit is longer than the encoder reads, and no word is lost."""
    embedder = HashEmbedder(dimension=8, max_pieces=pieces)
    found = units(human, agent, embedder)
    assert all(embedder.count_pieces(unit.text) <= pieces for unit in found)
    for word in re.findall(r"\w+", f"{human} {agent}"):
        assert any(word in unit.text for unit in found)


def test_full_text_search_does_not_read_labels() -> None:
    """The day and the names `human` and `agent` stand everywhere; other names tell something."""
    assert search_text("[2026-03-14] human: who?\nagent: me") == "who?\nme"
    assert search_text("[2026-03-14] agent: me: I") == "me: I"
    assert search_text("[2026-03-14] Ada: who?\nagent: me") == "Ada: who?\nme"
