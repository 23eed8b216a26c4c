"""What is recorded of tool calls, results, images and documents."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

import pytest

from cotw.records.message import TARGET_LIMIT, Attachment, Kind, ToolCall
from tests.importers.transcripts import (
    assistant,
    call,
    line,
    messages_of,
    result,
    said,
    to_lines,
    user,
    uuid_of,
)

_PNG = b"\x89PNG not really"


def image(data: str, kind: str = "base64") -> dict[str, Any]:
    return {"type": "image", "source": {"type": kind, "media_type": "image/png", "data": data}}


def call_of(**given: Any) -> ToolCall:
    (message,) = messages_of(assistant(1, call("Tool", **given)))
    assert message.call is not None
    return message.call


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ({"file_path": "/a.py", "old_string": "x"}, "/a.py"),
        ({"pattern": "def x", "path": "src"}, "src"),
        ({"notebook_path": "/n.ipynb"}, "/n.ipynb"),
        ({"command": "ls -la", "description": "List"}, "ls -la"),
        ({"url": "https://example.org"}, "https://example.org"),
        ({"query": "bikes"}, "bikes"),
        ({"todos": []}, None),
        ({"command": 5}, None),
    ],
)
def test_a_call_has_a_name_and_a_target(given: dict[str, Any], target: str | None) -> None:
    """Of a call its tool and what it was aimed at are kept, nothing of its content."""
    assert call_of(**given) == ToolCall("Tool", target)


def test_targets_are_short_and_without_secrets() -> None:
    """A target is cut to its length after its secrets are masked, so that no half secret is left."""
    key = "ghp_" + "a1B2" * 9
    target = call_of(command="x" * (TARGET_LIMIT - 10) + " " + key).target
    assert target is not None
    assert len(target) == TARGET_LIMIT
    assert "ghp_" not in target
    assert call_of(command=f"curl -H {key}").target == "curl -H [secret:github]"


@pytest.mark.parametrize("output", ["two\nlines é", [said("two"), said("lines é")]])
def test_of_an_output_size_and_digest_are_kept(output: Any) -> None:
    """The output itself is not stored, whether it comes as a text or as blocks."""
    (message,) = messages_of(user(1, [result(output)], toolUseResult={"stdout": "two\nlines é"}))
    data = "two\nlines é".encode()
    assert message.kind is Kind.TOOL
    assert message.text == ""
    assert message.call == ToolCall("result", None, "ok", len(data), sha256(data).hexdigest())


def test_a_failed_call_says_so() -> None:
    """The status of a result is ok or error."""
    lines = [user(1, [result("boom", is_error=True)]), user(2, [result(None, is_error=None)])]
    assert [message.call.status for message in messages_of(*lines) if message.call] == ["error", "ok"]


def test_the_records_of_a_line_have_names_of_their_own() -> None:
    """The first record of a line bears its uuid, the others add the tool's own id; copies stay apart."""
    blocks = [said("both"), call("A", "toolu_a"), call("B", "toolu_b"), call("B", "toolu_b")]
    messages = messages_of(assistant(1, *blocks))
    assert [message.native for message in messages] == [
        uuid_of(1),
        f"{uuid_of(1)}#toolu_a",
        f"{uuid_of(1)}#toolu_b",
        f"{uuid_of(1)}#toolu_b+2",
    ]
    assert len({message.id for message in messages}) == 4


def test_an_image_beside_a_prompt_leaves_a_receipt() -> None:
    """The bytes are hashed and dropped."""
    (message,) = messages_of(user(1, [said("what is this?"), image(base64.b64encode(_PNG).decode())]))
    receipt = Attachment("image/png", len(_PNG), sha256(_PNG).hexdigest())
    assert (message.text, message.attachments) == ("what is this?", (receipt,))
    assert b"UE5H" not in to_lines(message.to_record())


def test_an_image_alone_is_a_prompt_without_words() -> None:
    """A person may send a picture and nothing else."""
    (message,) = messages_of(user(1, [image(base64.b64encode(_PNG).decode())]))
    assert (message.kind, message.text, len(message.attachments)) == (Kind.HUMAN, "", 1)


def test_a_document_that_the_tool_put_there_is_a_wrapper() -> None:
    """A PDF that the agent has read comes as a line of the user's turn, flagged."""
    document = {"type": "document", "title": "bikes.pdf", "source": {"type": "base64", "data": "JVBERg=="}}
    (message,) = messages_of(user(1, [document], isMeta=True))
    assert message.kind is Kind.WRAPPER
    assert message.attachments[0].name == "bikes.pdf"
    assert message.attachments[0].size == 4


