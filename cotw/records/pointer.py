"""A pointer: what a hook leaves of what its agent told it – what happened, in which session, and no word.

It comes from a file that anything may have written: what does not have its form is refused as a whole, for
one of a few reasons that quote nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cotw.clock import parse_instant
from cotw.records.block import Seal

VERSION = 1
_ID = re.compile(r"[0-9a-f-]{8,40}")
_TOOL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BLOCK = re.compile(r"ctx_[0-9a-f]{16}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME_CHARACTERS, _PATH_CHARACTERS = 200, 4096
# What a session begins with is a few thousand tokens.
_MOST_SHOWN, _MOST_SOURCES = 1_000_000, 1000


class Event(StrEnum):
    """What happened: a session began, an answer was given, a context was compacted, a session ended."""

    START = "start"
    STOP = "stop"
    COMPACT = "compact"
    END = "end"


@dataclass(frozen=True, slots=True)
class ShownByHook:
    """A block that a hook put into a prompt by itself: what it is known by, and what it was made of.

    `claim` and `beside` are the pages of the handoff in it, below the home; `thread` is whose it was.
    """

    block: str
    seal: Seal
    sources: tuple[str, ...]
    claim: str | None
    beside: tuple[str, ...]
    thread: str | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """One event in one agent's session. `transcript` and `project` are paths, where they are known.

    `session` is empty where the tool names none.
    """

    id: str
    event: Event
    tool: str
    session: str
    transcript: str | None
    project: str | None
    at: datetime
    reason: str
    shown: ShownByHook | None


def pointer_of(value: object) -> Pointer:
    """The pointer that a JSON value is. Raises ValueError with the reason why it is none."""
    if not isinstance(value, dict):
        raise ValueError("is no object")
    if value.get("version") != VERSION:
        raise ValueError("is of another version")
    transcript, project = (_path(value, name) for name in ("transcript", "project"))
    if transcript is not None and not transcript.startswith("/"):
        raise ValueError("its transcript is no absolute path")
    shown = value.get("shown")
    return Pointer(
        id=_like(value, "id", _ID),
        event=_event(value.get("event")),
        tool=_like(value, "tool", _TOOL),
        session=_text(value, "session", _NAME_CHARACTERS, needed=False),
        transcript=transcript,
        project=project,
        at=_instant(value.get("at")),
        reason=_text(value, "reason", _NAME_CHARACTERS, needed=False),
        shown=None if shown is None else _shown(shown),
    )


def _shown(value: object) -> ShownByHook:
    if not isinstance(value, dict):
        raise ValueError("its shown is no object")
    characters = value.get("characters")
    if type(characters) is not int or not 0 < characters <= _MOST_SHOWN:
        raise ValueError("its characters are no number of characters")
    return ShownByHook(
        block=_like(value, "block", _BLOCK),
        seal=Seal(characters, _like(value, "digest", _DIGEST)),
        sources=_texts(value, "sources"),
        claim=_path(value, "claim"),
        beside=_texts(value, "beside"),
        thread=_text(value, "thread", _NAME_CHARACTERS, needed=False) or None,
    )


def _event(value: object) -> Event:
    try:
        return Event(str(value))
    except ValueError:
        raise ValueError("its event is not known") from None


def _instant(value: object) -> datetime:
    try:
        return parse_instant(value)
    except ValueError:
        raise ValueError("its at is no instant") from None


def _like(value: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not form.fullmatch(text):
        raise ValueError(f"its {name} has another form")
    return text


def _path(value: Mapping[str, Any], name: str) -> str | None:
    return _text(value, name, _PATH_CHARACTERS, needed=False) or None


def _text(value: Mapping[str, Any], name: str, most: int, *, needed: bool = True) -> str:
    text = value.get(name)
    if text is None and not needed:
        return ""
    if not isinstance(text, str) or len(text) > most or "\0" in text or (needed and not text.strip()):
        raise ValueError(f"its {name} is no {name}")
    return text


def _texts(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    texts = value.get(name, [])
    if not isinstance(texts, list) or len(texts) > _MOST_SOURCES:
        raise ValueError(f"its {name} are no list")
    return tuple(_text({name: text}, name, _PATH_CHARACTERS) for text in texts)
