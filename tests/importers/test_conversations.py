"""Conversations of an export: each read by itself, named and dated alike in every family."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, RawIOBase
from typing import Any, BinaryIO, cast

from cotw.importers.conversations import Conversation, conversations
from cotw.importers.protocol import Found, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem
from tests.importers.transcripts import context_of

_MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
_NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def talk(**members: Any) -> Conversation:
    return Conversation(
        **{"tool": "parrot", "session": "s", "title": "", "updated": None, "fallback": _NOON, **members}
    )


def read_one(value: dict[str, Any], label: str, context: ReadContext) -> Found:
    """A conversation of a made-up service: `{says: […]}`; a number is said to be a problem."""
    said = talk()
    for text in value["says"]:
        if isinstance(text, str):
            yield said.message(Kind.HUMAN, text, _MORNING, native=None)
        else:
            yield context.problem(None, f"{label}: {text} is not a text")


def read(data: bytes) -> list[str]:
    found = conversations(BytesIO(data), context_of(), read_one)
    return [item.text if isinstance(item, Message) else item.reason for item in found]


def test_conversations_are_read_one_after_the_other() -> None:
    """A list of them or a single one; what is wrong in one is named by its number."""
    assert read(b'[{"says": ["a"]}, {"says": [5, "b"]}]') == ["a", "conversation 2: 5 is not a text", "b"]
    assert read(b'{"says": ["a"]}') == ["a"]
    assert read(b"[]") == []


def test_what_is_no_conversation_is_one_problem() -> None:
    """An item that is no object or no JSON, and the end of the file before its time."""
    assert read(b'["x", {"says" 1}, {"says": ["a"]}') == [
        "conversation 1: is not an object",
        "conversation 2: not JSON: Expecting ':' delimiter at column 9",
        "a",
        "after conversation 3: the document is cut off or is not JSON",
    ]


def test_equal_words_without_a_name_are_two_messages() -> None:
    """Each has its number among its equals; a call is told by its name."""
    said = talk()
    ids = [said.message(Kind.HUMAN, "yes", _MORNING, native=None).id for _ in range(2)]
    again = talk()
    assert ids == [again.message(Kind.HUMAN, "yes", _MORNING, native=None).id for _ in range(2)]
    assert len(set(ids)) == 2
    assert talk(session="t").message(Kind.HUMAN, "yes", _MORNING, native=None).id not in ids


def test_a_title_comes_last_and_does_not_hide_problems() -> None:
    """It is about the first message; a conversation without messages has none."""

    def found(said: Conversation) -> Iterator[Message | Problem]:
        yield context_of().problem(None, "bad")
        yield said.message(Kind.HUMAN, "a", _MORNING, native="1")
        yield said.message(Kind.AGENT, "b", None, native="2")

    said = talk(title="Pads", updated=_NOON)
    bad, first, second, title = said.told(found(said), context_of())
    assert isinstance(bad, Problem)
    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert isinstance(title, Message)
    assert (title.about, title.text, title.timestamp, title.order) == (first.id, "Pads", _NOON, 3)
    assert (second.timestamp, second.timestamp_inferred) == (_MORNING, True)
    assert list(talk(title="Pads").told(iter(()), context_of())) == []


class _Endless(RawIOBase):
    """An export of many conversations that is made as it is read."""

    def __init__(self, count: int) -> None:
        item = json.dumps({"says": ["x" * 100_000]}).encode()
        self._pieces = iter([b"[", *([item + b","] * count), b"5]"])

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def test_one_conversation_is_in_memory_at_a_time() -> None:
    """An export of 30 MB needs no more than one of its conversations."""
    stream = cast(BinaryIO, _Endless(300))
    tracemalloc.start()
    count = sum(1 for _ in conversations(stream, context_of(), read_one))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 301
    assert peak < 5_000_000
