"""The truth table: folded from decisions, the newest wins, a thread's own rows win there, bounded."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.clock import format_instant
from cotw.continuity.truth_table import KIND, fold, normal_key, truth_passages
from cotw.records.passage import Warrant
from cotw.records.source import SourceRef
from tests.builders import NOON


def line(number: int, key: str, value: str | None, thread: str | None = None) -> dict[str, Any]:
    """A decision made `number` minutes after noon."""
    at = format_instant(NOON + timedelta(minutes=number))
    return {"kind": KIND, "at": at, "id": f"{number:024x}", "key": key, "value": value, "thread": thread}


PHONE = [line(1, "Shop phone", "030 1"), line(2, "colour", "red"), line(3, "shop-phone", "030 2")]


@pytest.mark.parametrize(
    "key", ["shop phone", "Shop-Phone", " SHOP__PHONE ", "shop\nphone:", "ｓｈｏｐ phone"]
)
def test_keys_are_one_whatever_their_spelling(key: str) -> None:
    """Case, width, spaces, hyphens and underscores do not count."""
    assert normal_key(key) == "shop phone"


def test_the_newest_wins_and_names_what_was() -> None:
    """A row tells its value and the one before it; the newest row comes first."""
    rows = fold(PHONE).rows(None)
    assert [row.text for row in rows] == ["shop-phone: 030 2 (was: 030 1)", "colour: red"]
    assert [entry.value for entry in fold(PHONE).history("SHOP PHONE")] == ["030 1", "030 2"]


def test_unset_leaves_history() -> None:
    """What is unset holds no more, and is told when it is set again."""
    table = fold([*PHONE, line(4, "colour", None)])
    assert [row.now.key for row in table.rows(None)] == ["shop-phone"]
    again = fold([*PHONE, line(4, "colour", None), line(5, "colour", "blue")])
    assert again.rows(None)[0].text == "colour: blue (was: red)"
    assert [entry.value for entry in again.history("colour")] == ["red", None, "blue"]


def test_a_thread_has_its_own_rows() -> None:
    """In its thread a row wins over the one that holds everywhere; elsewhere it is unknown."""
    table = fold([*PHONE, line(4, "colour", "green", "tandem")])
    assert {row.now.value for row in table.rows("tandem")} == {"green", "030 2"}
    assert {row.now.value for row in table.rows("other")} == {"red", "030 2"}
    assert len(table.every_row()) == 3


def test_near_keys_are_pointed_out() -> None:
    """A key spelled much like another one is named; the same key, or a quite different one, is not."""
    table = fold(PHONE)
    assert table.near("shop phones") == ["shop-phone"]
    assert table.near("Shop Phone") == []
    assert table.near("opening hours") == []


@pytest.mark.parametrize(
    "broken", [{"kind": KIND}, {"kind": "other"}, {**line(1, "a", "b"), "at": "soon"}, {}]
)
def test_broken_lines_are_passed_over(broken: dict[str, Any]) -> None:
    """A line that cannot be read takes nothing else with it."""
    assert len(fold([broken, *PHONE]).rows(None)) == 2


def test_passages_are_declared_and_have_a_source() -> None:
    """Each is one row with the address of its decision; what shares words with the question comes first."""
    told = truth_passages(fold(PHONE), None, UTC, "which colours are left?", most=5, characters=500)
    assert [passage.text for passage in told] == ["colour: red", "shop-phone: 030 2 (was: 030 1)"]
    assert {passage.warrant for passage in told} == {Warrant.DECLARED}
    (source,) = told[0].sources
    assert SourceRef.parse(source) == SourceRef(NOON.date(), f"{2:024x}", "ledger")
    assert str(SourceRef.parse(source)) == source
    assert not told[0].trusted


@given(
    st.lists(st.tuples(st.integers(0, 40), st.text(max_size=60), st.booleans()), max_size=60),
    st.integers(0, 6),
    st.integers(0, 200),
)
def test_passages_are_bounded(rows: list[tuple[int, str, bool]], most: int, characters: int) -> None:
    """However much is set, a prompt is told no more than it has room for."""
    lines = [line(n, f"key {key}", value, "t" if own else None) for n, (key, value, own) in enumerate(rows)]
    told = truth_passages(fold(lines), "t", UTC, most=most, characters=characters)
    assert len(told) <= most
    assert sum(len(passage.text) for passage in told) <= characters
