"""Structured answers: found in what a model says, validated, and never believed."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from cotw.models.structured import read_as, schema_of


class Part(BaseModel):
    """A part of a wheel."""

    name: str
    default: int = 1


class Wheel(BaseModel):
    """A wheel."""

    spokes: int
    parts: list[Part] = []


@pytest.mark.parametrize(
    "text",
    [
        '{"spokes": 32}',
        'Here it is:\n```json\n{"spokes": 32}\n```\nRide well.',
        'Of course: {"spokes": 32} – ride well!',
    ],
)
def test_where_the_object_is(text: str) -> None:
    """Alone, fenced, between words."""
    assert read_as(Wheel, text).spokes == 32


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Thirty-two.", "no JSON object"),
        ("", "no JSON object"),
        ('{"spokes": 32', "no JSON object"),
        ('{"spokes": "many"}', "spokes: "),
        ("[32]", "the answer: "),
        ('{"spokes": 32, "parts": [{}]}', "parts.0.name: "),
        ("[" * 100_000, "no JSON object"),
    ],
)
def test_what_does_not_fit(text: str, problem: str) -> None:
    """It is said what is wrong, without the words that are."""
    with pytest.raises(ValueError, match=problem) as refused:
        read_as(Wheel, text)
    assert "many" not in str(refused.value)


def test_secrets_are_masked() -> None:
    """What comes out is masked like what goes in."""
    key = "ghp_" + "a1B2c3D4e5" * 4
    found = read_as(Wheel, f'{{"spokes": 1, "parts": [{{"name": "{key}"}}]}}')
    assert "a1B2c3D4e5" not in found.parts[0].name


def test_the_schema_is_closed() -> None:
    """As strict endpoints demand: all properties required, no others, no defaults."""
    schema = schema_of(Wheel)
    assert schema["required"] == ["spokes", "parts"]
    assert schema["additionalProperties"] is False
    assert "default" not in schema["properties"]["parts"]
    part = schema["$defs"]["Part"]
    assert part["required"] == ["name", "default"]
    assert "default" not in part["properties"]["default"]
