"""Reading JSON with comments, and JSON5."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.interfaces.agents.jsonc import NotJson, read_jsonc, walk
from tests.interfaces.agents.jsonc_documents import documents

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(_json)
def test_plain_json_reads_as_json(value: object) -> None:
    """What the standard library writes is read as the standard library reads it."""
    assert read_jsonc(json.dumps(value, indent=2)).plain() == value


@given(documents())
def test_every_part_knows_its_place(text: str) -> None:
    """Each value stands where its node says: cut out, it reads as the same."""
    for node in walk(read_jsonc(text)):
        assert read_jsonc(text[node.start : node.end]).plain() == node.plain()


def test_json5_is_read() -> None:
    """Bare names, single quotes, numbers of all kinds, commas at the end."""
    text = "{bare: 'it\\'s', $x_1: +.5, hex: -0xFF, big: Infinity, list: [1,], 'q\\u0041': \"a\\\nb\",}"
    assert read_jsonc(text).plain() == {
        "bare": "it's",
        "$x_1": 0.5,
        "hex": -255,
        "big": float("inf"),
        "list": [1],
        "qA": "ab",
    }


def test_of_two_members_with_one_name_the_last_counts() -> None:
    """As it does for the tools."""
    node = read_jsonc('{"a": 1, "a": 2}').member("a")
    assert node is not None
    assert node.plain() == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a" 1}',
        '{"a": 1 "b": 2}',
        "[1,,2]",
        "{,}",
        '{"a": tru}',
        '{"a": "x',
        '{"a": 1}}',
        "/* open",
        "{" * 500,
        "[" * 100_000,
        '{"a": 1, /* ',
        "1 2",
        '{"a": 01x}',
    ],
)
def test_what_does_not_parse_is_refused(text: str) -> None:
    """With the line, and without running out of stack."""
    with pytest.raises(NotJson):
        read_jsonc(text)


def test_the_line_is_named() -> None:
    """A person finds the mistake."""
    with pytest.raises(NotJson, match="line 3"):
        read_jsonc('{\n  "a": 1\n  "b": 2\n}')
