"""Dialects: how each tool tells its events, and how it wants to be answered; one small module a tool.

`docs/hooks/wire.md` says what they read and print.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cotw.interfaces.hooks.event import Event

TOOLS = ("claude-code", "codex", "openclaw")


class Dialect:
    """A tool's: `read` gives the event, or None for one that is passed over; `answer` what is printed.

    A tool takes a text whole of at most so many characters (`most_characters`); None: no bound is known.
    """

    __slots__ = ("answer", "most_characters", "read")

    def __init__(
        self,
        read: Callable[[dict[str, object]], Event | None],
        answer: Callable[[Event, str], dict[str, object]],
        most_characters: int | None,
    ) -> None:
        self.read, self.answer, self.most_characters = read, answer, most_characters


def dialect_of(tool: str) -> Dialect | None:
    """The dialect of a tool; None if it is not one of `TOOLS`. Nothing is imported for the others."""
    if tool == "claude-code":
        from cotw.interfaces.hooks.dialects.claude_code import DIALECT as CLAUDE_CODE

        return CLAUDE_CODE
    if tool == "codex":
        from cotw.interfaces.hooks.dialects.codex import DIALECT as CODEX

        return CODEX
    if tool == "openclaw":
        from cotw.interfaces.hooks.dialects.openclaw import DIALECT as OPENCLAW

        return OPENCLAW
    return None
