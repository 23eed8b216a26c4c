"""Excerpts: whole sentences, where most of the words stand; what is left out is marked."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cotw.continuity.excerpt import cut_to, excerpt, shortened

TEXT = "The rim came bent. I sent it back. Freya wants new spokes. They cost two euros. The shop is closed."


def test_what_fits_stays_whole() -> None:
    """Nothing is cut that need not be."""
    assert excerpt(f" {TEXT}\n", 200, ["spokes"]) == TEXT


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["spokes"], "… I sent it back. Freya wants new spokes. …"),
        (["euros", "spokes"], "… Freya wants new spokes. They cost two euros. …"),
        ([], "The rim came bent. I sent it back. …"),
        (["snow"], "The rim came bent. I sent it back. …"),
        (["closed"], "… They cost two euros. The shop is closed."),
    ],
)
def test_where_most_words_stand(words: list[str], found: str) -> None:
    """The first run of sentences with most of them; without any, the beginning."""
    assert excerpt(TEXT, 52, words) == found


def test_an_item_without_its_words_is_left_out() -> None:
    """The number of a list's item that was cut off says nothing."""
    text = "Three things:\n1. True the wheel.\n2. Oil the chain and wipe it well.\n3. Ride."
    assert excerpt(text, 40) == "Three things:\n1. True the wheel. …"


@example(text="00000000000 0", limit=12, words=[])
@given(st.text(max_size=300), st.integers(12, 200), st.lists(st.text(min_size=1, max_size=6), max_size=3))
def test_never_longer(text: str, limit: int, words: list[str]) -> None:
    """Whatever the text: no longer than asked for, and of its words only one without room is cut."""
    found = excerpt(text, limit, words)
    assert len(found) <= limit
    # Blanks are where it cuts: a stretch without one that has no room is cut anywhere.
    if all(len(stretch) <= limit - 6 for stretch in text.split(" ")):
        assert set(found.replace("…", " ").split()) <= set(text.replace("…", " ").split())


def test_cut_to_what_fits() -> None:
    """As many sentences as there is room for; not half of one."""
    assert cut_to(TEXT, lambda text: len(text) <= 40) == "The rim came bent. I sent it back. …"
    assert cut_to(TEXT, lambda text: len(text) <= 10) is None
    assert cut_to("One sentence only.", lambda text: False) is None


def test_shortened_at_a_word() -> None:
    """A long sentence ends with a whole word."""
    assert shortened("the very long rim", 12) == "the very …"
    assert shortened("short", 12) == "short"
