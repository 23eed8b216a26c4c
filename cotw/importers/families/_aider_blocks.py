"""An aider history taken apart into blocks: session starts, prompts, output of the program, answers.

aider marks the lines of a prompt with `#### ` and its own output with `> `, and ends both with two spaces;
it puts an empty line before a prompt and behind an answer. So a heading or a quotation inside an answer can
be told from a mark, unless an editor has cut the spaces off: then the marks alone must do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import BinaryIO

# A block of more bytes than this is left out: nobody has said so much, and memory is bounded by it.
BLOCK_LIMIT = 64 * 1024 * 1024
SESSION_START = re.compile(r"# aider chat started at (\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)\s*")
_SPACES = "  "


class Sort(Enum):
    """What a block is."""

    SESSION = "session"
    PROMPT = "prompt"
    OUTPUT = "output"
    ANSWER = "answer"


@dataclass(slots=True)
class Block:
    """Consecutive lines of one sort, from the byte `start` to before the byte `end`; `line` is the first.

    `spaced` holds the marks (`#`, `>`) whose lines had ended with two spaces before it. A block that is
    not `finished` is the last of its file, and the rest of it may not be written yet.
    """

    sort: Sort
    line: int
    start: int
    spaced: str = ""
    end: int = 0
    finished: bool = True
    flaw: str | None = None
    # Bytes, since a list of many short lines would take many times their size.
    _data: bytearray = field(default_factory=bytearray)
    _is_too_long: bool = False

    def add(self, raw: bytes, flaw: str | None) -> None:
        """Takes one more line in, as long as the block is not too long."""
        self.flaw = self.flaw or flaw
        self._is_too_long |= len(self._data) + len(raw) > BLOCK_LIMIT
        if self._is_too_long:
            self._data.clear()
            self.flaw = f"is longer than {BLOCK_LIMIT // 1024**2} MiB and left out"
        else:
            self._data += raw

    @property
    def text(self) -> str:
        """Its lines as they stand, without the end of the last one."""
        text = self._data.decode(errors="surrogateescape").replace("\r\n", "\n")
        return text.removeprefix("\ufeff").removesuffix("\n")


def blocks(
    stream: BinaryIO, *, start: int, line: int, spaced: str, split_at: int, at_rest: bool
) -> Iterator[Block]:
    """The blocks from the byte `start` on, before which `line` lines stand and `spaced` was seen.

    A block ends at `split_at`, where an earlier reading ended. Unless the file is `at_rest` its last
    block is unfinished.
    """
    reading = _Reading(spaced)
    stream.seek(start)
    while raw := stream.readline(BLOCK_LIMIT):
        if not raw.endswith(b"\n") and len(raw) < BLOCK_LIMIT and not at_rest:
            break
        if start == split_at:
            yield from reading.closed(start)
        line += 1
        text, flaw = _decoded(raw)
        yield from reading.taken(text.removeprefix("\ufeff") if line == 1 else text, line, start, raw, flaw)
        start += len(raw)
    if at_rest:
        yield from reading.closed(start)
    elif reading.block is not None or raw:
        waiting = reading.block or Block(Sort.ANSWER, line + 1, start)
        waiting.finished = False
        yield waiting


def _is_ended(text: str) -> bool:
    return text.endswith(_SPACES) and len(text.rstrip()) == len(text) - len(_SPACES)


def _decoded(raw: bytes) -> tuple[str, str | None]:
    try:
        return raw.decode().rstrip("\r\n"), None
    except UnicodeDecodeError:
        return raw.decode(errors="surrogateescape").rstrip("\r\n"), "not UTF-8; its bytes are kept"


class _Reading:
    """The block that is open, and what must be known of the lines before."""

    def __init__(self, spaced: str) -> None:
        self.block: Block | None = None
        self._spaced = set(spaced)
        self._after_blank = True

    def closed(self, end: int) -> Iterator[Block]:
        """The open block, if there is one; it is open no more."""
        if self.block is not None:
            self.block.end = end
            yield self.block
        self.block = None

    def taken(self, text: str, line: int, start: int, raw: bytes, flaw: str | None) -> Iterator[Block]:
        """Takes one line; the blocks that are finished by it."""
        sort = self._sort_of(text)
        if self.block is None or self.block.sort is not sort or sort in (Sort.SESSION, Sort.OUTPUT):
            if sort is not None or self._sort is Sort.PROMPT:
                yield from self.closed(start)
            if sort is not None:
                self.block = Block(sort, line, start, "".join(sorted(self._spaced)))
        if self.block is not None:
            self.block.add(raw, flaw)
            if self._is_whole(text):
                yield from self.closed(start + len(raw))
        self._after_blank = not text.strip()

    def _is_whole(self, text: str) -> bool:
        """Output is whole at once, or at its two spaces if it began with a line that has none.

        More than two stand behind the first lines of a command that aider filled up to equal length.
        """
        if self._sort is Sort.OUTPUT:
            return _is_ended(text) or ">" not in self._spaced
        return self._sort is Sort.SESSION

    def _sort_of(self, text: str) -> Sort | None:
        """What block the line begins or goes on with; None for one that goes on with whatever is open."""
        if SESSION_START.fullmatch(text):
            return Sort.SESSION
        if self._is_marked(text, "####", "#", after_text=False):
            return Sort.PROMPT
        if self._is_marked(text, ">", ">", after_text=">" not in self._spaced):
            return Sort.OUTPUT
        if self._sort is Sort.OUTPUT or not text.strip():
            return None
        return Sort.ANSWER

    @property
    def _sort(self) -> Sort | None:
        return None if self.block is None else self.block.sort

    def _is_marked(self, text: str, prefix: str, mark: str, *, after_text: bool) -> bool:
        """Whether the line bears a mark of aider's; within an answer only after an empty line."""
        if not text.startswith(prefix) or text[len(prefix) : len(prefix) + 1] not in ("", " "):
            return False
        in_answer = self._sort is Sort.ANSWER
        if text.endswith(_SPACES):
            self._spaced |= set() if in_answer else {mark}
        elif mark in self._spaced:
            # The first of several lines that were written as one output: it follows without a gap.
            return mark == ">" and not in_answer and not self._after_blank
        return not in_answer or self._after_blank or after_text
