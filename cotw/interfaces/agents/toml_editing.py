"""Editing TOML in place: one table comes in or goes out; comments, order and blanks around it stay.

Text in, text out, as `json_editing` does it for JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from cotw.errors import CotwError


class NotToml(CotwError):
    """A settings file is not what its tool could read; it is left alone."""


def read_toml(text: str) -> dict[str, Any]:
    """The document as Python has it. Raises NotToml, with the line at which it ends to be one."""
    return _document(text).unwrap()


def put_table(text: str, path: Sequence[str], values: Mapping[str, Any]) -> str:
    """`text` with the table at `path` set to `values`: replaced where it stands, or added at the end."""
    document = _document(text)
    *outer, name = path
    inner: Any = document
    for step in outer:
        if step not in inner:
            inner[step] = tomlkit.table(is_super_table=True)
        inner = inner[step]
        if not isinstance(inner, Mapping):
            raise NotToml(f"{step} is no table there")
    table = tomlkit.table()
    table.update(values)
    inner[name] = table
    return _with_newlines_of(text, document)


def remove_table(text: str, path: Sequence[str]) -> str:
    """`text` without the table at `path`; unchanged if there is none. Tables that are empty then go too."""
    document = _document(text)
    inners: list[Any] = [document]
    for step in path:
        if not isinstance(inners[-1], Mapping) or step not in inners[-1]:
            return text
        inners.append(inners[-1][step])
    for inner, step in zip(reversed(inners[:-1]), reversed(path), strict=True):
        del inner[step]
        if inner:
            break
    return _with_newlines_of(text, document)


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise NotToml(f"it does not parse: {error}") from error


def _with_newlines_of(text: str, document: tomlkit.TOMLDocument) -> str:
    """What tomlkit adds has plain newlines; in a file with others it gets those."""
    written = tomlkit.dumps(document)
    if "\r\n" not in text or "\n" in text.replace("\r\n", ""):
        return written
    return written.replace("\r\n", "\n").replace("\n", "\r\n")