def test_an_image_in_a_result_belongs_to_the_tool() -> None:
    """What a tool has shown is no prompt."""
    (message,) = messages_of(user(1, [result([said("seen"), image("AAAA")])]))
    assert (message.kind, len(message.attachments)) == (Kind.TOOL, 1)


@pytest.mark.parametrize("data", ["not base64!", "AAA", ""])
def test_data_that_does_not_decode_is_hashed_as_it_stands(data: str) -> None:
    """A damaged image still leaves a receipt."""
    (message,) = messages_of(user(1, [image(data)]))
    assert message.attachments[0].digest == sha256(data.encode()).hexdigest()


def test_an_image_by_address_is_its_address() -> None:
    """Where only a URL is given, that is hashed."""
    block = {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}}
    (message,) = messages_of(user(1, [block]))
    assert message.attachments[0].mime == "application/octet-stream"
    assert message.attachments[0].size == 25


def named_file(content: Any, filename: Any = "/home/mara/bikes/hubs.md") -> list[Attachment]:
    """What is kept of a file that was named with `@`."""
    attachment = {"type": "file", "filename": filename, "content": content, "displayPath": "hubs.md"}
    return [
        each for one in messages_of(line("attachment", 1, attachment=attachment)) for each in one.attachments
    ]


def test_a_named_file_leaves_its_words_and_its_place() -> None:
    """They are for the receipt; the record is the tool's, and no speech."""
    file = {"filePath": "/home/mara/bikes/hubs.md", "content": "front: 100 mm\n", "numLines": 2}
    attachment = {
        "type": "file",
        "filename": "/home/mara/bikes/hubs.md",
        "content": {"type": "text", "file": file},
    }
    (message,) = messages_of(line("attachment", 1, attachment=attachment))
    assert (message.kind, message.text) == (Kind.TOOL, "")
    assert message.call == ToolCall("attach", "/home/mara/bikes/hubs.md")
    digest = sha256(b"front: 100 mm\n").hexdigest()
    expected = Attachment("text/plain", 14, digest, "hubs.md", "/home/mara/bikes/hubs.md", "front: 100 mm\n")
    assert message.attachments == (expected,)


def test_a_named_image_leaves_its_digest_and_its_place() -> None:
    """Its name comes from a path of any system."""
    data = base64.b64encode(_PNG).decode()
    content = {"type": "image", "file": {"base64": data, "type": "image/png", "originalSize": len(_PNG)}}
    (shown,) = named_file(content, "C:\\bikes\\hub.png")
    digest = sha256(_PNG).hexdigest()
    assert shown == Attachment("image/png", len(_PNG), digest, "hub.png", "C:\\bikes\\hub.png")


def test_an_image_that_was_shown_smaller_has_no_place() -> None:
    """The file of that path holds other bytes, and would seem to be modified."""
    file = {"base64": base64.b64encode(_PNG).decode(), "type": "image/png", "originalSize": 10_000}
    (shown,) = named_file({"type": "image", "file": file})
    assert (shown.path, shown.name) == (None, "hubs.md")


@pytest.mark.parametrize(
    "content",
    [
        None,
        "x",
        [],
        {},
        {"type": "text"},
        {"type": "text", "file": []},
        {"type": "text", "file": {"content": 5}},
        {"type": "image", "file": {"base64": ["x"]}},
        {"type": "file_unchanged", "file": {"filePath": "/a"}},
    ],
)
def test_a_named_file_without_content_leaves_nothing(content: Any) -> None:
    """Nothing was shown."""
    assert named_file(content) == []
    assert messages_of(user(1, [result("x")], toolUseResult=content))[0].attachments == ()


def test_a_pdf_that_a_tool_read_has_its_place() -> None:
    """The line of the result holds its bytes, the next one shows them: they are the same thing."""
    data = base64.b64encode(b"%PDF bikes").decode()
    read = {"type": "pdf", "file": {"filePath": "/bikes/price.pdf", "base64": data, "originalSize": 10}}
    block = {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": data}}
    of_tool, shown = messages_of(
        user(1, [result("PDF file read")], toolUseResult=read), user(2, [block], isMeta=True)
    )
    (attachment,) = of_tool.attachments
    assert (attachment.path, attachment.name, attachment.mime) == (
        "/bikes/price.pdf",
        "price.pdf",
        "application/pdf",
    )
    assert attachment.digest == shown.attachments[0].digest


def test_an_image_in_a_result_is_not_counted_twice() -> None:
    """It stands in the result and beside it."""
    data = base64.b64encode(_PNG).decode()
    read = {"type": "image", "file": {"filePath": "/hub.png", "base64": data, "type": "image/png"}}
    (message,) = messages_of(user(1, [result([image(data)])], toolUseResult=read))
    (attachment,) = message.attachments
    assert attachment.path == "/hub.png"
