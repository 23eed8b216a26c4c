"""A section: what all sections of the settings have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Some settings that belong together: unknown names are errors, and nothing changes them later."""

    model_config = ConfigDict(frozen=True, extra="forbid")
