"""Settings of hooks: how quick they are to be."""

from __future__ import annotations

from pydantic import Field

from cotw.settings.section import Section


class HookSettings(Section):
    """How quick an agent's hooks are to be; `cotw status --hooks` says how quick they are."""

    start_budget_ms: float = Field(150.0, gt=0, description="the start of a session is to be answered in")
    prompt_budget_ms: float = Field(100.0, gt=0, description="a prompt is to be answered in")
    stop_budget_ms: float = Field(50.0, gt=0, description="the end of an answer is to be noted in")
    compact_budget_ms: float = Field(50.0, gt=0, description="a compaction is to be noted in")
    end_budget_ms: float = Field(50.0, gt=0, description="the end of a session is to be noted in")
    source_budget_ms: float = Field(60.0, gt=0, description="a source of a context is to answer in")
    window_days: float = Field(7.0, gt=0, le=3660, description="calls that are no older are counted")

    def budget_ms(self, event: str) -> float:
        """What an event may take, as the log of hooks calls it: start, prompt, stop, compact, end."""
        return float(getattr(self, f"{event}_budget_ms"))
