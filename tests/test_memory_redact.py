"""`archive.redact`: with it no secret reaches the archive, and everything else is as without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cotw.clock import fixed_clock
from cotw.memory import Memory
from tests.builders import make_home

KEY = "glpat-" + "a1B2c3D4e5" * 2
SAID = f"The forge of the workshop takes {KEY}; the lamp shop has none."


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    """One exchange; the person's words hold a token."""
    path = tmp_path / "t.jsonl"
    lines = [
        {"text": SAID, "role": "user", "timestamp": "2026-03-01T10:00:00Z", "session": "s"},
        {"text": "Noted.", "role": "assistant", "timestamp": "2026-03-01T10:00:05Z", "session": "s"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def archived(root: Path, transcript: Path, *, redact: bool) -> tuple[int, dict[str, str]]:
    """Takes `transcript` in; how many messages were new, and all texts of the archive by id."""
    settings = {"COTW_ARCHIVE__REDACT": str(redact).lower()}
    clock = fixed_clock("2026-04-01T09:00:00Z")
    with Memory.open(root, clock=clock, environment=settings) as memory:
        report = memory.ingest([transcript])
        assert not report.problem_count
        return report.messages, {one.id: one.text for one in memory.truth.archive.read_all()}


def test_by_default_the_archive_is_verbatim(tmp_path: Path, transcript: Path) -> None:
    """Word for word, secrets included."""
    assert SAID in archived(make_home(tmp_path).root, transcript, redact=False)[1].values()


def test_redacted_words_never_reach_the_home(tmp_path: Path, transcript: Path) -> None:
    """Not one file of it holds them, and the ids are those of the verbatim words."""
    root = make_home(tmp_path).root
    (tmp_path / "other").mkdir()
    _, verbatim = archived(make_home(tmp_path / "other").root, transcript, redact=False)
    count, texts = archived(root, transcript, redact=True)
    assert count == 2
    assert texts.keys() == verbatim.keys()
    assert "The forge of the workshop takes [secret:gitlab]; the lamp shop has none." in texts.values()
    assert not [path for path in root.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


@pytest.mark.parametrize("first", [True, False])
def test_what_is_known_stays_known(tmp_path: Path, transcript: Path, first: bool) -> None:
    """Changing the setting takes nothing in twice, and leaves what was archived as it is."""
    root = make_home(tmp_path).root
    _, before = archived(root, transcript, redact=first)
    transcript.write_text(transcript.read_text() + "\n")
    assert archived(root, transcript, redact=not first) == (0, before)
