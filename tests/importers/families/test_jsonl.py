"""Generic JSON Lines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.importers import generic
from cotw.importers.families.jsonl import IMPORTER
from cotw.records.message import Message
from tests.importers.transcripts import context_of, read_all, to_lines

_DOCS = Path(__file__).parents[3] / "docs" / "jsonl.md"


def said(text: str, **members: Any) -> dict[str, Any]:
    return {"role": "user", "text": text, "timestamp": "2026-03-04T09:00:00Z", **members}


def read(*values: Any) -> list[Message]:
    messages, problems = read_all(to_lines(*values), importer=IMPORTER)
    assert problems == []
    return messages


def test_lines_are_messages_in_their_order() -> None:
    """One object a line, one message an object; `seq` overrules the number of the line."""
    messages = read(said("a"), said("b"), said("c", seq=77))
    assert [(message.text, message.order) for message in messages] == [("a", 1), ("b", 2), ("c", 77)]


def test_ids_do_not_shift_when_a_file_grows() -> None:
    """Messages without names are known by what they say, and by their number among equals."""
    before = read(said("yes"), said("yes"), said("no"))
    after = read(said("yes"), said("yes"), said("no"), said("yes"))
    assert [message.id for message in after[:3]] == [message.id for message in before]
    assert len({message.id for message in after}) == 4


def test_a_missing_time_is_inferred_and_does_not_change_the_id() -> None:
    """Without a time a message takes its neighbour's."""
    bare = {"role": "user", "text": "x"}
    alone, beside = read(bare)[0], read(bare, said("later"))[0]
    assert alone.id == beside.id
    assert beside.timestamp.isoformat() == "2026-03-04T09:00:00+00:00"


def test_what_is_no_message_is_a_problem() -> None:
    """A line of the wrong form is named; its neighbours are read."""
    messages, problems = read_all(
        to_lines(said("a"), {"x": 1}, [1], b"{oops\n", said("b")), importer=IMPORTER
    )
    assert [message.text for message in messages] == ["a", "b"]
    assert [(problem.line, problem.reason.split(":")[0]) for problem in problems] == [
        (2, "has no text"),
        (3, "is not an object"),
        (4, "not JSON"),
    ]


def test_a_half_last_line_waits() -> None:
    """A file that is being written is read as far as it goes."""
    assert [message.text for message in read(said("a"), b'{"role": "user", "te')] == ["a"]


@pytest.mark.parametrize(
    "value",
    [
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}]},
        {"timestamp": "t", "type": "response_item", "payload": {"type": "message", "role": "user"}},
        {"type": "message", "id": "a1", "parentId": "a0", "message": {"role": "user", "content": "x"}},
        {"id": "1", "timestamp": "t", "type": "user", "content": "x"},
        {"session_id": "s", "ts": 5, "text": "x"},
        {"messages": [{"role": "user", "content": "x"}]},
        {"display": "x", "timestamp": 5, "project": "/p"},
        {"text": "x"},
        [1],
    ],
)
def test_lines_of_other_formats_are_not_taken(value: Any) -> None:
    """A text needs a role or a sender, and nothing that only other formats have."""
    assert not IMPORTER.recognises(to_lines(value, value), True)
    assert not IMPORTER.recognises(to_lines(value, said("x")), True)


def test_a_few_odd_lines_do_not_matter() -> None:
    """Most of the first lines must be messages, and the first object."""
    assert IMPORTER.recognises(to_lines(said("a"), {"x": 1}, said("b")), True)
    assert not IMPORTER.recognises(to_lines(said("a"), {"x": 1}, {"y": 1}), True)
    assert not IMPORTER.recognises(b"", True)


def test_the_documentation_names_every_member_and_word() -> None:
    """docs/jsonl.md and the tables of the importer say the same."""
    documented = set(re.findall(r"`([A-Za-z_]+)`", _DOCS.read_text()))
    names = (*generic.TEXT, *generic.ROLE, *generic.SENDER, *generic.TIME, *generic.SESSION, *generic.THREAD)
    assert {*names, *generic.PROJECT, *generic.ID, *generic._KINDS, "mode", "seq", "kind"} <= documented


def test_the_documented_example_is_read() -> None:
    """The lines shown in docs/jsonl.md are recognised and give their messages."""
    example = re.findall(r"```json\n(.*?)```", _DOCS.read_text(), re.DOTALL)[0].encode()
    assert IMPORTER.recognises(example, True)
    messages, problems = read_all(example, importer=IMPORTER)
    assert [message.kind.value for message in messages] == ["human", "agent"]
    assert problems == []


_NAMES = [*generic.TEXT, *generic.ROLE, *generic.TIME, "id", "seq", "kind"]
_VALUES = st.none() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.text(), max_size=2)


@given(st.lists(st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=5), max_size=5))
def test_no_shape_raises(items: list[Any]) -> None:
    """Whatever the members hold, a line becomes a message that can be archived, a problem, or nothing."""
    data = b"".join(json.dumps(item).encode() + b"\n" for item in items)
    IMPORTER.recognises(data, True)
    for message in read_all(data, context_of(), IMPORTER)[0]:
        assert Message.from_record(message.to_record()) == message
