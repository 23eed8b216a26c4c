"""Names in foreign files."""

from __future__ import annotations

import pytest

from cotw.importers.names import is_place, name_of


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("s1", "s1"),
        ("Käthe 🚲", "Käthe 🚲"),
        ("half \ud83d", "half \ufffd"),
        (12345, "12345"),
        (1.5, "1.5"),
        ("", None),
        (None, None),
        (True, None),
        (["x"], None),
    ],
)
def test_a_name_is_a_text_that_every_store_takes(value: object, name: str | None) -> None:
    """Numbers are written out, lone surrogates replaced, anything else is no name."""
    assert name_of(value) == name
    if name is not None:
        name.encode()


@pytest.mark.parametrize(
    ("value", "expected"), [(0, True), (7, True), (-1, False), (2**63, False), (True, False), (1.0, False)]
)
def test_a_place_is_a_number_that_databases_hold(value: object, expected: bool) -> None:
    """No negative, no huge and no other number."""
    assert is_place(value) is expected
