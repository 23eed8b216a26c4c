"""Claude Code's hooks: https://code.claude.com/docs/en/hooks."""

from __future__ import annotations

from cotw.interfaces.hooks.dialects import Dialect
from cotw.interfaces.hooks.event import COMPACT, END, PROMPT, START, STOP, Event

_KINDS = {
    "SessionStart": START,
    "UserPromptSubmit": PROMPT,
    "Stop": STOP,
    "PreCompact": COMPACT,
    "SessionEnd": END,
}
# Transcripts of sub-agents lie in a folder of this name beside that of their session.
_SIDE = "/subagents/"
# What is longer is written to a file, and the model sees the first 2 KB of it.
_MOST_CHARACTERS = 10_000


def event_in(tool: str, said: dict[str, object]) -> Event | None:
    """The event of Claude Code's JSON, which Codex's is like; None for other events, and for sub-agents.

    Only an `agent_id` tells a sub-agent: `agent_type` stands there as well for a session that was begun as a
    named agent.
    """
    called = said.get("hook_event_name")
    kind = _KINDS.get(called) if isinstance(called, str) else None
    if kind is None or said.get("agent_id") or _SIDE in str(said.get("transcript_path") or ""):
        return None
    fields = {
        "session": said.get("session_id"),
        "transcript": said.get("transcript_path"),
        "project": said.get("cwd"),
        "begin": said.get("source"),
        "reason": said.get("trigger") if kind == COMPACT else said.get("reason"),
        "prompt": said.get("prompt"),
    }
    return Event(tool, kind, str(called), fields)


def additional_context(event: Event, text: str) -> dict[str, object]:
    """A text that is put into the prompt."""
    return {"hookSpecificOutput": {"hookEventName": event.called, "additionalContext": text}}


def _read(said: dict[str, object]) -> Event | None:
    return event_in("claude-code", said)


DIALECT = Dialect(_read, additional_context, _MOST_CHARACTERS)
