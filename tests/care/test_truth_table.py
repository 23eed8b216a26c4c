"""Setting the truth table: decisions in the ledger, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.truth_table import set_truth, truth_table, unset_truth
from cotw.errors import NothingFound, UsageError
from cotw.memory import Memory
from tests.care.homes import KEY, workshop

BY = {"actor": "mara", "channel": "terminal"}


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Mara's home."""
    return workshop(tmp_path / "home")


def put(memory: Memory, key: str, value: str, thread: str | None = None) -> bool:
    return set_truth(memory, key, value, BY, thread=thread, because="")


def test_a_decision_is_kept_with_who_made_it(memory: Memory) -> None:
    """Setting appends to the ledger; setting the same again does not; the first spelling of a key stays."""
    assert put(memory, "shop phone", "030 1")
    assert not put(memory, "Shop-Phone", "030 1")
    assert put(memory, "Shop-Phone", "030 2 🚲")
    (row,) = truth_table(memory).rows(None)
    assert row.text == "shop phone: 030 2 🚲 (was: 030 1)"
    assert (row.now.actor, row.now.channel) == ("mara", "terminal")
    assert len({entry.id for entry in truth_table(memory).history("shop phone")}) == 2


def test_there_and_back_are_three_decisions(memory: Memory) -> None:
    """Ids tell decisions apart that say the same at the same instant."""
    for value in ("a", "b", "a"):
        put(memory, "colour", value)
    entries = truth_table(memory).history("colour")
    assert [entry.value for entry in entries] == ["a", "b", "a"]
    assert len({entry.id for entry in entries}) == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("", "x"),
        (" -_ ", "x"),
        ("k" * 81, "x"),
        ("k", ""),
        ("k", "v" * 10_000),
        ("k", KEY),
        ("k", "<private>x"),
    ],
)
def test_what_cannot_stand_in_a_table_is_refused(memory: Memory, key: str, value: str) -> None:
    """Empty, too long and secret things are refused in one sentence, and nothing is written."""
    with pytest.raises(UsageError):
        put(memory, key, value)
    assert truth_table(memory).every_row() == []


def test_a_row_is_one_line(memory: Memory) -> None:
    """Line ends and escapes do no harm."""
    put(memory, "the\nkey\x1b[31m", "a\r\nvalue\x00")
    (row,) = truth_table(memory).rows(None)
    assert row.text == "the key: a value"


def test_unset(memory: Memory) -> None:
    """What is not set in this scope cannot be unset."""
    put(memory, "colour", "red")
    with pytest.raises(NothingFound):
        unset_truth(memory, "colour", BY, thread="tandem", because="")
    unset_truth(memory, "Colour", BY, thread=None, because="painted over")
    assert truth_table(memory).rows(None) == []
    assert truth_table(memory).history("colour")[-1].because == "painted over"
