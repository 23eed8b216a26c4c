"""aider histories: `.aider.chat.history.md`, Markdown that is appended to for ever.

Only the start of a session bears a time, in local time without a zone; its messages take it. They are
told apart by their words and by a number among equals of their session, so a copy of the file holds the
same messages.

Nothing marks the end of an answer. What is last in the file is taken as finished when something of aider's
follows it – the next prompt, a line of output such as `> Tokens:`, a new session – or when the file is at
rest: aider writes an answer in one piece, so a file that nobody has written to for a while ends with a
whole one. Until then it waits, and the next reading begins before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from cotw.ids import anonymous_message_id
from cotw.importers.dating import Ordinals, instant_of
from cotw.importers.families._aider_blocks import SESSION_START, Block, Sort, blocks
from cotw.importers.kept import output_of, short_target
from cotw.importers.protocol import WAITS, Found, Importer, ReadContext
from cotw.records.message import Kind, Message, ToolCall
from cotw.records.problem import Problem

NAME = "aider"
# Longer output keeps its first line, size and digest: it is a file or the feedback to a model.
OUTPUT_LIMIT = 1000
_SENDERS = {Kind.HUMAN: "human", Kind.AGENT: "agent", Kind.TOOL: "tool"}
# The answer to a question that aider put for a whole group, written down again for each of its members.
_REPEATED_ANSWER = re.compile(r".*\(Y\)es/\(N\)o.*\]: (?:all|skip)\s*")
_NOTHING_TYPED = "<blank>"
# What a model thought before it answered, in aider's own element.
_THOUGHT = re.compile(r"<(thinking-content-[0-9a-f]{8,})>.*?(?:</\1>|\Z)", re.DOTALL)


def read(stream: BinaryIO, context: ReadContext) -> Found:
    """The messages of one history, from `context.offset` on.

    The session in which the last reading ended is read again for its numbers among equals.
    """
    already = context.offset
    context.carry[WAITS] = False
    session = _Session(context)
    found = blocks(
        stream,
        start=context.carried_number("session_start"),
        line=context.carried_number("lines_before"),
        spaced=context.carried_text("spaced") or "",
        split_at=already,
        at_rest=context.at_rest,
    )
    for block in found:
        if block.sort is Sort.SESSION:
            session = _Session(context, SESSION_START.fullmatch(block.text))
            context.carry |= {
                "session_start": block.start,
                "lines_before": block.line - 1,
                "spaced": block.spaced,
            }
        if not block.finished:
            context.carry[WAITS] = True
            break
        messages = list(session.messages_of(block))
        if block.start >= already:
            yield from messages
            context.offset = block.end


class _Session:
    """A session of a history: its name, its time, and how often each thing was said in it."""

    def __init__(self, context: ReadContext, opening: re.Match[str] | None = None) -> None:
        self._context = context
        self._ordinals = Ordinals()
        self._instant: datetime | None = None
        self._name = context.fallback_session
        if opening is not None:
            self._instant = instant_of(opening[1], context)
            self._name = f"{NAME}-{opening[1].replace(' ', 'T')}"

    def messages_of(self, block: Block) -> Iterator[Message | Problem]:
        """The record of a block, unless it says nothing, and what is wrong with it."""
        if block.flaw:
            yield self._context.problem(block.line, block.flaw)
        if block.sort is Sort.SESSION and self._instant is None:
            yield self._context.problem(block.line, "its session begins at no time of the calendar")
        kind, text, call = _record_of(block)
        if text or call:
            yield self._message(block.line, kind, text, call)

    def _message(self, line: int, kind: Kind, text: str, call: ToolCall | None) -> Message:
        content = text if call is None else str(call.digest)
        ordinal = self._ordinals.of(kind.value, content)
        return Message(
            id=anonymous_message_id(NAME, self._name, "", kind.value, content, ordinal),
            timestamp=self._instant or self._context.fallback_instant,
            timestamp_inferred=True,
            kind=kind,
            sender=_SENDERS.get(kind, "system"),
            text=text,
            session=self._name,
            tool=NAME,
            order=line,
            call=call,
        )


def _record_of(block: Block) -> tuple[Kind, str, ToolCall | None]:
    match block.sort:
        case Sort.PROMPT:
            text = _unmarked(block.text, "####").strip("\n")
            if len(text) <= OUTPUT_LIMIT and _REPEATED_ANSWER.fullmatch(text):
                return Kind.SYSTEM, text, None
            return Kind.HUMAN, "" if text.strip() in ("", _NOTHING_TYPED) else text, None
        case Sort.ANSWER:
            return Kind.AGENT, _THOUGHT.sub("", block.text).strip(), None
        case Sort.OUTPUT:
            return _output(_unmarked(block.text, ">").strip())
        case Sort.SESSION:
            return Kind.SYSTEM, "", None


def _unmarked(text: str, mark: str) -> str:
    """The lines as they were before aider put its mark before each and two spaces behind it."""
    return "\n".join(
        line[len(mark) :].removesuffix("  ").removeprefix(" ")
        if line.startswith(mark)
        else line.removesuffix("  ")
        for line in text.split("\n")
    )


def _output(text: str) -> tuple[Kind, str, ToolCall | None]:
    if len(text) <= OUTPUT_LIMIT:
        return Kind.SYSTEM, text, None
    return Kind.TOOL, "", ToolCall("output", short_target(text.partition("\n")[0]), *output_of(text, None))


def recognises(head: bytes, complete: bool) -> bool:
    """Whether the first line that is not empty starts a session."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \0").partition(b"\n")[0]
    return SESSION_START.fullmatch(first.decode(errors="replace")) is not None


IMPORTER = Importer(
    name=NAME,
    describe="aider history (Markdown, .aider.chat.history.md)",
    recognises=recognises,
    read=read,
    resumable=True,
)
IMPORTERS = (IMPORTER,)
