"""Codex's hooks: https://developers.openai.com/codex/hooks. They are told as Claude Code tells its own."""

from __future__ import annotations

from cotw.interfaces.hooks.dialects import Dialect
from cotw.interfaces.hooks.dialects.claude_code import additional_context, event_in
from cotw.interfaces.hooks.event import Event

# 2,500 tokens, which Codex counts as four bytes each; of what is longer the model sees both ends.
_MOST_CHARACTERS = 10_000


def _read(said: dict[str, object]) -> Event | None:
    return event_in("codex", said)


DIALECT = Dialect(_read, additional_context, _MOST_CHARACTERS)
