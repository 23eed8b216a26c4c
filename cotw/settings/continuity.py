"""Settings of continuity: what passes from one session, and one turn, to the next."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from cotw.settings.section import Section


class ContinuitySettings(Section):
    """How sessions end and hand over to the next, and when a thread has become too long."""

    interrupted_after_hours: float = Field(
        2.0, gt=0, description="a session without a word for so long is interrupted"
    )
    over_after_hours: float = Field(
        6.0, gt=0, description="without a word for so long it is over; what comes then takes it up again"
    )
    consolidate_after_compactions: int = Field(
        5, ge=1, description="a thread whose sessions were compacted so often asks for consolidation"
    )
    handoff_pause_seconds: float = Field(
        60.0, ge=0, description="in a pause a handoff is written again after so long"
    )
    handoff_pause_exchanges: int = Field(3, ge=1, description="or after so many new exchanges")
    handoff_first_exchanges: int = Field(
        20, ge=0, le=1000, description="exchanges that a handoff reads of how it began"
    )
    handoff_last_exchanges: int = Field(100, ge=1, le=1000, description="and of how it went on last")
    handoff_claim_seconds: float = Field(
        60.0,
        gt=0,
        description="a handoff that was taken and not shown for so long is there to be taken again",
    )
    warm_start_tokens: int = Field(250, ge=40, le=2000, description="length of a thread's warm start")
    warm_start_timeout_seconds: float = Field(
        8.0, gt=0, description="so long a language model is waited for; then the rules' words are taken"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.over_after_hours < self.interrupted_after_hours:
            raise ValueError("over_after_hours must not be less than interrupted_after_hours")
        return self


class ContextSettings(Section):
    """What an agent is given for one turn."""

    budget_tokens: int = Field(2000, ge=100, le=100_000, description="size of the block for a turn")
    side_characters: int = Field(
        800, ge=80, le=8000, description="of an exchange at most so much of what either side said"
    )
    source_seconds: float = Field(
        15.0, gt=0, le=120, description="a source that takes longer is left out of the block"
    )


class IdentitySettings(Section):
    """How much of who it is an agent is told at the start of a session; 4,000 tokens in all by default."""

    soul_tokens: int = Field(800, ge=0, description="budget of SOUL.md; what a layer leaves goes to the next")
    agents_tokens: int = Field(800, ge=0, description="budget of AGENTS.md")
    anchor_tokens: int = Field(500, ge=0, description="budget of ANCHOR.md")
    tools_tokens: int = Field(500, ge=0, description="budget of TOOLS.md")
    standing_tokens: int = Field(200, ge=0, description="budget of the standing")
    memory_tokens: int = Field(400, ge=0, description="budget of identity/memory/, newest day first")
    handoff_tokens: int = Field(600, ge=0, description="budget of the session handoff")
    continuity_tokens: int = Field(150, ge=0, description="budget of what is told of the past")
    graph_tokens: int = Field(50, ge=0, description="budget of who and what is linked")
    posture_tokens: int = Field(200, ge=0, description="budget of a posture, beside the layers")
    memory_days: int = Field(
        7, ge=0, le=366, description="days of identity/memory/ that are told; today's too"
    )

    @property
    def total_tokens(self) -> int:
        """The budget of all layers together."""
        names = (name for name in type(self).model_fields if name.endswith("_tokens"))
        return sum(int(getattr(self, name)) for name in names) - self.posture_tokens


class SettledSettings(Section):
    """What a person has settled, and how much of it a prompt is told: truth table and bound files."""

    truth_rows: int = Field(12, ge=0, le=100, description="rows of the truth table that a prompt is told")
    truth_characters: int = Field(800, ge=0, le=20_000, description="characters of these rows together")
    knowledge_limit: int = Field(3, ge=0, le=50, description="facts of bound files that a prompt is told")
    knowledge_characters: int = Field(600, ge=0, le=20_000, description="characters of these facts together")
    min_knowledge_cosine: float = Field(
        0.28, ge=-1, le=1, description="nearness a fact needs that holds few of the question's words"
    )
    file_limit_bytes: int = Field(1_000_000, ge=1000, description="larger bound files are not read")
    folder_limit_files: int = Field(1000, ge=1, description="files read of one bound folder")


class TopicSettings(Section):
    """What is spoken of."""

    half_life_days: float = Field(
        14.0, gt=0, description="how fresh a topic is: what was said so long ago counts half"
    )
