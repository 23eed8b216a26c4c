"""JSON Lines as they really are: with BOMs, NULs, CRLF, half lines and two objects on one line.

A live file may end in half a line: it is left for the next reading. Memory is bounded by the longest line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from cotw.files import from_json
from cotw.importers.protocol import ReadContext
from cotw.records.problem import Problem

LINE_LIMIT = 256 * 1024 * 1024
# Between two objects of a line and around them; a crash can fill the end of a file with NULs.
_BLANK = " \t\r\n\0\ufeff"
_BLANK_BYTES = b" \t\r\n\0"
_LENIENT = json.JSONDecoder(strict=False)
_NOT_UTF8 = "not UTF-8"
_TOO_LONG: tuple[list[Any], str, bool] = ([], f"longer than {LINE_LIMIT // 1024**2} MiB", True)
_HEAD_LINES = 50


class Line(NamedTuple):
    """One JSON value of a file: the number of its line, and its place among all values.

    `order` is the number of the line as long as every line holds one value, and never falls back.
    """

    number: int
    order: int
    value: Any


def json_lines(stream: BinaryIO, context: ReadContext) -> Iterator[Line | Problem]:
    """The values of a JSON Lines file from `context.offset` on.

    A line that is not JSON gives one problem after the values before the flaw. Bytes that are not
    UTF-8 are kept (as lone surrogates) and give a problem too. A last line without its line feed
    is taken only if it is a whole object; else it is neither a problem nor consumed.
    """
    if context.offset:
        stream.seek(context.offset)
    number = context.carried_number("line") + 1
    order = context.carried_number("order")
    values: list[Any]
    flaw: str | None
    while raw := stream.readline(LINE_LIMIT):
        length = len(raw)
        ended = raw.endswith(b"\n")
        if length == LINE_LIMIT and not ended:
            length += _skip_line(stream)
            values, flaw, ended = _TOO_LONG
        elif ended or raw.rstrip(_BLANK_BYTES).endswith(b"}"):
            values, flaw = decode(raw)
        else:
            break
        if not ended and flaw and not flaw.startswith(_NOT_UTF8):
            break
        context.offset += length
        for value in values:
            order = max(order + 1, number)
            yield Line(number, order, value)
        if flaw:
            yield context.problem(number, flaw)
        context.carry["order"] = order
        if ended:
            context.carry["line"] = number
            number += 1


def decode(raw: bytes) -> tuple[list[Any], str | None]:
    """The values of one line, and what is wrong with it, if anything."""
    if raw.isspace():
        return [], None
    if b"\0" in raw:
        raw = raw.strip(_BLANK_BYTES)
    try:
        return [from_json(raw)], None
    except ValueError:
        pass
    try:
        text, flaw = raw.decode(), None
    except UnicodeDecodeError as error:
        text = raw.decode(errors="surrogateescape")
        flaw = f"{_NOT_UTF8} at byte {error.start + 1}; its bytes are kept"
    values: list[Any] = []
    place = _after_blank(text, 0)
    while place < len(text):
        try:
            value, place = _LENIENT.raw_decode(text, place)
        except json.JSONDecodeError as error:
            return values, f"not JSON: {error.msg} at column {error.pos + 1}"
        except (ValueError, RecursionError):
            return values, "not JSON that can be read: nested too deeply or a number without end"
        values.append(value)
        place = _after_blank(text, place)
    return values, flaw


def _after_blank(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANK:
        place += 1
    return place


def _skip_line(stream: BinaryIO) -> int:
    """Reads to the end of a line, or of the file; the number of bytes."""
    length = 0
    while raw := stream.readline(1 << 20):
        length += len(raw)
        if raw.endswith(b"\n"):
            break
    return length


def first_values(head: bytes, complete: bool) -> list[Any]:
    """The values of the first lines of a file, for its detection; a cut last line is left out."""
    rows = head.split(b"\n", _HEAD_LINES)
    whole = rows if complete and len(rows) <= _HEAD_LINES else rows[:-1]
    return [value for row in whole for value in decode(row)[0]]
