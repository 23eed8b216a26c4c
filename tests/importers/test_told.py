"""Turns that are told as JSON, and what is said of JSON that tells none."""

from __future__ import annotations

from datetime import UTC

import pytest

from cotw.errors import UsageError
from cotw.importers.told import read_told
from cotw.records.message import Kind


@pytest.mark.parametrize(
    "data",
    [
        b'{"user": "a", "agent": "b"}',
        b'[{"user": "a", "agent": "b"}]',
        b'\n{"user": "a", "agent": "b"}\n\n',
        b'{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}',
    ],
)
def test_every_form_tells_the_same(data: bytes) -> None:
    """An object, a list, lines, and messages with roles."""
    (told,) = read_told(data, UTC)
    assert [(one.kind, one.text) for one in told.words] == [(Kind.HUMAN, "a"), (Kind.AGENT, "b")]


def test_lines_are_told_one_by_one() -> None:
    """With lone surrogates and zeros, which are kept as they are."""
    told = read_told(b'{"user": "\\ud800"}\n{"agent": "\\u0000"}\n', UTC)
    assert [one.words[0].text for one in told] == ["\ud800", "\0"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the input is empty"),
        (b"hello", "line 1 of the input is not JSON"),
        (b'{"user": "a"}\n{"user": "b', "line 2 of the input is not JSON"),
        (b"[1]", "item 1 is not a JSON object"),
        (b"{}", "the input says nothing"),
        (b'{"user": " "}', "the input says nothing"),
        (b'{"user": 3}', "user of the input is no text"),
        (b'{"user": "a", "agnet": "b"}', "unknown member 'agnet'"),
        (b'{"user": "a", "thread": ["x"]}', "thread of the input is no name"),
        (b'{"user": "a", "at": "yesterday"}', "at of the input is no time"),
        (b'{"user": "a", "messages": [{"role": "user", "content": "b"}]}', "both messages and user"),
        (b'{"messages": {}}', "messages of the input is no list"),
        (b'{"messages": [{"role": "tool", "content": "b"}]}', "no role that speaks"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_tells_nothing_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    """With the place where it stands, and a hint."""
    with pytest.raises(UsageError, match=sentence) as refusal:
        read_told(data, UTC)
    assert refusal.value.hint
