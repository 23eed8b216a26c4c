"""What is recorded of an entry beside its words."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

import pytest

from cotw.importers.families._openclaw_entries import parts_of
from cotw.records.message import TARGET_LIMIT, Attachment, Kind, ToolCall
from tests.importers.families.openclaw_sessions import assistant, entry, message, said, user


def _call(**arguments: Any) -> dict[str, Any]:
    return {"type": "toolCall", "id": "c1", "name": "exec", "arguments": arguments}


def test_of_a_result_size_and_digest_are_kept() -> None:
    """The output itself stays in the session."""
    parts, flaw = parts_of(message(1, "toolResult", [said("32 spokes")], toolName="read", isError=True))
    assert flaw is None
    assert [(part.kind, part.text) for part in parts] == [(Kind.TOOL, "")]
    assert parts[0].call == ToolCall("read", None, "error", 9, sha256(b"32 spokes").hexdigest())


@pytest.mark.parametrize(
    ("members", "status"),
    [({"exitCode": 0}, "ok"), ({"exitCode": 2}, "error"), ({"cancelled": True}, "error")],
)
def test_a_command_of_the_persons_own_is_a_tool_record(members: dict[str, Any], status: str) -> None:
    """What was run with `!` is no prompt."""
    run = {"role": "bashExecution", "command": "ls bikes", "output": "red\n", **members}
    ((part,), _) = parts_of(entry("message", 1, message=run))
    assert part.call == ToolCall("bash", "ls bikes", status, 4, sha256(b"red\n").hexdigest())


def test_of_a_call_name_and_target_are_kept() -> None:
    """A target is short and holds no secret."""
    password = "postgres://mara:" + "Zx81kPq9" + "@shop/db"
    parts, _ = parts_of(assistant(1, "Wait.", _call(command=password), _call(path="x" * 999), _call(count=3)))
    calls = [part.call for part in parts[1:]]
    assert [part.kind for part in parts] == [Kind.AGENT, Kind.TOOL, Kind.TOOL, Kind.TOOL]
    assert calls[0] is not None
    assert calls[0].target is not None
    assert "Zx81kPq9" not in calls[0].target
    assert calls[1:] == [ToolCall("exec", "x" * TARGET_LIMIT), ToolCall("exec")]
    assert len({part.mark for part in parts}) == 4


def test_images_become_receipts() -> None:
    """Their bytes are hashed and dropped; an image without bytes leaves nothing."""
    data = {"type": "image", "data": base64.b64encode(b"a red bike").decode(), "mimeType": "image/png"}
    ((part,), _) = parts_of(message(1, "user", [said("this one"), data, {"type": "image", "omitted": True}]))
    assert part.attachments == (Attachment("image/png", 10, sha256(b"a red bike").hexdigest()),)
    ((shown,), _) = parts_of(message(1, "toolResult", [{**data, "data": "no base64!"}], toolName="look"))
    assert [each.size for each in shown.attachments] == [10]


def test_an_image_alone_is_a_prompt() -> None:
    """A picture can say it all."""
    ((part,), _) = parts_of(message(1, "user", [{"type": "image", "data": "AAAA", "mimeType": "image/png"}]))
    assert (part.kind, part.text, len(part.attachments)) == (Kind.HUMAN, "", 1)


@pytest.mark.parametrize("kind", ["compaction", "branch_summary"])
def test_summaries_are_kept_as_such(kind: str) -> None:
    """What the agent wrote about the conversation is no part of it."""
    ((part,), _) = parts_of(entry(kind, 1, summary="They spoke of oil.", firstKeptEntryId="a", details={}))
    assert (part.kind, part.text) == (Kind.SUMMARY, "They spoke of oil.")


def test_what_extensions_put_in_is_a_wrapper() -> None:
    """Their messages are written for the model."""
    ((part,), _) = parts_of(entry("custom_message", 1, customType="x", content="[note]", display=False))
    assert (part.kind, part.text) == (Kind.WRAPPER, "[note]")


@pytest.mark.parametrize(
    "kind", ["model_change", "thinking_level_change", "custom", "label", "session_info", "leaf", "anything"]
)
def test_bookkeeping_leaves_nothing(kind: str) -> None:
    """Entries that say how the agent was set are passed over."""
    assert parts_of(entry(kind, 1, data={"content": "x"})) == ([], None)


def test_thoughts_are_not_kept() -> None:
    """Neither said nor shown."""
    assert parts_of(assistant(1, {"type": "thinking", "thinking": "hm"})) == ([], None)


def test_several_texts_are_one_utterance() -> None:
    """Blocks of one message are joined; signs of silence among them stand aside."""
    parts, _ = parts_of(assistant(1, "[[reply_to_current]] One.", "Two.", "NO_REPLY"))
    assert [(part.kind, part.text) for part in parts] == [
        (Kind.AGENT, "One.\n\nTwo."),
        (Kind.WRAPPER, "NO_REPLY"),
    ]


def test_other_roles_are_notices() -> None:
    """A system message inside a session is kept aside."""
    ((part,), _) = parts_of(message(1, "system", "Be brief."))
    assert (part.kind, part.text) == (Kind.SYSTEM, "Be brief.")


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_said_is_nothing(text: str) -> None:
    """Empty texts leave no record."""
    assert parts_of(user(1, text)) == ([], None)
