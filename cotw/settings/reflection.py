"""Settings of reflection: what is thought about while nobody talks, and what may be proposed."""

from __future__ import annotations

from pydantic import Field

from cotw.settings.section import Section


class ReflectionSettings(Section):
    """From exchanges that moved to proposals that a person decides on."""

    gate_entropy: float = Field(
        0.6, gt=0, le=3, description="an exchange that moved so much is thought about"
    )
    gate_percentile: float = Field(
        95.0, ge=50, le=100, description="once there are 200 exchanges: what moved more than so many percent"
    )
    window_days: int = Field(7, ge=1, le=90, description="exchanges that ended so long ago are looked at")
    most_open: int = Field(50, ge=1, le=500, description="inquiries that may wait at one time")
    pause_minutes: float = Field(30.0, ge=0, description="of what was said within so long, one is taken")
    min_same_inquiry: float = Field(
        0.80, gt=0, le=1, description="cosine from which on two exchanges are one inquiry"
    )
    inquiries_a_night: int = Field(
        5, ge=0, le=100, description="new inquiries in a night, and the day after it"
    )
    contemplations_a_night: int = Field(
        3,
        ge=0,
        le=100,
        description="inquiries that it begins to think about in a night, and the day after it",
    )
    proposals_a_night: int = Field(
        2, ge=0, le=20, description="new proposals in a night, and the day after it"
    )
    min_same_direction: float = Field(
        0.35, gt=0, le=1, description="cosine from which on two growth vectors point the same way"
    )
    min_alignment: float = Field(
        0.25, gt=0, le=1, description="cosine from which on a direction is in line with a principle"
    )
    min_same_trait: float = Field(
        0.60, gt=0, le=1, description="cosine from which on a sentence says what was proposed before"
    )
    min_vectors: int = Field(3, ge=2, le=50, description="growth vectors that make a direction")
    min_age_days: float = Field(30.0, ge=0, description="age of the oldest of them")
    most_pending: int = Field(5, ge=1, le=50, description="proposals that may wait for a person")
    lapse_days: float = Field(7.0, gt=0, description="a proposal that nobody decided on lapses after so long")
