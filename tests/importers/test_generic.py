"""A message in the words that many tools share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cotw.importers.dating import Ordinals
from cotw.importers.generic import is_message, kind_of, message_of
from cotw.records.message import Kind, Message
from tests.importers.transcripts import context_of


def built(**members: Any) -> Message:
    message, flaw = message_of(members, "jsonl", 1, Ordinals(), context_of())
    assert message is not None
    assert flaw is None
    return message


@pytest.mark.parametrize(
    ("kind", "role", "name", "expected"),
    [
        (None, "user", None, Kind.HUMAN),
        (None, "Assistant", None, Kind.AGENT),
        (None, None, "Claude", Kind.AGENT),
        (None, None, "Mara", Kind.HUMAN),
        (None, "assistant", "Mara", Kind.AGENT),
        (None, "narrator", "bot", Kind.AGENT),
        (None, "tool", None, Kind.TOOL),
        (None, "developer", None, Kind.SYSTEM),
        ("summary", "user", None, Kind.SUMMARY),
        ("oddity", "user", None, Kind.HUMAN),
        (None, None, None, Kind.HUMAN),
    ],
)
def test_kind_then_role_then_name_decide(
    kind: str | None, role: str | None, name: str | None, expected: Kind
) -> None:
    """The first known word decides; a name that is no such word is a human's."""
    assert kind_of(kind, role, name) is expected


@pytest.mark.parametrize("name", ["text", "content", "message"])
def test_the_text_has_three_names(name: str) -> None:
    """Tools call it differently."""
    assert built(**{name: "hello", "role": "user"}).text == "hello"


@pytest.mark.parametrize(
    "time",
    ["2026-03-04T09:00:00Z", "2026-03-04T10:00:00+01:00", "2026-03-04 09:00", 1772614800, 1772614800000],
)
def test_times_are_iso_or_unix(time: Any) -> None:
    """ISO 8601 with or without an offset, Unix seconds or milliseconds."""
    assert built(text="x", role="user", time=time).timestamp == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def test_every_member_has_its_place() -> None:
    """Names that many tools use are taken over as they are."""
    message = built(
        text="x", role="user", who="Mara", conversation_id=7, thread_id="t", mode="booth", cwd="/p", id="m1"
    )
    assert (message.sender, message.session, message.thread) == ("Mara", "7", "t")
    assert (message.mode, message.project, message.native) == ("booth", "/p", "m1")


def test_a_tool_s_output_is_not_kept() -> None:
    """Of what a tool says, name, size and digest stay."""
    message = built(text="12345", role="tool", name="grep")
    assert message.text == ""
    assert message.call is not None
    assert (message.call.name, message.call.size) == ("grep", 5)


@pytest.mark.parametrize(
    ("members", "flaw"),
    [
        ({"role": "user"}, "has no text"),
        ({"role": "user", "text": ["x"]}, "has no text"),
        ({"text": "x"}, "has neither role nor sender"),
        ({"text": "x", "role": ["user"]}, "has neither role nor sender"),
        ({"text": " ", "role": "user"}, None),
    ],
)
def test_without_text_or_speaker_there_is_no_message(members: dict[str, Any], flaw: str | None) -> None:
    """Two members are needed; a message of blanks says nothing, and that is no flaw."""
    assert message_of(members, "jsonl", 1, Ordinals(), context_of()) == (None, flaw)
    assert is_message(members) is (flaw is None)


def test_a_time_that_cannot_be_read_is_a_flaw() -> None:
    """The message is kept, its time inferred."""
    message, flaw = message_of(
        {"text": "x", "role": "user", "time": "soon"}, "jsonl", 1, Ordinals(), context_of()
    )
    assert message is not None
    assert message.timestamp_inferred
    assert flaw == "its time is neither ISO 8601 nor a Unix time"
