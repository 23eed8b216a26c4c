"""Reader: who reads through MCP – of which memory, with which tool, in which mode.

The mode decides whose words may be shown, as it does for what is injected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo

from cotw.care.seen import seen_thread
from cotw.care.within import bounds
from cotw.errors import UsageError
from cotw.memory import Memory
from cotw.records.hit import RecallFilters
from cotw.settings import ModeSettings


@dataclass(frozen=True, slots=True)
class Reader:
    """One agent's view of a memory, for one call."""

    memory: Memory
    tool: str
    mode: str

    @property
    def sees(self) -> frozenset[str]:
        """The modes whose words it may be shown."""
        return self.memory.config.modes.seen_from(self.mode)

    @property
    def zone(self) -> tzinfo:
        """Where the person lives."""
        return self.memory.truth.zone

    def thread(self, named: str | None) -> str | None:
        """The id of the thread that is meant, of those it may know of. Raises UsageError and NothingFound."""
        return None if named is None else seen_thread(self.memory, self.sees, named).id

    def filters(
        self,
        *,
        thread: str | None = None,
        mode: str | None = None,
        since: str | None = None,
        until: str | None = None,
        speaker: str | None = None,
    ) -> RecallFilters:
        """The bounds of a question, never wider than what the mode may see."""
        if mode is not None and mode not in self.sees:
            raise UsageError(
                f"words of the mode {mode!r} are not shown in the mode {self.mode!r}",
                hint=f"ask for one of: {', '.join(sorted(self.sees)) or 'none'}; or leave it out",
            )
        within = bounds(self.memory, since, until, self.thread(thread), mode)
        return replace(within, modes=tuple(sorted(self.sees)), speaker=speaker)


def mode_of(modes: ModeSettings, tool: str, named: str | None) -> str:
    """The mode that is named, else that of the tool, else the default."""
    return named or modes.by_tool.get(tool, modes.default)
