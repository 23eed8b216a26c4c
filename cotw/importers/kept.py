"""What is kept of what was not said: a call's target, an output's size and digest, an image's receipt.

The bytes stay in the transcript they came in.
"""

from __future__ import annotations

import binascii
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cotw.files import digest_of
from cotw.records.message import TARGET_LIMIT, Attachment, Kind, ToolCall
from cotw.secrets import mask

UNKNOWN_MIME = "application/octet-stream"
_TARGETS = (
    "file_path", "absolute_path", "dir_path", "path", "notebook_path", "command", "cmd", "url", "pattern",
    "query", "description", "skill", "prompt",
)  # fmt: skip
# Secrets are masked before a target is cut to its length, in as much of it as could come to stand there.
_TARGET_REACH = 4096


@dataclass(slots=True)
class Part:
    """One record of a line or message. `mark` tells it from the other records of the same one."""

    kind: Kind
    text: str
    mark: str
    call: ToolCall | None = None
    attachments: tuple[Attachment, ...] = ()


def text_in(item: dict[str, Any], member: str) -> str:
    """A member that is a text; empty where it is none."""
    value = item.get(member)
    return value if isinstance(value, str) else ""


def short_target(text: str) -> str | None:
    """What is kept of a path or command: without secrets, cut to its length."""
    return mask(text[:_TARGET_REACH])[:TARGET_LIMIT] or None


def target_of(given: object) -> str | None:
    """The path, command or question among the arguments of a call."""
    if not isinstance(given, dict):
        return None
    values = (given.get(name) for name in _TARGETS)
    return next((short_target(value) for value in values if isinstance(value, str) and value), None)


def output_of(output: str, status: str | None) -> tuple[str | None, int, str]:
    """What is kept of an output, as the last members of a `ToolCall`: status, size, digest."""
    data = output.encode("utf-8", "surrogatepass")
    return status, len(data), digest_of(data)


def status_of(*, failed: bool) -> str:
    """The status of a call that has ended."""
    return "error" if failed else "ok"


def receipt_of(data: str, mime: str, *, base64: bool) -> Attachment:
    """The receipt for what stands in `data` as base64, or for what an address in it names."""
    raw = data.encode("utf-8", "surrogatepass")
    if base64:
        with suppress(binascii.Error):
            raw = binascii.a2b_base64(raw, strict_mode=True)
    return Attachment(mime=mime or UNKNOWN_MIME, size=len(raw), digest=digest_of(raw))


def receipt_of_url(url: str) -> Attachment:
    """The receipt for what is given by its address; a data URL holds the thing itself."""
    head, comma, data = url.partition(",")
    if not comma or not head.startswith("data:"):
        return receipt_of(url, UNKNOWN_MIME, base64=False)
    mime, _, encoding = head.removeprefix("data:").partition(";")
    return receipt_of(data, mime, base64=encoding.endswith("base64"))
