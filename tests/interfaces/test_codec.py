"""Values as JSON and back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotw.interfaces.codec import decoded, encoded
from cotw.records.hit import RecallFilters

BERLIN = ZoneInfo("Europe/Berlin")


class Colour(StrEnum):
    RED = "red"
    GREEN = "grün"


class Row(NamedTuple):
    name: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Inner:
    text: str
    colour: Colour
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Outer:
    at: datetime
    zone: tzinfo
    inner: tuple[Inner, ...]
    scores: Mapping[str, float]
    sees: frozenset[str]
    row: Row
    day: date | None
    path: Path | None
    pair: tuple[str, float]
    rest: Any
    sure: bool = True
    derived: int = field(default=0, init=False)


def _is_one_text(text: str) -> bool:
    """Two halves of a character beside each other are that character to whoever reads JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") == text


TEXTS = st.text(st.characters()).filter(_is_one_text)  # lone surrogates and all
ZONES = st.sampled_from(
    [BERLIN, UTC, ZoneInfo("UTC"), ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-3.5))]
)
FLOATS = st.floats(allow_nan=False)
INNERS = st.builds(
    Inner,
    TEXTS,
    st.sampled_from(Colour),
    st.lists(st.tuples(st.integers(), st.integers())).map(tuple),
)
OUTERS = st.builds(
    Outer,
    st.datetimes(timezones=ZONES),
    ZONES,
    st.lists(INNERS).map(tuple),
    st.dictionaries(TEXTS, FLOATS),
    st.frozensets(TEXTS),
    st.builds(Row, TEXTS, st.none() | st.integers()),
    st.none() | st.dates(),
    st.none() | st.sampled_from([Path("a/ü"), Path("/b\udcff")]),
    st.tuples(TEXTS, FLOATS),
    st.none() | TEXTS | st.lists(st.integers()),
    st.booleans(),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(OUTERS)
def test_nothing_is_lost(value: Outer) -> None:
    """What is read back is equal to what was written and prints the same, through JSON in ASCII."""
    back = decoded(Outer, json.loads(json.dumps(encoded(value)).encode("ascii")))
    assert back == value
    assert (f"{back.at}", str(back.at.tzinfo)) == (f"{value.at}", str(value.at.tzinfo))
    assert str(back.zone) == str(value.zone)


def test_an_hour_that_comes_twice_stays_the_one_it_was() -> None:
    """When clocks are put back, an hour passes twice; after the first comes the second."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    told = [decoded(datetime, encoded(one)).astimezone(UTC).hour for one in (first, second)]
    assert told == [0, 1]


def test_not_a_number_stays_none() -> None:
    """A score may be anything that arithmetic makes."""
    assert math.isnan(decoded(float, json.loads(json.dumps(encoded(math.nan)))))


def test_what_is_left_out_has_its_default() -> None:
    """Whoever asks need not say what it does not care about."""
    assert decoded(RecallFilters, {"mode": "code"}) == RecallFilters(mode="code")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {"text": "a"},
        {"text": "a", "colour": "blue"},
        {"text": 1, "colour": "red"},
        {"text": "a", "colour": "red", "strange": 1},
        {"text": "a", "colour": "red", "spans": [[1]]},
        {"text": "a", "colour": "red", "spans": [[1, True]]},
        {"text": "a", "colour": "red", "spans": 3},
    ],
)
def test_anything_else_is_refused(data: Any) -> None:
    """A ValueError, whatever is wrong with it."""
    with pytest.raises(ValueError, match="no Inner"):
        decoded(Inner, data)


@pytest.mark.parametrize("value", [object(), b"bytes", {"of": {object()}}])
def test_what_has_no_form_is_a_mistake_of_ours(value: object) -> None:
    """No value is sent as something else."""
    with pytest.raises(TypeError):
        encoded(value)
