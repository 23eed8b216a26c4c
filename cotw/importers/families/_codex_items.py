"""One item of a Codex conversation, taken apart into what the archive records of it.

Items are what the model was sent and what it answered: messages, tool calls, their outputs.
"""

from __future__ import annotations

import re
import shlex
from typing import Any, NamedTuple

from cotw.files import from_json
from cotw.importers.families._codex_text import is_image_tag, is_wrapper, split_request
from cotw.importers.kept import Part, output_of, receipt_of, receipt_of_url, short_target, target_of, text_in
from cotw.importers.names import name_of
from cotw.records.message import Attachment, Kind, ToolCall

_BETWEEN_BLOCKS = "\n\n"
_EXIT_CODE = re.compile(r"^(?:Exit code: |Process exited with code )(-?\d+)", re.MULTILINE)
# The exit code stands in the first lines of an output.
_EXIT_REACH = 400
_PATCHED_FILE = re.compile(r"^\*\*\* (?:Add|Update|Delete) File: (.+)$", re.MULTILINE)
_SHELL_OPTIONS = frozenset({"-c", "-lc"})
_SHELL_WORDS = 3


class Shown(NamedTuple):
    """What a message shows: its texts and images, and what is wrong with it, if anything."""

    texts: list[str]
    images: tuple[Attachment, ...] = ()
    flaw: str | None = None


def shown_in(message: dict[str, Any]) -> Shown:
    """The texts and images of a message."""
    content = message.get("content")
    if isinstance(content, str):
        return Shown([content])
    if not isinstance(content, list):
        return Shown([], (), "its message has no content")
    blocks = [block for block in content if isinstance(block, dict)]
    texts = [text for block in blocks if (text := text_in(block, "text")) and not is_image_tag(text)]
    images = tuple(receipt_of_url(url) for block in blocks if (url := text_in(block, "image_url")))
    flaw = None if len(blocks) == len(content) else "one of its content blocks is not an object"
    return Shown(texts, images, flaw)


def prompt_parts(text: str, images: tuple[Attachment, ...] = ()) -> list[Part]:
    """The records of what a person typed or showed, the prompt first."""
    context, prompt = split_request(text)
    parts = [Part(Kind.WRAPPER, context, "editor")] if context else []
    if prompt.strip() or images:
        parts.insert(0, Part(Kind.HUMAN, prompt, "p", attachments=images))
    return parts


def user_parts(shown: Shown) -> tuple[list[Part], list[Part]]:
    """The records of the person's words in a user message, and those of what Codex put beside them."""
    typed = [text for text in shown.texts if not is_wrapper(text)]
    aside = [text for text in shown.texts if is_wrapper(text)]
    wrappers = [Part(Kind.WRAPPER, text, f"w{index}") for index, text in enumerate(aside)]
    return prompt_parts(_BETWEEN_BLOCKS.join(typed), shown.images), wrappers


def message_parts(shown: Shown, kind: Kind) -> list[Part]:
    """The record of a message that no person wrote."""
    text = _BETWEEN_BLOCKS.join(shown.texts)
    return [Part(kind, text, "p", attachments=shown.images)] if text.strip() or shown.images else []


def tool_parts(item: dict[str, Any]) -> list[Part]:
    """The record of a tool call or of its output; none for what is neither."""
    kind = text_in(item, "type")
    mark = text_in(item, "call_id") or text_in(item, "id")
    if kind.endswith("_output"):
        return [_output_part(mark, item.get("output", item.get("tools")))]
    if kind.endswith("_call"):
        name = name_of(text_in(item, "name")) or kind.removesuffix("_call")
        target = _target(item)
        drawn = text_in(item, "result") if kind == "image_generation_call" else ""
        images = (receipt_of(drawn, "image/png", base64=True),) if drawn else ()
        return [Part(Kind.TOOL, "", f"call {mark or target}", ToolCall(name, target, _status(item)), images)]
    return []


def _status(item: dict[str, Any]) -> str | None:
    """A call that did not come to its end says so; of the others their output tells."""
    status = text_in(item, "status")
    return status if status not in ("", "completed") else None


def _target(item: dict[str, Any]) -> str | None:
    patched = _PATCHED_FILE.search(text_in(item, "input"))
    if patched:
        return short_target(patched[1])
    arguments: Any = item.get("action") or item.get("arguments")
    if isinstance(arguments, str):
        arguments = _json_in(arguments)
    if not isinstance(arguments, dict):
        return short_target(text_in(item, "input"))
    words = arguments.get("command")
    if isinstance(words, list) and words and all(isinstance(word, str) for word in words):
        in_shell = len(words) == _SHELL_WORDS and words[1] in _SHELL_OPTIONS
        return short_target(words[-1] if in_shell else shlex.join(words))
    return target_of(arguments)


def _output_part(mark: str, output: object) -> Part:
    images: tuple[Attachment, ...] = ()
    status: str | None = None
    if isinstance(output, dict):
        success = output.get("success")
        status = {True: "ok", False: "error"}.get(success) if isinstance(success, bool) else None
        output = output.get("content")
    if isinstance(output, list):
        shown = shown_in({"content": output})
        images, output = shown.images, "\n".join(shown.texts)
    text, told = _unpacked(output if isinstance(output, str) else "")
    call = ToolCall("result", None, *output_of(text, status or told))
    return Part(Kind.TOOL, "", f"output {mark or call.digest}", call, images)


def _unpacked(output: str) -> tuple[str, str | None]:
    """The text of an output and how the call ended, out of the JSON or the header around it."""
    packed = _json_in(output) if output.startswith("{") and '"output"' in output else None
    if isinstance(packed, dict) and isinstance(packed.get("output"), str):
        metadata = packed.get("metadata")
        code = metadata.get("exit_code") if isinstance(metadata, dict) else None
        return packed["output"], None if code is None else _ending(str(code))
    header = _EXIT_CODE.search(output[:_EXIT_REACH])
    return output, _ending(header[1]) if header else None


def _ending(code: str) -> str:
    return "ok" if code == "0" else "error"


def _json_in(text: str) -> Any:
    try:
        return from_json(text)
    except (ValueError, RecursionError):
        return None
