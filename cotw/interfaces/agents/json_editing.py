"""Editing JSON in place: one member or element comes in at the end or goes out, as the text around it does.

Text in, text out; all that is not concerned stays as it is, letter for letter: comments, order, indentation,
commas at the end, kinds of newlines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from cotw.interfaces.agents.jsonc import Child, Node, NotJson, after_blank, read_jsonc

Path = Sequence[str | int]  # names and numbers, from the outermost value inwards

_REST_OF_LINE = re.compile(r"(?:[ \t]|/\*[^\n\r]*?\*/)*(?://[^\n\r]*)?(?=[\r\n])")
_INDENT = re.compile(r"[ \t]*")


def at(root: Node, path: Path) -> Node | None:
    """The value at `path`; None where there is none."""
    node: Node | None = root
    for step in path:
        if node is None:
            return None
        if isinstance(step, str):
            node = node.member(step)
        else:
            node = node.children[step].value if node.kind == "[" and step < len(node.children) else None
    return node


def put_member(text: str, path: Path, value: Any) -> str:
    """`text` with the member at `path` (its last step a name) set to `value`: replaced or added at the end.

    Objects that are missing on the way are made. Raises NotJson where something else stands in their place.
    """
    *outer, key = path
    root = read_jsonc(text)
    parent = at(root, outer)
    if parent is None:
        return put_member(text, outer, {key: value})
    _expect(parent, "{", outer)
    old = parent.member(str(key))
    if old is None:
        return _insert(text, root, parent, value, key=str(key))
    unit, newline = _manner(text, root)
    written = _written(value, _indent_of(text, old.start), unit, newline, flat=_is_flat(text, root))
    return text[: old.start] + written + text[old.end :]


def append_element(text: str, path: Path, value: Any) -> str:
    """`text` with `value` as the last element of the array at `path`, which is made if it is missing."""
    root = read_jsonc(text)
    parent = at(root, path)
    if parent is None:
        return put_member(text, path, [value])
    _expect(parent, "[", path)
    return _insert(text, root, parent, value)


def remove(text: str, path: Path) -> str:
    """`text` without the member or element at `path`, which must be there."""
    *outer, step = path
    parent = at(read_jsonc(text), outer)
    assert parent is not None
    children = parent.children
    if isinstance(step, str):
        number = max(place for place, child in enumerate(children) if child.key == step)
    else:
        number = step
    child = children[number]
    start, end = _line_end_before(text, child.start), child.value.end
    if "//" in text[_line_start(text, start) : start] and not _ends_line(text, child):
        start = child.start  # the newline before it ends a comment, which would swallow what follows
    cuts = [(start, end)]
    if child.comma is not None:
        cuts.append((child.comma, child.comma + 1))
    elif number and (comma := children[number - 1].comma) is not None:
        cuts.append((comma, comma + 1))
    for begin, stop in sorted(cuts, reverse=True):
        text = text[:begin] + text[stop:]
    return text if len(children) > 1 else _closed_up(text, parent)


def _expect(node: Node, kind: str, path: Path) -> None:
    if node.kind != kind:
        name = ".".join(str(step) for step in path) or "the document"
        raise NotJson(f"{name} is no {'object' if kind == '{' else 'array'} there")


def _closed_up(text: str, parent: Node) -> str:
    """`text` with nothing between the brackets of `parent` if only blanks are left there."""
    end = after_blank(text, parent.start + 1)
    return text if text[parent.start + 1 : end].strip() else text[: parent.start + 1] + text[end:]


def _insert(text: str, root: Node, parent: Node, value: Any, key: str | None = None) -> str:
    unit, newline = _manner(text, root)
    flat = _is_flat(text, root) or (bool(parent.children) and not _has_lines(text, parent))
    indent = _child_indent(text, parent, unit)
    item = _written(value, indent, unit, newline, flat=flat)
    item = item if key is None else f"{json.dumps(key, ensure_ascii=False)}: {item}"
    if not parent.children:
        return _insert_first(text, parent, item, "" if flat else newline + indent, newline)
    last = parent.children[-1]
    if flat:
        return _insert_after(text, last, last.value.end, f" {item}")
    place = last.value.end if last.comma is None else last.comma + 1
    if found := _REST_OF_LINE.match(text, place):
        place = found.end()
    return _insert_after(text, last, place, newline + indent + item)


def _insert_first(text: str, parent: Node, item: str, lead: str, newline: str) -> str:
    start, end = parent.start + 1, parent.end - 1
    inner = text[start:end]
    if not inner.strip(" \t"):
        closing = newline + _indent_of(text, parent.start) if lead else ""
        return text[:start] + lead + item + closing + text[end:]
    # What a comment in there says stays in front of what comes in.
    place = start + len(inner.rstrip())
    return text[:place] + lead + item + text[place:]


def _insert_after(text: str, last: Child, place: int, item: str) -> str:
    """`item` at `place`; a comma before it, or after it where the last one has one behind it too."""
    if last.comma is not None:
        place = max(place, last.comma + 1)
        return f"{text[:place]}{item},{text[place:]}"
    end = last.value.end
    return f"{text[:end]},{text[end:place]}{item}{text[place:]}"


def _written(value: Any, indent: str, unit: str, newline: str, *, flat: bool) -> str:
    if flat:
        return json.dumps(value, ensure_ascii=False)
    lines = json.dumps(value, ensure_ascii=False, indent=unit).split("\n")
    return (newline + indent).join(lines)


def _manner(text: str, root: Node) -> tuple[str, str]:
    """Step of indentation and newline of a document; two blanks where it has none."""
    newline = "\r\n" if "\r\n" in text else "\n"
    first = next((child for child in root.children if _starts_line(text, child.start)), None)
    return (_indent_of(text, first.start) if first else "") or "  ", newline


def _child_indent(text: str, parent: Node, unit: str) -> str:
    last = next((child for child in reversed(parent.children) if _starts_line(text, child.start)), None)
    return _indent_of(text, last.start if last else parent.start) + ("" if last else unit)


def _indent_of(text: str, place: int) -> str:
    """The blanks with which the line of `place` begins."""
    found = _INDENT.match(text, _line_start(text, place))
    return found[0] if found else ""


def _line_start(text: str, place: int) -> int:
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def _ends_line(text: str, child: Child) -> bool:
    """Whether nothing but its comma follows on its line."""
    end = child.value.end if child.comma is None else child.comma + 1
    between = text[child.value.end : end].strip(" \t")
    return between in ("", ",") and text[end:].lstrip(" \t")[:1] in ("\n", "\r")


def _starts_line(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \t")
    return before.endswith(("\n", "\r"))


def _line_end_before(text: str, place: int) -> int:
    """Where what stands before `place` ends: without the blanks before it, and without one newline."""
    start = len(text[:place].rstrip(" \t"))
    if text[:start].endswith("\r\n"):
        return start - 2
    return start - 1 if text[:start].endswith(("\n", "\r")) else start


def _has_lines(text: str, node: Node) -> bool:
    return any(_starts_line(text, child.start) for child in node.children)


def _is_flat(text: str, root: Node) -> bool:
    """Whether the document is one line of more than nothing: what comes in is written in one as well."""
    return bool(root.children) and not re.search(r"[\r\n]", text[root.start : root.end])
