"""Private: what stands between the marks is stored nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.secrets import strip_private


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("nothing to hide", "nothing to hide"),
        ("a <private>b</private> c", "a  c"),
        ("a<PRIVATE>b</Private>c<private>d</private>e", "ace"),
        ("a<private>b\nc\n</private>d", "ad"),
        ("a<private>b<private>c</private>d</private>e", "ae"),
        ("a<private reason='family'>b</private>c", "ac"),
        ("a<private>b", "a"),
        ("a</private>b", "a</private>b"),
        ("<private>all</private>", ""),
        ("the <privateer> sails", "the <privateer> sails"),
    ],
)
def test_what_is_private_is_left_out(text: str, public: str) -> None:
    """Between the marks nothing is stored, in any case and over lines; unclosed, to the end."""
    assert strip_private(text) == public


@given(st.lists(st.sampled_from(["<private>", "</private>", "secret", "open"]), max_size=12))
def test_no_word_between_marks_survives(pieces: list[str]) -> None:
    """However marks are nested or forgotten, what stood inside of one is gone."""
    depth, public = 0, []
    for piece in pieces:
        if piece == "<private>":
            depth += 1
        elif piece == "</private>" and depth:
            depth -= 1
        elif not depth:
            public.append(piece)
    assert strip_private("".join(pieces)) == "".join(public)
