"""A SpecStory document, taken apart line by line into the pieces of its turns: words and tool calls.

A turn begins with a heading, `_**User (time)**_` or `_**Agent (model time)**_`, that stands alone. Tool calls
and thoughts are blocks of HTML; older versions wrote `Tool use: **name**`, up to the end of the part.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from cotw.importers.families._specstory_calls import FENCE, CallInProgress
from cotw.importers.lines import LINE_LIMIT
from cotw.records.message import ToolCall

_SESSION = re.compile(
    r"<!-- (?P<tool>[^<>]{1,60}?) Session (?P<id>[\w-]+)(?: \((?P<time>[^()]{0,60})\))? -->"
)
_HEADING = re.compile(
    r"_\*\*(?P<role>User|Agent|Assistant)(?P<aside> - sidechain)?(?: \((?P<facts>.{1,200})\))?\*\*_"
)
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T_](\d{2})[:-](\d{2})(?:[:-](\d{2}(?:\.\d{1,6})?))?(?: ?(Z|[+-]\d{2}:?\d{2}))?\Z"
)
_TOOL_NAME = re.compile(r'<tool-use\b[^>]*\bdata-tool-name="([^"]*)"')
_TOOL_ENDS = ("</details></tool-use>", "</tool-use>")
_THOUGHT = "<think>"
_THOUGHT_END = "</think>"
_RULE = "---"


class Session(NamedTuple):
    """The comment that names the tool, its session, and when it began."""

    tool: str
    id: str
    time: str | None


class Heading(NamedTuple):
    """Who speaks: the person or an agent, perhaps a sub-agent; under which model; when, in ISO 8601."""

    is_person: bool
    is_aside: bool
    model: str
    time: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a turn, or a tool call; `line` is where it begins."""

    line: int
    heading: Heading
    text: str = ""
    call: ToolCall | None = None


class Flaw(NamedTuple):
    """What could not be read as it should."""

    line: int
    reason: str


class _Lines:
    """The lines of a document, with a look ahead.

    `number` is that of the next one, `after_blank` says what stands before it, and `timed` that prompts of
    this document have times.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead: deque[str] = deque()
        self.number = 1
        self.after_blank = True
        self.timed = False

    def peek(self, ahead: int = 0) -> str | None:
        """A line that comes, without its end; None behind the last. Bytes that are not UTF-8 are kept."""
        while len(self._ahead) <= ahead:
            raw = self._stream.readline(LINE_LIMIT)
            if not raw:
                return None
            line = raw.decode(errors="surrogateescape").rstrip("\r\n")
            is_first = self.number == 1 and not self._ahead
            self._ahead.append(line.removeprefix("\ufeff") if is_first else line)
        return self._ahead[ahead]

    def take(self) -> str:
        """The next line, which must be there."""
        self.peek()
        line = self._ahead.popleft()
        self.number += 1
        self.after_blank = not line.strip()
        return line


def pieces(stream: BinaryIO) -> Iterator[Session | Piece | Flaw]:
    """The pieces of a document in order, after the session that they belong to."""
    lines = _Lines(stream)
    heading: Heading | None = None
    while (line := lines.peek()) is not None:
        if found := _next_heading(lines):
            lines.timed |= found.is_person and found.time is not None
            heading = found
            lines.take()
        elif heading is None:
            if session := session_of(lines.take()):
                yield session
        elif not line.strip():
            lines.take()
        elif not heading.is_person and _begins_aside(line, lines):
            yield from _aside(lines, heading)
        else:
            yield from _words(lines, heading)


def session_of(line: str) -> Session | None:
    """The session that a line names."""
    found = _SESSION.fullmatch(line.strip())
    return Session(found["tool"], found["id"], _iso(found["time"] or "")) if found else None


def heading_of(line: str) -> Heading | None:
    """The heading that a line is."""
    found = _HEADING.fullmatch(line.rstrip())
    if found is None:
        return None
    facts = found["facts"] or ""
    return Heading(
        found["role"] == "User", found["aside"] is not None, _TIME.sub("", facts).strip(), _iso(facts)
    )


def _iso(facts: str) -> str | None:
    """The time at the end of `facts`; file names write it with dashes."""
    found = _TIME.search(facts)
    if found is None:
        return None
    day, hour, minute, second, zone = found.groups()
    return f"{day}T{hour}:{minute}:{second or '00'}{zone or ''}"


def _next_heading(lines: _Lines) -> Heading | None:
    """The heading that comes next; quoted ones stand among other lines, or lack the times of the others."""
    line = lines.peek() or ""
    if not line.startswith("_**") or not lines.after_blank or (lines.peek(1) or "").strip():
        return None
    found = heading_of(line)
    if found is not None and found.is_person and found.time is None and lines.timed:
        return None
    return found


def _begins_aside(line: str, lines: _Lines) -> bool:
    return line.startswith(("<tool-use", _THOUGHT)) or (lines.after_blank and line.startswith("Tool use: **"))


def _aside(lines: _Lines, heading: Heading) -> Iterator[Piece | Flaw]:
    """Reads over a thought, or to the end of a tool call."""
    line = lines.peek() or ""
    if line.startswith(_THOUGHT):
        yield from _thought(lines)
    elif line.startswith("<tool-use"):
        yield from _tool_block(lines, heading)
    else:
        yield _old_tool_part(lines, heading)


def _thought(lines: _Lines) -> Iterator[Flaw]:
    start = lines.number
    while lines.peek() is not None:
        if lines.take().rstrip().endswith(_THOUGHT_END):
            return
    yield Flaw(start, "a thought is not closed")


def _tool_block(lines: _Lines, heading: Heading) -> Iterator[Piece | Flaw]:
    start = lines.number
    first = lines.take()
    named = _TOOL_NAME.match(first)
    call = CallInProgress(named[1] if named else "")
    line = first
    while not line.rstrip().endswith(_TOOL_ENDS) if line is first else line.rstrip() not in _TOOL_ENDS:
        if lines.peek() is None:
            yield Flaw(start, "a tool's block is not closed")
            break
        line = lines.take()
        call.add(line)
    yield Piece(start, heading, call=call.finished())


def _old_tool_part(lines: _Lines, heading: Heading) -> Piece:
    """A tool call of an older version: up to the next heading, or to a rule outside of its output."""
    start = lines.number
    call = CallInProgress("")
    fenced = False
    while (line := lines.peek()) is not None:
        if _next_heading(lines) or (line.rstrip() == _RULE and not fenced):
            break
        fenced ^= line.startswith(FENCE)
        call.add(lines.take())
    return Piece(start, heading, call=call.finished())


def _words(lines: _Lines, heading: Heading) -> Iterator[Piece]:
    """The words up to the next heading or aside, without the rules around them."""
    start = lines.number
    words: list[str] = []
    while (line := lines.peek()) is not None:
        if _next_heading(lines):
            break
        if not heading.is_person and _begins_aside(line, lines):
            break
        words.append(lines.take())
    text = _without_rules(words)
    if text:
        yield Piece(start, heading, text)


def _without_rules(words: list[str]) -> str:
    """The text without blank lines and one rule at either end: they part pieces from each other."""
    text = "\n".join(words).strip("\n")
    text = text.removeprefix(_RULE + "\n").strip("\n")
    return "" if text.strip() == _RULE else text.removesuffix("\n" + _RULE).rstrip()
