"""Settings of the nightshift: its hours, when it waits, and how often it tries."""

from __future__ import annotations

from datetime import time
from typing import Self

from pydantic import Field, field_validator, model_validator

from cotw.settings.section import Section

_HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class NightshiftSettings(Section):
    """What runs while nobody is talking: office hours are in the home's time zone."""

    begins: str = Field("23:00", pattern=_HOUR, description="office hours begin")
    ends: str = Field("05:00", pattern=_HOUR, description="office hours end")
    idle_minutes: float = Field(
        15.0, gt=0, le=1440, description="outside of them it works when nothing was said for so long"
    )
    idle_cycles_a_day: int = Field(5, ge=0, le=100, description="and not more often than this in a day")
    good_night_minutes: float = Field(
        30.0, ge=0, le=1440, description="so long it waits after somebody said good night"
    )
    attempts: int = Field(3, ge=1, le=20, description="a job that fails so often in a night is left alone")
    truth_review_days: int = Field(
        90, ge=1, le=3650, description="rows of the truth table that are older are worth a look"
    )
    summaries_a_night: int = Field(
        10, ge=0, le=1000, description="so many summaries a language model writes in a night"
    )

    @field_validator("begins", "ends", mode="before")
    @classmethod
    def _of_the_clock(cls, hour: object) -> object:
        # YAML takes an unquoted 22:30 for minutes: 1350. An hour before ten it leaves alone.
        if isinstance(hour, int) and not isinstance(hour, bool) and 0 <= hour < 24 * 60:
            return f"{hour // 60:02d}:{hour % 60:02d}"
        return hour

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        if self.begins == self.ends:
            raise ValueError("office hours that begin when they end are none; set nightshift.ends first")
        return self

    @property
    def hours(self) -> tuple[time, time]:
        """When office hours begin and end, by the clock on the wall."""
        return time.fromisoformat(self.begins), time.fromisoformat(self.ends)
