"""How long tools keep transcripts, read out of their own settings.

Settings are foreign input: whatever has not the shape that the tool documents counts as not set, and the
tool's default holds. The defaults and where they are documented stand in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cotw.files import from_json

DEFAULT_DAYS = 30.0
_MOST_BYTES = 1 << 20
_DAYS_PER_UNIT = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}
_AGE = re.compile(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*([hdwmy])\s*", re.IGNORECASE)


def settings_in(file: Path | None) -> Mapping[str, object]:
    """The JSON object in `file`; empty where there is none, or none that can be read."""
    if file is None:
        return {}
    try:
        with file.open("rb") as stream:
            found = from_json(stream.read(_MOST_BYTES))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def claude_days(settings: Mapping[str, object]) -> float | None:
    """Claude Code deletes transcripts that were not touched for `cleanupPeriodDays`."""
    days = settings.get("cleanupPeriodDays")
    if isinstance(days, bool) or not isinstance(days, int | float):
        return DEFAULT_DAYS
    return float(days)


def gemini_days(settings: Mapping[str, object]) -> float | None:
    """Gemini CLI deletes chats older than `general.sessionRetention.maxAge`, unless that is not `enabled`."""
    retention = _section(settings, "general", "sessionRetention")
    return None if retention.get("enabled") is False else _days(retention.get("maxAge"))


def openclaw_days(settings: Mapping[str, object]) -> float | None:
    """OpenClaw prunes sessions older than `session.maintenance.pruneAfter`, unless its `mode` is `warn`."""
    maintenance = _section(settings, "session", "maintenance")
    return None if maintenance.get("mode") == "warn" else _days(maintenance.get("pruneAfter"))


def _section(settings: Mapping[str, object], *names: str) -> Mapping[str, object]:
    for name in names:
        inner = settings.get(name)
        settings = inner if isinstance(inner, dict) else {}
    return settings


def _days(age: object) -> float:
    """The days in an age as tools write it: `30d`, `12h`, `1w`."""
    written = _AGE.fullmatch(age) if isinstance(age, str) else None
    return DEFAULT_DAYS if written is None else float(written[1]) * _DAYS_PER_UNIT[written[2].lower()]
