"""What of a text fits a budget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.identity.cutting import fit
from tests.identity.homes import words

NOTE = "… cut, see SOUL.md"
TEXT = "# Soul\n\nThree short words\n\n## Voice\n\nFour words are here\n"


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (11, TEXT),
        (10, f"# Soul\n\nThree short words\n\n{NOTE}"),  # no heading with nothing below it
        (9, f"# Soul\n\nThree short words\n\n{NOTE}"),
        (8, NOTE),
        (4, NOTE),
        (3, ""),
    ],
)
def test_it_ends_with_a_paragraph_and_says_so(room: int, shown: str) -> None:
    """Whole paragraphs only, and a note where the rest is; less than the note is nothing at all."""
    fitted = fit(TEXT, room, words, see="SOUL.md")
    assert fitted.text == shown
    assert fitted.cut == (shown != TEXT)


def test_a_single_long_paragraph_is_cut_at_lines_and_words() -> None:
    """Something is better than nothing: of a wall of text its beginning is told."""
    assert fit("a b\nc d e\nf g", 6, words, see="SOUL.md").text == f"a b\n\n{NOTE}"
    assert fit("a b c d e f g h i", 7, words, see="SOUL.md").text == f"a b c\n\n{NOTE}"


def test_code_is_told_whole_or_not_at_all() -> None:
    """A fence that is opened is closed."""
    assert fit("```\na b c d e f\n```", 6, words, see="SOUL.md").text == NOTE


@given(st.text(alphabet="ab #`\n", max_size=200), st.integers(0, 40))
def test_it_never_takes_more_than_there_is(text: str, room: int) -> None:
    """Whatever the text, the budget holds and the tokens told are those of the text told."""
    fitted = fit(text, room, words, see="SOUL.md")
    assert fitted.tokens <= room
    assert fitted.tokens == words(fitted.text)
