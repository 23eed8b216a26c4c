"""An agent's hooks have left something, and a person asks: what was said is known."""

from __future__ import annotations

import json
from pathlib import Path

from cotw.memory import Memory
from tests.care.spooling import TALK, leave, transcript
from tests.scenarios.conftest import Cotw


def test_asked_after_a_session(cotw: Cotw, tmp_path: Path) -> None:
    """`status` says that it waits, `recall` answers from it, and the handoff is there for the next start."""
    with Memory.open(cotw.home) as memory:
        leave(memory, "end", transcript=transcript(tmp_path, *TALK), at="2026-04-01T08:59:00Z")
    assert "1 event of agents' sessions to be taken in" in cotw("status").out
    assert json.loads(cotw("status", "--json").out)["spool"] == 1
    answer = cotw("recall", "which rim fits the cargo bike?")
    assert "Which rim fits the cargo bike?" in answer.out
    assert "taken in" not in answer.err
    assert "taken in" not in cotw("status").out
    assert "handoff" in cotw("context", "--start", "--mode", "code", "--project", "/home/mara/bikes").out
    (session,) = json.loads(cotw("session", "list", "--json").out)["sessions"]
    assert session["state"] == "closed"


def test_a_handoff_that_is_written_is_prepared(cotw: Cotw, tmp_path: Path) -> None:
    """What lies ready for the next session tells what the newest page says."""
    with Memory.open(cotw.home) as memory:
        leave(memory, "end", transcript=transcript(tmp_path, *TALK), at="2026-04-01T08:59:00Z")
    cotw("handoff", "write")
    (start,) = (cotw.home / "cache" / "starts").iterdir()
    page = json.loads(start.read_text())["with_handoff"]
    assert "Jonas" in page["body"]
    assert (cotw.home / page["page"]).stat().st_mtime_ns == page["page_stat"][0]
