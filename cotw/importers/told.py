"""Told: turns that somebody tells outright instead of writing a transcript, read from JSON.

One object, a list of them, or JSON Lines; each with `user` and `agent`, or with `messages` of a role and a
content. What is wrong is named with its place, and then nothing of the whole is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from cotw.clock import parse_instant
from cotw.errors import UsageError
from cotw.files import from_json
from cotw.importers.generic import kind_of
from cotw.importers.names import name_of
from cotw.records.message import Kind
from cotw.secrets import mask

NAMES = ("thread", "mode", "session", "project", "tool", "user_name", "agent_name", "id")
_MEMBERS = frozenset({"user", "agent", "messages", "at", *NAMES})
_MESSAGE_MEMBERS = frozenset({"role", "content", "at", "id"})
_LONGEST_NAME = 200
_EXAMPLE = 'for example {"user": "When is the stand?", "agent": "On Saturday."}; see: cotw learn --help'


@dataclass(frozen=True, slots=True)
class Words:
    """What one side said; `at` is None where nobody said when, `native` its name in its tool."""

    kind: Kind
    text: str
    at: datetime | None = None
    native: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A turn or several, as they were told: what was said, and what holds for all of it; None: not known."""

    words: tuple[Words, ...]
    at: datetime | None = None
    thread: str | None = None
    mode: str | None = None
    session: str | None = None
    project: str | None = None
    tool: str | None = None
    user_name: str | None = None
    agent_name: str | None = None


def read_told(data: bytes, zone: tzinfo) -> list[Told]:
    """What `data` tells; times without an offset are those of `zone`. Raises UsageError."""
    return [told_of(value, place, zone) for place, value in _values(data)]


def told_of(value: Any, place: str, zone: tzinfo) -> Told:
    """What one JSON object tells; `place` names it. Raises UsageError."""
    item = _object(value, place, _MEMBERS)
    names = {name: _name(item, name, place) for name in NAMES}
    native, at = names.pop("id"), _instant(item, place, zone)
    sides = [
        Words(kind, text, None, native and f"{native}#{kind.value}")
        for kind, member in ((Kind.HUMAN, "user"), (Kind.AGENT, "agent"))
        if (text := _text(item, member, place)).strip()
    ]
    listed = list(_listed(item.get("messages"), place, zone))
    if sides and listed:
        raise UsageError(f"{place} has both messages and user or agent", hint="say it in one of the two ways")
    if not (sides or listed):
        raise UsageError(f"{place} says nothing: it needs user or agent", hint=_EXAMPLE)
    return Told(tuple(sides or listed), at, **names)


def _values(data: bytes) -> Iterator[tuple[str, Any]]:
    """The objects in `data`, each with what to call it."""
    if not data.strip():
        raise UsageError("there is nothing to learn: the input is empty", hint=_EXAMPLE)
    try:
        value = from_json(data)
    except ValueError:
        yield from _lines(data)
        return
    if isinstance(value, list):
        yield from ((f"item {number}", item) for number, item in enumerate(value, 1))
    else:
        yield "the input", value


def _lines(data: bytes) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield f"line {number}", from_json(line)
            except ValueError:
                raise UsageError(f"line {number} of the input is not JSON", hint=_EXAMPLE) from None


def _listed(value: Any, place: str, zone: tzinfo) -> Iterator[Words]:
    if value is None:
        return
    if not isinstance(value, list):
        raise UsageError(f"messages of {place} is no list", hint='write [{"role": "user", "content": "…"}]')
    for number, each in enumerate(value, 1):
        where = f"message {number} of {place}"
        item = _object(each, where, _MESSAGE_MEMBERS)
        role, text = _name(item, "role", where), _text(item, "content", where)
        kind = kind_of(None, role, None)
        if role is None or kind not in (Kind.HUMAN, Kind.AGENT):
            raise UsageError(f"{where} has no role that speaks", hint='role is "user" or "assistant"')
        if text.strip():
            yield Words(kind, text, _instant(item, where, zone), _name(item, "id", where))


def _object(value: Any, place: str, members: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{place} is not a JSON object", hint=_EXAMPLE)
    strange = sorted(value.keys() - members)
    if strange:
        raise UsageError(
            f"{place} has an unknown member {strange[0][:40]!r}", hint=f"known: {_named(members)}"
        )
    return value


def _text(item: Mapping[str, Any], member: str, place: str) -> str:
    value = item.get(member)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"{member} of {place} is no text", hint="write it in quotation marks")
    return value


def _name(item: Mapping[str, Any], member: str, place: str) -> str | None:
    value = item.get(member)
    if value is None:
        return None
    name = name_of(value)
    if name is None or len(name) > _LONGEST_NAME or not name.strip():
        raise UsageError(
            f"{member} of {place} is no name", hint=f"a text of at most {_LONGEST_NAME} characters"
        )
    # A name is a key in caches and in the ledger: no secret may stand in it.
    return mask(name.strip())


def _instant(item: Mapping[str, Any], place: str, zone: tzinfo) -> datetime | None:
    if item.get("at") is None:
        return None
    try:
        return parse_instant(item["at"], zone)
    except (ValueError, OverflowError):
        raise UsageError(
            f"at of {place} is no time", hint="write 2026-11-20T14:30, with or without an offset"
        ) from None


def _named(members: frozenset[str]) -> str:
    return ", ".join(sorted(members))
