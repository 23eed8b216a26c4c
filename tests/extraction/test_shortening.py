"""Shortening: what is cut fits its place, says that it was cut, and is still readable."""

from __future__ import annotations

import pytest

from cotw.extraction.shortening import clipped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("true the wheel", "true the wheel"),
        ("true  the\n wheel ", "true the wheel"),
        ("true the wheels of the red one", "true the wheel…"),
        ("true the other wheel", "true the other…"),
        ("", ""),
    ],
)
def test_at_most_so_many_characters_on_one_line(text: str, shown: str) -> None:
    """The ellipsis counts, and no blank stands before it."""
    assert clipped(text, 15) == shown


@pytest.mark.parametrize("whole", ["👩‍🔧", "👍🏽", "e\u0301"])
def test_characters_are_not_parted(whole: str) -> None:
    """An emoji goes as a whole, and a letter with its accent."""
    for limit in range(2, len(whole) + 1):
        assert clipped(f"x{whole}yz", limit) == "x…"
