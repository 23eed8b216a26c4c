"""JSON Lines as they really are."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.importers import lines
from cotw.importers.lines import Line, first_values, json_lines
from cotw.importers.protocol import ReadContext
from cotw.records.problem import Problem
from tests.importers.transcripts import context_of


def read(data: bytes, context: ReadContext | None = None) -> list[Line | Problem]:
    return list(json_lines(BytesIO(data), context or context_of()))


def values(data: bytes) -> list[Any]:
    return [found.value for found in read(data) if isinstance(found, Line)]


def test_every_line_is_a_value_with_its_number() -> None:
    """Values come in order, each with the number of its line, blank lines counted."""
    assert read(b'{"a":1}\n\n[2]\n') == [Line(1, 1, {"a": 1}), Line(3, 3, [2])]


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbf{"a":1}\n{"a":2}\n',
        b'{"a":1}\r\n{"a":2}\r\n',
        b'{"a":1}\n\xef\xbb\xbf{"a":2}\n',
        b'\0\0\0{"a":1}\n{"a":2}\0\0\n',
        b'{"a":1}\n\0\0\0\0\0{"a":2}\n',
        b'{"a":1}{"a":2}\n',
        b'{"a":1} \t\0{"a":2}\n',
        b'{"a":1}\r{"a":2}\r',
        b'{"a":1}\n{"a":2}',
    ],
    ids=["BOM", "CRLF", "BOM inside", "NULs", "NUL filled", "run together", "blanks between", "CR", "no end"],
)
def test_what_stands_around_the_objects_does_not_matter(data: bytes) -> None:
    """BOMs, NULs, carriage returns and missing line feeds are no part of the values, and no problem."""
    found = read(data)
    assert [item.value for item in found if isinstance(item, Line)] == [{"a": 1}, {"a": 2}]
    assert not any(isinstance(item, Problem) for item in found)


def test_objects_of_one_line_share_its_number_and_keep_their_order() -> None:
    """Several objects on a line keep increasing; what follows never falls back behind them."""
    assert read(b'{"a":1}{"a":2}{"a":3}\n{"a":4}\n') == [
        Line(1, 1, {"a": 1}),
        Line(1, 2, {"a": 2}),
        Line(1, 3, {"a": 3}),
        Line(2, 4, {"a": 4}),
    ]


def test_a_half_last_line_waits() -> None:
    """Half a line at the end is neither a value nor a problem, and the offset stays before it."""
    context = context_of()
    assert read(b'{"a":1}\n{"a":2', context) == [Line(1, 1, {"a": 1})]
    assert context.offset == 8
    again = read(b'{"a":1}\n{"a":22}\n', context)
    assert again == [Line(2, 2, {"a": 22})]
    assert context.offset == 17


def test_a_last_object_without_line_feed_is_taken_once() -> None:
    """A whole object at the end is consumed; a later line feed or object on its line is no new line."""
    context = context_of()
    assert read(b'{"a":1}\n{"a":2}', context) == [Line(1, 1, {"a": 1}), Line(2, 2, {"a": 2})]
    assert read(b'{"a":1}\n{"a":2}{"a":3}\n{"a":4}\n', context) == [
        Line(2, 3, {"a": 3}),
        Line(3, 4, {"a": 4}),
    ]


@pytest.mark.parametrize("tail", [b"12", b"true", b'"text"', b"[1]", b"{"])
def test_other_values_at_the_end_wait_for_their_line_feed(tail: bytes) -> None:
    """A number may still grow: only a whole object ends by itself."""
    context = context_of()
    assert read(b"{}\n" + tail, context) == [Line(1, 1, {})]
    assert context.offset == 3


def test_a_flawed_line_is_one_problem() -> None:
    """What is not JSON is named by file, line and reason; the lines around it are read."""
    found = read(b'{"a":1}\n{oops}\n{"a":2}{"b":\n{"a":3}\n')
    assert [item.value for item in found if isinstance(item, Line)] == [{"a": 1}, {"a": 2}, {"a": 3}]
    problems = [item for item in found if isinstance(item, Problem)]
    assert [(problem.where, problem.line) for problem in problems] == [
        ("session.jsonl", 2),
        ("session.jsonl", 3),
    ]
    assert problems[0].reason.startswith("not JSON: ")
    assert "oops" not in problems[0].reason


def test_bytes_that_are_not_utf8_are_kept() -> None:
    """Bad bytes come out as lone surrogates, from which they can be had back, and are a problem."""
    line, problem = read(b'{"a":"caf\xe9"}\n')
    assert isinstance(line, Line)
    assert line.value["a"].encode(errors="surrogateescape") == b"caf\xe9"
    assert isinstance(problem, Problem)
    assert problem.reason.startswith("not UTF-8 at byte 10")


def test_lone_surrogates_and_raw_control_characters_are_read() -> None:
    """JavaScript writes halves of emoji, and some writers leave NULs and tabs unescaped."""
    assert values(b'{"a":"\\ud83d"}\n{"a":"x\ty\0z"}\n') == [{"a": "\ud83d"}, {"a": "x\ty\0z"}]


def test_a_line_without_end_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line over the limit is one problem and never in memory; the next one is read."""
    monkeypatch.setattr(lines, "LINE_LIMIT", 64)
    found = read(b'{"a":"' + b"x" * 5000 + b'"}\n{"a":2}\n')
    assert isinstance(found[0], Problem)
    assert found[0].reason.startswith("longer than")
    assert found[1:] == [Line(2, 2, {"a": 2})]


def test_nesting_and_numbers_without_end_are_problems() -> None:
    """Hostile depth and length give a problem, not a crash."""
    found = read(b"[" * 200_000 + b"\n" + b"1" * 6000 + b'\n{"a":1}\n')
    assert [type(item) for item in found] == [Problem, Problem, Line]


def test_the_head_shows_whole_lines_only() -> None:
    """For detection the cut last line of a head is left out; of a whole file it is not."""
    assert first_values(b'{"a":1}\n{"a":2}', complete=False) == [{"a": 1}]
    assert first_values(b'{"a":1}\n{"a":2}', complete=True) == [{"a": 1}, {"a": 2}]
    assert len(first_values(b"{}\n" * 500, complete=True)) == 50


_PIECES = st.sampled_from(
    [
        b'{"a":1}', b'{"b":"x}"}', b'{"c":"\xc3\xa9"}', b'{"d":"\xff"}', b"{oops}", b"12", b"{", b"}", b"\0",
        b"\xef\xbb\xbf", b"\r\n", b"\n", b"\n", b"\n", b" ", b'"', b"[1]",
    ]
)  # fmt: skip


def _lines(found: list[Line | Problem]) -> tuple[list[Line], set[int | None]]:
    values = [item for item in found if isinstance(item, Line)]
    return values, {item.line for item in found if isinstance(item, Problem)}


@given(pieces=st.lists(_PIECES, max_size=14), data=st.data())
def test_reading_in_two_pieces_gives_the_same(pieces: list[bytes], data: st.DataObject) -> None:
    """Wherever a file was cut when it was read first, reading on gives the values that reading all would.

    Problems name the same lines; a line that was cut between two flaws names both.
    """
    whole = b"".join(pieces) + b"\n"
    cut = data.draw(st.integers(0, len(whole)))
    expected_context, context = context_of(), context_of()
    expected = read(whole, expected_context)
    found = read(whole[:cut], context)
    assert context.offset <= cut
    found += read(whole, context)
    assert _lines(found) == _lines(expected)
    assert context.offset == expected_context.offset == len(whole)


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever is in a file, reading it ends with values and problems."""
    read(data)
    first_values(data, complete=True)
