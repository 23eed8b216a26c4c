"""How long tools keep transcripts: what their settings say, and their defaults for everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.importers.retention import claude_days, gemini_days, openclaw_days, settings_in


@pytest.mark.parametrize(
    ("settings", "days"),
    [
        ({}, 30),
        ({"cleanupPeriodDays": 365}, 365),
        ({"cleanupPeriodDays": 0.5}, 0.5),
        ({"cleanupPeriodDays": True}, 30),
        ({"cleanupPeriodDays": "a while"}, 30),
    ],
)
def test_claude_code_deletes_after_its_cleanup_period(settings: dict[str, object], days: float) -> None:
    """30 days, unless a number stands in the settings."""
    assert claude_days(settings) == days


@pytest.mark.parametrize(
    ("retention", "days"),
    [
        ({}, 30),
        ({"maxAge": "7d"}, 7),
        ({"maxAge": "12h"}, 0.5),
        ({"maxAge": " 2W "}, 14),
        ({"maxAge": "soon"}, 30),
        ({"enabled": True, "maxCount": 50}, 30),
        ({"enabled": False, "maxAge": "7d"}, None),
        ("yes", 30),
    ],
)
def test_gemini_cli_deletes_old_sessions_unless_that_is_off(retention: object, days: float | None) -> None:
    """Ages are written with their unit; anything that is no age counts as not set."""
    assert gemini_days({"general": {"sessionRetention": retention}}) == days


def test_openclaw_prunes_unless_it_only_warns() -> None:
    """`mode` decides whether `pruneAfter` means anything."""
    assert openclaw_days({}) == 30
    assert openclaw_days({"session": {"maintenance": {"pruneAfter": "90d"}}}) == 90
    assert openclaw_days({"session": {"maintenance": {"pruneAfter": "90d", "mode": "warn"}}}) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"// JSON5\n{a: 1}", b"[" * 100_000])
def test_settings_that_cannot_be_read_count_as_not_there(tmp_path: Path, content: bytes) -> None:
    """Nothing raises: settings are other programs' files."""
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    assert settings_in(file) == {}
    assert settings_in(tmp_path) == settings_in(tmp_path / "missing") == settings_in(None) == {}
