"""History: versions that were seen, and what was decided about them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from cotw.identity.history import decisions, keep_versions, versions
from tests.identity.homes import NOW, workshop, write

SOUL = "identity/SOUL.md"


def test_each_version_is_kept_once(tmp_path: Path) -> None:
    """Seeing the same again keeps nothing; going back to an earlier version is a version."""
    home = workshop(tmp_path)
    assert len(keep_versions(home, NOW)) == 8
    assert keep_versions(home, NOW) == []
    for text in ("one", "two", "one"):
        write(home, "SOUL.md", text)
        (kept,) = keep_versions(home, NOW)
        assert kept.path == SOUL
    assert [version.text for version in versions(home, SOUL)][1:] == ["one", "two", "one"]
    assert all(version.copy.stat().st_mode & 0o777 == 0o600 for version in versions(home, SOUL))


def test_a_clock_that_was_set_back_does_not_turn_it_round(tmp_path: Path) -> None:
    """A version that was seen later comes later."""
    home = workshop(tmp_path, SOUL="one")
    keep_versions(home, NOW)
    write(home, "SOUL.md", "two")
    keep_versions(home, NOW - timedelta(days=3))
    assert [version.text for version in versions(home, SOUL)] == ["one", "two"]


def test_a_person_may_delete_what_is_kept(tmp_path: Path) -> None:
    """And put other files there; neither is an error."""
    home = workshop(tmp_path, SOUL="one")
    (kept,) = [one for one in keep_versions(home, NOW) if one.path == SOUL]
    kept.copy.with_name("note.md").write_text("mine")
    kept.copy.unlink()
    assert kept.text == ""
    assert versions(home, SOUL) == []


def test_a_file_that_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    """Neither a folder nor one that is too large; what is no text is kept byte for byte."""
    home = workshop(tmp_path, SOUL="x" * (1 << 19))
    write(home, "AGENTS.md", b"\xff\x00")
    kept = {version.path: version for version in keep_versions(home, NOW)}
    assert SOUL not in kept
    assert kept["identity/AGENTS.md"].copy.read_bytes() == b"\xff\x00"


def test_decisions_are_folded_from_the_ledger() -> None:
    """By file, oldest first; records of other kinds and broken ones are passed over."""
    fine = {
        "at": "2026-03-15T12:00:00Z",
        "kind": "identity",
        "path": SOUL,
        "sha256": "ab" * 32,
        "how": "accepted",
        "actor": "mara",
        "channel": "terminal /dev/pts/1",
    }
    broken: list[dict[str, Any]] = [
        {**fine, "at": "noon"},
        {**fine, "path": None},
        {**fine, "sha256": 3},
        {"kind": "identity"},
        {},
    ]
    found = decisions([{**fine, "kind": "forget"}, *broken, fine, {**fine, "how": "edited"}])
    assert [(one.how, one.actor) for one in found[SOUL]] == [("accepted", "mara"), ("edited", "mara")]
    assert list(found) == [SOUL]
