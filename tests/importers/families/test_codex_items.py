"""What is recorded of one item of a Codex conversation: its texts, its images, what it calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cotw.files import digest_of
from cotw.records.message import Kind, ToolCall
from tests.importers.codex_lines import ENVIRONMENT, PIXEL, head, item, messages_of, row, said, typed

PIXEL_DIGEST = digest_of(b"\x89PNG\r\n\x1a\n")
_FAILED = "Exit code: 1\nWall time: 2 seconds\nOutput:\nno"
_DONE = "Chunk ID: 1\nProcess exited with code 0\nOutput:\nyes"


def call_of(payload: dict[str, Any]) -> ToolCall | None:
    """What is kept of a tool call or its output."""
    (only,) = messages_of(row(1, "response_item", **payload))
    assert only.text == ""
    return only.call


@pytest.mark.parametrize(
    "text",
    [
        ENVIRONMENT,
        "<user_instructions>\nUse metric spanners.\n</user_instructions>",
        "# AGENTS.md instructions for /home/mara/bikes\n\n<INSTRUCTIONS>…</INSTRUCTIONS>",
        "<turn_aborted>\nThe user interrupted",
        "<user_shell_command>\n<command>ls</command>\n</user_shell_command>",
        "<skill>\n<name>oil</name>\n</skill>",
        '<codex_internal_context source="goal">…</codex_internal_context>',
        "<not_yet_known>…</not_yet_known>\n",
        "<SUBAGENT_NOTIFICATION>{}</subagent_notification>",
        "Warning: The maximum number of unified exec processes you can keep open is 60.",
    ],
)
def test_what_codex_writes_for_the_user_is_a_wrapper(text: str) -> None:
    """Environment, instructions and notices are kept aside; a prompt in the same message is a prompt."""
    assert said(head(), item(2, "user", text)) == [("wrapper", text)]
    assert said(head(), item(2, "user", text, "one?")) == [("human", "one?"), ("wrapper", text)]


@pytest.mark.parametrize("text", ["<b>one?</b>", "see <environment_context>", "<frame_size> is what?", "< 3"])
def test_a_prompt_with_an_element_is_a_prompt(text: str) -> None:
    """A person may write elements too; and what they typed is known by its event."""
    assert said(head(), item(2, "user", text)) == [("human", text)]
    assert said(head(), typed(2, ENVIRONMENT)) == [("human", ENVIRONMENT)]


def test_the_request_is_parted_from_what_the_editor_wrote() -> None:
    """Open files and selections stand before the prompt, under headings."""
    context = "# Context from my IDE setup:\n\n## Open tabs:\n- gears.py: gears.py"
    text = f"{context}\n\n## My request for Codex:\nWhich gear?\n\n## My request for Codex: later\n"
    request = "Which gear?\n\n## My request for Codex: later"
    for lines in ([item(2, "user", text)], [typed(2, text)], [item(2, "user", text), typed(2, text)]):
        assert said(head(), *lines) == [("human", request), ("wrapper", context)]
    assert said(head(), typed(2, context)) == [("wrapper", context)]
    assert said(head(), typed(2, "# Gears\nWhich?")) == [("human", "# Gears\nWhich?")]


def test_images_leave_their_receipts() -> None:
    """From the item that shows them; its event may only name their files. Else from the event."""
    opening, closing = '<image name=[Image #1] path="/shed/a.png">', "</image>"
    unread = "Codex could not read the local image at `/shed/b.png`: no such file"
    lines = [
        item(2, "user", opening, closing, "this?", images=(PIXEL,)),
        typed(2, "this?", local_images=["/shed/a.png"]),
        typed(3, "that?", images=[PIXEL, 7]),
        item(4, "user", "and?", unread),
        typed(4, "and?", local_images=["/shed/b.png"]),
    ]
    messages = messages_of(head(), *lines)
    assert [each.text for each in messages] == ["this?", "that?", "and?", unread]
    shown = [[(image.mime, image.size, image.digest) for image in each.attachments] for each in messages]
    assert shown == [[("image/png", 8, PIXEL_DIGEST)], [("image/png", 8, PIXEL_DIGEST)], [], []]


def test_an_image_alone_is_a_prompt() -> None:
    """Showing is saying."""
    (only,) = messages_of(head(), item(2, "user", images=("https://example.org/a.png",)), typed(2, ""))
    assert (only.kind, only.text, len(only.attachments)) == (Kind.HUMAN, "", 1)


@pytest.mark.parametrize(
    ("payload", "name", "target"),
    [
        ({"name": "shell", "arguments": '{"command":["bash","-lc","rg gear"]}'}, "shell", "rg gear"),
        ({"name": "shell", "arguments": '{"command":["ls","my bike"]}'}, "shell", "ls 'my bike'"),
        ({"name": "exec_command", "arguments": '{"cmd":"ls"}'}, "exec_command", "ls"),
        ({"name": "update_plan", "arguments": '{"plan":[]}'}, "update_plan", None),
        ({"name": "shell", "arguments": "not JSON"}, "shell", None),
        ({"name": "shell", "arguments": "[1]"}, "shell", None),
        ({"type": "custom_tool_call", "name": "apply_patch", "input": "***\n*** Update File: a.py\n"},
         "apply_patch", "a.py"),
        ({"type": "custom_tool_call", "name": "exec", "input": "print(1)"}, "exec", "print(1)"),
        ({"type": "local_shell_call", "action": {"type": "exec", "command": ["ls"]}}, "local_shell", "ls"),
        ({"type": "web_search_call", "action": {"type": "search", "query": "chain"}}, "web_search", "chain"),
    ],
)  # fmt: skip
def test_of_a_call_its_name_and_target_are_kept(
    payload: dict[str, Any], name: str, target: str | None
) -> None:
    """A path, a command or a question."""
    assert call_of({"type": "function_call", "call_id": "call_1", **payload}) == ToolCall(name, target)


def test_secrets_in_targets_are_masked_and_long_targets_cut() -> None:
    """A command line may hold a token."""
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6g7H8"
    command = json.dumps({"cmd": f"git push https://mara:{secret}@example.org/ {'x' * 400}"})
    call = call_of({"type": "function_call", "name": "exec", "arguments": command, "call_id": "c"})
    assert call is not None
    assert call.target is not None
    assert secret not in call.target
    assert len(call.target) == 200


@pytest.mark.parametrize(
    ("output", "text", "status"),
    [
        ("plain", "plain", None),
        ('{"output":"inner","metadata":{"exit_code":0,"duration_seconds":0.3}}', "inner", "ok"),
        ('{"output":"inner","metadata":{"exit_code":2}}', "inner", "error"),
        ('{"output":"inner"}', "inner", None),
        ('{"output" is how it begins', '{"output" is how it begins', None),
        (_FAILED, _FAILED, "error"),
        (_DONE, _DONE, "ok"),
        ({"content": "said", "success": False}, "said", "error"),
        ([{"type": "input_text", "text": "seen"}], "seen", None),
        (None, "", None),
    ],
)
def test_of_an_output_its_size_digest_and_ending_are_kept(
    output: object, text: str, status: str | None
) -> None:
    """The output itself stays in the transcript."""
    data = text.encode()
    call = call_of({"type": "function_call_output", "call_id": "call_1", "output": output})
    assert call == ToolCall("result", None, status, len(data), digest_of(data))
