"""Neighbours: one exchange by a short id, and what was said around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cotw.errors import NothingFound, UsageError
from cotw.index.opening import Index
from cotw.records.exchange import Exchange
from cotw.retrieval.neighbours import find_exchange, neighbours, short_ids
from tests.builders import NOON
from tests.retrieval.builders import index_of, talk

IDS = ["aaaa1111bbbb", "aaaa1111cccc", "aaaa2222", "bbbb0000ffff", "0123456789abcdef", "0123456789abcdee"]
TALKS = [talk(f"question {number}", "answer", minute=number, id=id_) for number, id_ in enumerate(IDS)]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with index_of(tmp_path, TALKS) as opened:
        yield opened


def test_by_beginning(index: Index) -> None:
    """An exchange is named by any unique beginning of its id, of 4 characters or more, in any case."""
    assert find_exchange(index.database, "bbbb") == TALKS[3]
    assert find_exchange(index.database, " BBBB0 ") == TALKS[3]
    assert find_exchange(index.database, "aaaa1111c") == TALKS[1]
    assert find_exchange(index.database, "aaaa2222") == TALKS[2]


def test_ambiguous(index: Index) -> None:
    """A beginning that several share is refused, with the ids that tell them apart."""
    with pytest.raises(UsageError, match="several ids begin with 'aaaa'") as refused:
        find_exchange(index.database, "aaaa")
    assert refused.value.message.endswith("aaaa1111b, aaaa1111c, aaaa2222")
    assert refused.value.hint == "give a longer beginning"


def test_many_ambiguous(tmp_path: Path) -> None:
    """At most five are listed."""
    with index_of(tmp_path, [talk("x", minute=number, id=f"cccc{number}") for number in range(9)]) as index:
        with pytest.raises(UsageError) as refused:
            find_exchange(index.database, "cccc")
        assert refused.value.message.count("cccc") == 6
        assert refused.value.message.endswith(", …")


@pytest.mark.parametrize("prefix", ["aaa", "", "  "])
def test_too_short(index: Index, prefix: str) -> None:
    """Fewer than 4 characters name nothing."""
    with pytest.raises(UsageError):
        find_exchange(index.database, prefix)


@pytest.mark.parametrize(
    "prefix", ["zzzz", "%%%%", "____", "aaaa'", "'; --", "\ud800\ud800\ud800\ud800", "😀😀😀😀"]
)
def test_unknown(index: Index, prefix: str) -> None:
    """What begins no id is not found, whatever characters it is made of."""
    with pytest.raises(NothingFound):
        find_exchange(index.database, prefix)


def test_around(index: Index) -> None:
    """Neighbours come in the order of the session, as many as there are up to the wanted number."""
    assert neighbours(index.database, TALKS[2], 2) == ((TALKS[0], TALKS[1]), (TALKS[3], TALKS[4]))
    assert neighbours(index.database, TALKS[0], 1) == ((), (TALKS[1],))
    assert neighbours(index.database, TALKS[5], 9) == (tuple(TALKS[:5]), ())
    assert neighbours(index.database, TALKS[2], 0) == ((), ())


def test_same_instant(tmp_path: Path) -> None:
    """Exchanges of one instant keep the order of their file; other sessions stay out."""
    same: list[Exchange] = [talk(f"q{n}", id=f"id{9 - n}xxxxxx", started=NOON, order=n) for n in range(4)]
    other = talk("elsewhere", session="s2", started=NOON, order=1)
    with index_of(tmp_path, [*same, other]) as index:
        assert neighbours(index.database, same[1], 5) == ((same[0],), (same[2], same[3]))


def test_short_ids(index: Index) -> None:
    """An id is shortened to 8 characters, or as many as tell it from every other one."""
    assert short_ids(index.database, IDS) == {
        "aaaa1111bbbb": "aaaa1111b",
        "aaaa1111cccc": "aaaa1111c",
        "aaaa2222": "aaaa2222",
        "bbbb0000ffff": "bbbb0000",
        "0123456789abcdef": "0123456789abcdef",
        "0123456789abcdee": "0123456789abcdee",
    }
    assert short_ids(index.database, IDS[:1]) == {"aaaa1111bbbb": "aaaa1111b"}
    assert short_ids(index.database, []) == {}
    for id_, short in short_ids(index.database, IDS).items():
        assert find_exchange(index.database, short).id == id_
