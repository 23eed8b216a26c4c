"""JSON as people write it, with comments, commas at the end and bare names (JSON5); where each part stands.

A tree of values with their places in the text, so that an editor can change one of them and leave every other
letter as it is. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, loads
from typing import Any

from cotw.errors import CotwError

_DEEPEST = 200
_BLANK = re.compile(r"(?:[\s\ufeff]+|//[^\n\r]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\n\r]|\\.)*"' + r"|'(?:[^'\\\n\r]|\\.)*'", re.DOTALL)
_BARE = re.compile(r"[^\s,:\[\]{}\"'/]+")
_NAME = re.compile(r"[\w$]+")
_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|Infinity|NaN)")
_WORDS = {"true": True, "false": False, "null": None}
_CLOSING = {"{": "}", "[": "]"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}


class NotJson(CotwError):
    """A settings file is not what its tool could read; it is left alone."""


@dataclass(frozen=True, slots=True)
class Child:
    """One member of an object or element of an array; `start` is where its name or value begins."""

    start: int
    key: str | None
    value: Node
    comma: int | None  # where the comma after it stands


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place, from `start` to `end`. Objects and arrays have children, others a `scalar`."""

    start: int
    end: int
    kind: str  # "{", "[" or "" for a scalar
    scalar: Any
    children: tuple[Child, ...]

    def member(self, key: str) -> Node | None:
        """The value of `key`; of several the last one counts, as it does for the tools."""
        found = [child.value for child in self.children if child.key == key]
        return found[-1] if self.kind == "{" and found else None

    def plain(self) -> Any:
        """The value as Python has it."""
        if self.kind == "{":
            return {child.key: child.value.plain() for child in self.children}
        return [child.value.plain() for child in self.children] if self.kind == "[" else self.scalar


def read_jsonc(text: str) -> Node:
    """The tree of a document. Raises NotJson, with the line at which it ends to be one."""
    root, place = _value(text, after_blank(text, 0), 0)
    place = after_blank(text, place)
    if place != len(text):
        raise _broken(text, place)
    return root


def after_blank(text: str, place: int) -> int:
    """Where blanks and comments that begin at `place` end."""
    found = _BLANK.match(text, place)
    assert found is not None  # it matches nothing as well
    return found.end()


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything in it."""
    yield node
    for child in node.children:
        yield from walk(child.value)


def _value(text: str, place: int, depth: int) -> tuple[Node, int]:
    if depth > _DEEPEST:
        raise NotJson("it is nested too deeply")
    opening = text[place : place + 1]
    if opening in _CLOSING:
        return _container(text, place, depth)
    found = _STRING.match(text, place)
    if found:
        return Node(place, found.end(), "", _unquoted(found[0]), ()), found.end()
    found = _BARE.match(text, place)
    if not found:
        raise _broken(text, place)
    return Node(place, found.end(), "", _word(text, place, found[0]), ()), found.end()


def _container(text: str, start: int, depth: int) -> tuple[Node, int]:
    kind, children = text[start], []
    place = after_blank(text, start + 1)
    while text[place : place + 1] != _CLOSING[kind]:
        begin, key = place, None
        if kind == "{":
            key, place = _key(text, place)
        value, place = _value(text, place, depth + 1)
        after = after_blank(text, place)
        comma = after if text[after : after + 1] == "," else None
        children.append(Child(begin, key, value, comma))
        place = after if comma is None else after_blank(text, comma + 1)
        if comma is None and text[place : place + 1] != _CLOSING[kind]:
            raise _broken(text, place)
    return Node(start, place + 1, kind, None, tuple(children)), place + 1


def _key(text: str, place: int) -> tuple[str, int]:
    found = _STRING.match(text, place) or _NAME.match(text, place)
    if not found:
        raise _broken(text, place)
    key = _unquoted(found[0]) if found[0][0] in "\"'" else found[0]
    colon = after_blank(text, found.end())
    if text[colon : colon + 1] != ":":
        raise _broken(text, colon)
    return key, after_blank(text, colon + 1)


def _unquoted(quoted: str) -> str:
    if quoted[0] == '"':
        try:
            return str(loads(quoted, strict=False))
        except JSONDecodeError:
            pass  # it has escapes that JSON5 alone knows
    return _ESCAPE.sub(_unescaped, quoted[1:-1])


def _unescaped(hit: re.Match[str]) -> str:
    code = hit[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)


def _word(text: str, place: int, word: str) -> Any:
    if word in _WORDS:
        return _WORDS[word]
    if not _NUMBER.fullmatch(word):
        raise _broken(text, place)
    sign, digits = (-1, word[1:]) if word[0] == "-" else (1, word.lstrip("+"))
    if digits[:2] in ("0x", "0X"):
        return sign * int(digits, 16)
    return sign * (int(digits) if digits.isdigit() and len(digits) < 4000 else float(digits))


def _broken(text: str, place: int) -> NotJson:
    line = text.count("\n", 0, place) + 1
    found = text[place : place + 1]
    what = f"{found!r} is not expected there" if found else "it ends too early"
    return NotJson(f"it does not parse at line {line}: {what}")
