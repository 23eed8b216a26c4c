"""The fence: a quotation cannot end itself, and says whose words it holds and where they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cotw.provenance.fence import ending, fenced, guard, new_mark
from cotw.records.passage import Passage, Warrant
from tests.provenance.test_neutral import WORKING, hostile_texts

MARK = "00c0ffee"


def quote(text: str, speaker: str = "human", label: str = "2026-03-14 12:00, Saturday") -> Passage:
    return Passage(text, Warrant.QUOTED, ("archive:2026-03-14#3f2a",), speaker, label)


def test_a_quotation() -> None:
    """Date, speaker and address stand above it; every line of it bears the sign."""
    assert fenced(quote("Which spokes?\n\nButted ones?"), MARK).splitlines() == [
        "[00c0ffee] 2026-03-14 12:00, Saturday, the person said (archive:2026-03-14#3f2a):",
        "> Which spokes?",
        ">",
        "> Butted ones?",
    ]


def test_the_agents_words_are_the_agents() -> None:
    """What an agent said is never given as the person's; the second side says only who speaks."""
    asked, answered = quote("Which spokes?"), quote("Butted.", "agent")
    assert fenced(answered, MARK, asked).splitlines()[0] == (
        "[00c0ffee] the agent (you, or another before you) said:"
    )
    assert "the person" not in fenced(answered, MARK)


@given(hostile_texts, hostile_texts, hostile_texts)
def test_nothing_ends_its_own_fence(text: str, speaker: str, label: str) -> None:
    """Whatever the words, their speaker and their label hold: one heading, then only quoted lines."""
    heading, *lines = fenced(quote(text, speaker, label), MARK).splitlines()
    assert heading.startswith(f"[{MARK}] ")
    assert heading.endswith(":")
    assert all(line == ">" or line.startswith("> ") for line in lines)
    assert WORKING.search("\n".join(lines)) is None


@given(st.lists(hostile_texts, max_size=4))
def test_a_mark_stands_in_no_passage(texts: list[str]) -> None:
    """It is drawn for each block, and again if a text should hold it."""
    mark = new_mark(map(quote, texts))
    assert len(mark) == 8
    assert not any(mark in text for text in texts)
    assert mark != new_mark()
    assert mark in guard(mark)
    assert mark in ending(mark)
