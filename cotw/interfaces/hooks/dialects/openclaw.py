"""OpenClaw's hooks: functions inside of its gateway, of which ours passes on what it was called with.

The JSON is our own, because the handler that writes it is. The answer is what `before_prompt_build` returns.
"""

from __future__ import annotations

from cotw.interfaces.hooks.dialects import Dialect
from cotw.interfaces.hooks.event import COMPACT, END, PROMPT, START, STOP, Event

_KINDS = frozenset({START, PROMPT, STOP, COMPACT, END})
# Part of the key of a session that an agent began for a task of its own.
_SIDE = ":subagent:"


def _read(said: dict[str, object]) -> Event | None:
    kind = said.get("event")
    if not isinstance(kind, str) or kind not in _KINDS or _SIDE in str(said.get("session_key") or ""):
        return None
    return Event("openclaw", kind, kind, said)


def _answer(event: Event, text: str) -> dict[str, object]:
    return {"prependContext": text}


DIALECT = Dialect(_read, _answer, None)
