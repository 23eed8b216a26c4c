"""Who wrote a text that Gemini CLI stores as the user's: the person, or the tool on their behalf.

The tool adds the files that a prompt names with `@`, tells the model where it works, and asks it to go on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from cotw.files import digest_of
from cotw.records.message import Attachment, Kind

_FILES = "--- Content from referenced files ---"
_FILES_END = "--- End of content ---"
_FILE = re.compile(r"^Content from @(.+):[ \t]*\n?", re.MULTILINE)
# Elements that stand before a prompt or behind it.
_ELEMENTS = ("session_context", "project_context", "hook_context")
_GOES_ON = "System: Please continue."
_SETTING_UP = "This is the Gemini CLI. We are setting up the context for our chat."
_SNAPSHOT = "<state_snapshot>"
_ACKNOWLEDGEMENTS = frozenset(
    {"Got it. Thanks for the additional context!", "Got it. Thanks for the context!"}
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a person typed, the files they named, and what the tool wrote around it."""

    text: str
    files: tuple[Attachment, ...] = ()
    wrappers: tuple[str, ...] = ()


def split_prompt(text: str) -> Prompt:
    """Takes apart what was sent as the user's."""
    text, wrappers = _without_elements(text)
    before, mark, behind = text.partition(f"\n{_FILES}")
    if not mark:
        return Prompt(text, (), tuple(wrappers))
    listed, _, after = behind.rpartition(_FILES_END) if _FILES_END in behind else (behind, "", "")
    typed = before + after if after.strip() else before
    return Prompt(typed, tuple(_files_in(listed)), tuple(wrappers))


def kind_of_prompt(text: str) -> Kind:
    """What a text in the user's place is: a prompt, a summary of what was compressed, or the tool's own."""
    stripped = text.strip()
    if stripped.startswith(_SNAPSHOT):
        return Kind.SUMMARY
    return Kind.WRAPPER if stripped == _GOES_ON or stripped.startswith(_SETTING_UP) else Kind.HUMAN


def is_acknowledgement(text: str) -> bool:
    """Whether this is the answer that the tool itself gives to a context."""
    return text.strip() in _ACKNOWLEDGEMENTS


def _without_elements(text: str) -> tuple[str, list[str]]:
    wrappers: list[str] = []
    while found := _element_at_edge(text):
        begin, end = found
        wrappers.append(text[begin:end])
        text = text[end:].lstrip() if not text[:begin].strip() else text[:begin].rstrip()
    return text, wrappers


def _element_at_edge(text: str) -> tuple[int, int] | None:
    """Where an element of the tool's begins and ends, if one stands at the beginning or the end."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for name in _ELEMENTS:
        opening, closing = f"<{name}>", f"</{name}>"
        if text.startswith(opening, first) and (end := text.find(closing, first)) >= 0:
            return first, end + len(closing)
        if text.endswith(closing, 0, last) and (begin := text.rfind(opening, 0, last)) >= 0:
            return begin, last
    return None


def _files_in(listed: str) -> list[Attachment]:
    """The receipts of the files whose text stands in `listed`, each under its name."""
    pieces = _FILE.split(listed)
    return [_file(path, text) for path, text in zip(pieces[1::2], pieces[2::2], strict=True)]


def _file(path: str, text: str) -> Attachment:
    text = text.removesuffix("\n")
    data = text.encode("utf-8", "surrogatepass")
    name = (PureWindowsPath(path) if "\\" in path else PurePosixPath(path)).name
    return Attachment("text/plain", len(data), digest_of(data), name or None, path, text or None)
