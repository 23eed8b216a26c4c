"""Sources print and parse."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.records.source import SourceRef


@given(st.dates(), st.from_regex(r"[0-9a-f]{24}", fullmatch=True))
def test_what_is_printed_is_parsed(day: date, id_: str) -> None:
    """A source survives being written down."""
    source = SourceRef(day, id_)
    assert SourceRef.parse(str(source)) == source
    assert str(source) == f"archive:{day.isoformat()}#{id_}"


@pytest.mark.parametrize(
    "text", ["", "archive:2026-03-14", "2026-03-14#x", "archive:2026-13-14#x", "archive:2026-03-14#a b"]
)
def test_anything_else_is_refused(text: str) -> None:
    """Half a source is none."""
    with pytest.raises(ValueError, match=r"not a source|month"):
        SourceRef.parse(text)
