"""A chain names the place where it was broken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.files import from_json, to_json
from cotw.store.chain import GENESIS, MONTHLY, Chain

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    chain = Chain(tmp_path / "journal", "????-??.jsonl")
    for number in range(4):
        chain.append("2026-03.jsonl", [{"n": number}])
    chain.append("2026-04.jsonl", [{"n": 4}, {"n": 5}])
    return chain


def _findings(chain: Chain, root: Path) -> list[str]:
    return [str(finding) for finding in chain.verify(root)]


@given(json_values)
def test_json_is_read_back_equal(value: object) -> None:
    """parse ∘ render is the identity, also for NULs and lone surrogates."""
    assert from_json(to_json({"v": value})) == {"v": value}
    assert b"\n" not in to_json({"v": value})


def test_records_are_read_in_order_over_months(chain: Chain, tmp_path: Path) -> None:
    """The chain goes on from one month's file into the next."""
    assert [line.record["n"] for line in chain.read()] == [0, 1, 2, 3, 4, 5]
    assert _findings(chain, tmp_path) == []


def test_an_altered_line_is_named(chain: Chain, tmp_path: Path) -> None:
    """The line after a flipped byte does not follow from it."""
    path = chain.files()[0]
    path.write_bytes(path.read_bytes().replace(b'"n":1', b'"n":9'))
    assert _findings(chain, tmp_path) == [
        "journal/2026-03.jsonl: line 3: does not follow from the line before it"
    ]


def test_a_missing_and_a_moved_line_are_named(chain: Chain, tmp_path: Path) -> None:
    """Taking a line out breaks the chain at its successor; swapping two breaks it at both."""
    path = chain.files()[0]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert len(_findings(chain, tmp_path)) == 1
    path.write_bytes(b"".join([lines[0], lines[2], lines[1], lines[3]]))
    assert len(_findings(chain, tmp_path)) == 3


def test_a_missing_month_is_named(chain: Chain, tmp_path: Path) -> None:
    """A whole file taken away is found at the first line of the next one."""
    chain.files()[0].unlink()
    assert _findings(chain, tmp_path) == [
        "journal/2026-04.jsonl: line 1: does not follow from the line before it"
    ]


def test_a_torn_last_line_is_passed_over_and_cut_off(chain: Chain, tmp_path: Path) -> None:
    """What has no newline was never acknowledged: readers skip it, the next writer removes it."""
    path = chain.files()[-1]
    with path.open("ab") as stream:
        stream.write(b'{"n": 6, "pr')
    assert [line.record["n"] for line in chain.read()][-1] == 5
    chain.append("2026-04.jsonl", [{"n": 7}])
    assert [line.record["n"] for line in chain.read()][-2:] == [5, 7]
    assert _findings(chain, tmp_path) == []


def test_a_clock_set_back_does_not_reorder_the_chain(chain: Chain, tmp_path: Path) -> None:
    """A line of an earlier month goes into the last file there is."""
    chain.append("2026-01.jsonl", [{"n": 6}])
    assert [path.name for path in chain.files()] == ["2026-03.jsonl", "2026-04.jsonl"]
    assert _findings(chain, tmp_path) == []


def test_the_head_is_the_digest_of_the_last_line(chain: Chain, tmp_path: Path) -> None:
    """An empty chain has the beginning as its head; each append changes it."""
    assert Chain(tmp_path / "none", "*.jsonl").head() == GENESIS
    before = chain.head()
    chain.append("2026-04.jsonl", [{"n": "x" * 200_000}])
    assert chain.head() != before
    assert {before, chain.head()} <= chain.digests()


def test_reading_back(tmp_path: Path) -> None:
    """The records of a kind come newest first over all files and blocks; an unfinished line does not."""
    chain = Chain(tmp_path, "????-??.jsonl")
    assert list(chain.read_back("b")) == []
    pad = "x" * 20_000
    for month in (1, 2):
        for number in range(8):
            chain.append(f"2026-0{month}.jsonl", [{"kind": "ab"[number % 2], "number": number, "pad": pad}])
    with (tmp_path / "2026-02.jsonl").open("ab") as stream:
        stream.write(b'{"kind":"b","number":99')
    assert [record["number"] for record in chain.read_back("b")] == [7, 5, 3, 1] * 2


def test_back_to_a_second(tmp_path: Path) -> None:
    """What was written before it is not given, nor are the files of earlier months opened."""
    chain = Chain(tmp_path, MONTHLY)
    for month, hours in ((2, "12"), (3, "10 12 14")):
        lines = [{"kind": "b", "at": f"2026-0{month}-05T{hour}:00:00.5Z"} for hour in hours.split()]
        chain.append(f"2026-0{month}.jsonl", lines)
    (tmp_path / "2026-02.jsonl").unlink()
    (tmp_path / "2026-02.jsonl").mkdir()  # nobody can read it, not even root
    since = datetime(2026, 3, 5, 12, 0, 0, 900_000, tzinfo=UTC)
    assert [str(line["at"])[11:13] for line in chain.read_back("b", since)] == ["14", "12"]
    assert len(list(chain.read_back("b", since.replace(day=1)))) == 3


def test_records_of_one_kind(tmp_path: Path) -> None:
    """Found in all files without parsing other lines; what merely looks like it is not, nor a torn line."""
    chain = Chain(tmp_path, MONTHLY)
    chain.append("2026-01.jsonl", [{"kind": "thread", "n": 1}, {"kind": "truth", "text": '"kind":"thread"'}])
    chain.append("2026-02.jsonl", [{"within": {"kind": "thread"}}, {"n": 2, "kind": "thread"}])
    before = chain.extent()
    with (tmp_path / "2026-02.jsonl").open("ab") as stream:
        stream.write(b'{"kind":"thread","n":3')
    assert [record["n"] for record in chain.of_kind("thread")] == [1, 2]
    assert [record["n"] for record in chain.of_kind("thread", first="2026-02")] == [2]
    assert list(chain.of_kind("session")) == []
    assert chain.extent() != before
