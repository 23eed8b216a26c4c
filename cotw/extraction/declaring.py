"""Declaring: the statements of a Markdown file: list items, paragraphs, rows of tables, `key: value` lines.

Each bears the headings it stands under. What ends with a colon only introduces; as an item it is a heading
of those below it. Code and HTML are not statements. What is private is left out and secrets are masked, and
every line keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cotw.extraction.plain import readable
from cotw.extraction.prose import sentences
from cotw.extraction.shortening import clipped, on_one_line
from cotw.records.fact import Statement
from cotw.secrets import mask, secrets_in, strip_private

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 600
_LONGEST_HEADING = 80
_PAIR = re.compile(r"[ \t]*\**[^\W_][^:\n]{0,40}:\**[ \t]+\S")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def statements(text: str) -> list[Statement]:
    """The statements of a file in order; none of them is longer than `LONGEST` characters."""
    text = _masked(strip_private(readable(text.removeprefix("\ufeff")), keep_lines=True))
    text = _COMMENT.sub(_line_ends, text)
    front = _FRONT_MATTER.match(text)
    found: list[Statement] = []
    if front is not None:
        found += _front_matter(front[1])
        text = _line_ends(front) + text[front.end() :]
    walk = _Walk(_parser().parse(text))
    return found + list(walk.statements())


class _Walk:
    """One way through the blocks of a file, which knows the headings and items it is in."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._headings: list[tuple[int, str]] = []
        # The items one is in, outermost first: what each says, if those below it belong to it.
        self._items: list[str] = []
        self._columns: list[str] = []
        self._row: list[str] = []
        self._row_line = 0

    def statements(self) -> Iterator[Statement]:
        for number, token in enumerate(self._tokens):
            match token.type:
                case "list_item_open":
                    self._items.append("")
                case "list_item_close":
                    self._items.pop()
                case "tr_open":
                    self._row = []
                case "tr_close":
                    yield from self._row_statement(token, self._tokens[number - 1].type)
                case "inline":
                    yield from self._inline(token, self._tokens[number - 1])

    def _inline(self, token: Token, opening: Token) -> Iterator[Statement]:
        match opening.type:
            case "heading_open":
                level = int(opening.tag[1:])
                self._headings = [one for one in self._headings if one[0] < level]
                self._headings.append((level, _heading(token.content)))
            case "th_open" | "td_open":
                self._row.append(on_one_line(token.content))
                if token.map:
                    self._row_line = token.map[0] + 1
            case "paragraph_open":
                yield from self._paragraph(token)

    def _paragraph(self, token: Token) -> Iterator[Statement]:
        first, end = token.map or (0, 1)
        lines = token.content.split("\n")
        if len(lines) > 1 and all(map(_PAIR.match, lines)):
            for number, line in enumerate(lines, first + 1):
                yield from self._told(line, number, number)
        elif not token.content.rstrip(" *_").endswith(":"):
            yield from self._told(token.content, first + 1, end)
        elif self._items:
            self._items[-1] = _heading(token.content)

    def _row_statement(self, token: Token, before: str) -> Iterator[Statement]:
        if before == "th_close":
            self._columns = self._row
        elif before == "td_close":
            cells = zip(self._columns, self._row, strict=False)
            pairs = [f"{column}: {cell}" if column else cell for column, cell in cells if cell]
            yield from self._told("; ".join(pairs), self._row_line, self._row_line)

    def _told(self, content: str, first: int, last: int) -> Iterator[Statement]:
        heading = (*(title for _, title in self._headings), *filter(None, self._items))
        for text in _pieces(mask(on_one_line(content))):
            yield Statement(heading, text, (first, last))


def _front_matter(text: str) -> list[Statement]:
    lines = enumerate(text.split("\n"), 2)
    return [
        Statement((), on_one_line(line)[:LONGEST], (number, number))
        for number, line in lines
        if _PAIR.match(line)
    ]


def _pieces(line: str) -> Iterator[str]:
    """A long text in as few pieces as hold whole sentences; a sentence that is too long is cut."""
    if len(line) <= LONGEST:
        if line:
            yield line
        return
    piece = ""
    for begin, end in sentences(line):
        sentence = line[begin:end].strip()
        if len(piece) + len(sentence) >= LONGEST and piece:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
        while len(piece) > LONGEST:
            cut = piece.rfind(" ", 1, LONGEST) if " " in piece[1:LONGEST] else LONGEST
            yield piece[:cut]
            piece = piece[cut:].strip()
    if piece:
        yield piece


def _masked(text: str) -> str:
    """`text` without its secrets, every line of it in its place: one may be of many lines, as a key is."""
    kept, place = [], 0
    for secret in secrets_in(text):
        kept += [text[place : secret.start], f"[secret:{secret.kind}]"]
        kept.append("\n" * text.count("\n", secret.start, secret.end))
        place = secret.end
    return "".join((*kept, text[place:]))


def _line_ends(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _heading(content: str) -> str:
    return clipped(mask(on_one_line(content)).strip("*").rstrip(": "), _LONGEST_HEADING)


@cache
def _parser() -> MarkdownIt:
    # It takes 20 ms to load, and few commands read Markdown. What stands inside a line is left as it is.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable("inline")
