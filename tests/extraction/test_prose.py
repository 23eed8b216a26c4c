"""Where sentences end."""

from __future__ import annotations

import pytest

from cotw.extraction.prose import sentences


def cut(text: str) -> list[str]:
    return [text[begin:end].strip() for begin, end in sentences(text)]


def test_marks_in_a_row_end_one_sentence() -> None:
    """However many there are."""
    for marks in ("!", "?!", "...", "!" * 300, "." * 300, "?!." * 99 + "!"):
        assert cut(f"No{marks} It is a hub.") == [f"No{marks}", "It is a hub."]


@pytest.mark.parametrize("mark", [".", "!", "?", "!.", "…"])
def test_a_megabyte_of_marks_that_end_nothing(mark: str) -> None:
    """It is read in the time of its length, not of the square of it: else this test would never end."""
    row = mark * (1_000_000 // len(mark))
    assert cut(f"Mara{row}x") == [f"Mara{row}x"]
