"""Settings as people write them: random JSON objects with comments, commas at the end and odd blanks."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import strategies as st

_BLANKS = (
    "",
    "",
    " ",
    "\n",
    "\n  ",
    "\r\n\t",
    " /* wheels */ ",
    " // true the front wheel\n",
    "\n\n    // {[\"'\n  ",
)
_KEYS = ("model", "hooks", "Stop", "SessionStart", "env", "a b", "ü", "permissions")
_SCALARS = (None, True, False, 0, -7, 2.5, "", "wheel", 'say "wheel"', "// no comment", "{", "Größe 🚲")
_EVENTS = ("Stop", "SessionStart")


def documents() -> st.SearchStrategy[str]:
    """One document; its outermost value is an object."""
    return st.integers(0, 2**32).map(_document)


def group(line: str = "/usr/bin/other-hook") -> dict[str, Any]:
    """The entry of one hook."""
    return {"hooks": [{"type": "command", "command": line, "timeout": 5}]}


def _document(seed: int) -> str:
    chance = Random(seed)
    return chance.choice(_BLANKS) + _object(chance, 3, "") + chance.choice(_BLANKS)


def _value(chance: Random, depth: int, key: str) -> str:
    """What may stand at `key`; hooks and their events have the shape that they need."""
    kind = chance.choice("{[sss") if depth else "s"
    if key == "hooks" or (kind == "{" and key not in _EVENTS):
        return _object(chance, depth - 1, key)
    if key in _EVENTS or kind == "[":
        return _enclosed(chance, "[]", [_value(chance, depth - 1, "") for _ in range(chance.randrange(3))])
    return json.dumps(chance.choice(_SCALARS), ensure_ascii=chance.random() < 0.5)


def _object(chance: Random, depth: int, inside: str) -> str:
    members = []
    for key in chance.sample(_KEYS, chance.randrange(4)):
        # Where nobody looks for hooks these names are as good as others.
        meant = key if (inside, key) == ("", "hooks") or (inside == "hooks" and key in _EVENTS) else "other"
        value = _value(chance, max(depth - 1, 0), meant)
        members.append(f"{json.dumps(key)}{chance.choice(_BLANKS)}:{chance.choice(_BLANKS)}{value}")
    return _enclosed(chance, "{}", members)


def _enclosed(chance: Random, brackets: str, items: list[str]) -> str:
    body = ",".join(f"{chance.choice(_BLANKS)}{item}{chance.choice(_BLANKS)}" for item in items)
    if items and chance.random() < 0.4:
        body += f",{chance.choice(_BLANKS)}"
    return f"{brackets[0]}{body or chance.choice(_BLANKS)}{brackets[1]}"
