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


def test_lines_can_be_kept() -> None:
    """With `keep_lines` what follows a private passage stays on its line."""
    text = "a\n<private>b\n<private>c</private>\n</private>d\n<private>e\nf"
    assert strip_private(text) == "a\nd\n"
    kept = strip_private(text, keep_lines=True)
    assert kept == "a\n\n\nd\n\n"
    assert strip_private("no mark", keep_lines=True) == "no mark"
