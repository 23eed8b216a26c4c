"""Event: what happened in an agent's session, in words that no one tool has for itself."""

from __future__ import annotations

import os

START, PROMPT, STOP, COMPACT, END = "start", "prompt", "stop", "compact", "end"
BEGINS = ("startup", "resume", "clear", "compact")
# Longer names are no names of sessions, and longer paths no paths.
_MOST_NAME, _MOST_PATH, _MOST_REASON = 200, 4096, 40


class Event:
    """One event. `begin` says how a session began, `reason` why it was compacted or ended."""

    __slots__ = ("begin", "called", "kind", "project", "prompt", "reason", "session", "tool", "transcript")

    def __init__(self, tool: str, kind: str, called: str, said: dict[str, object]) -> None:
        """`called` is the tool's own name for it; `said` has the other fields, whatever they hold."""
        self.tool, self.kind, self.called = tool, kind, called
        self.session = _text(said.get("session"), _MOST_NAME)
        transcript = _text(said.get("transcript"), _MOST_PATH)
        if transcript and transcript.startswith("~/"):
            transcript = os.path.expanduser(transcript)
        self.transcript = transcript if transcript and transcript.startswith("/") else None
        self.project = _text(said.get("project"), _MOST_PATH)
        self.reason = _text(said.get("reason"), _MOST_REASON)
        begin = said.get("begin")
        self.begin = begin if isinstance(begin, str) and begin in BEGINS else BEGINS[0]
        prompt = said.get("prompt")
        self.prompt = prompt if isinstance(prompt, str) else ""


def _text(value: object, most: int) -> str | None:
    if isinstance(value, str) and value.strip() and len(value) <= most and "\0" not in value:
        return value
    return None
