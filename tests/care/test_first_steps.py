"""A new person is led on by one step at a time, and then left in peace."""

from __future__ import annotations

from pathlib import Path

from cotw.care.first_steps import first_step
from cotw.continuity.handoff_places import session_folder
from cotw.continuity.handoff_writing import write_page
from tests.care.homes import workshop


def test_first_steps(tmp_path: Path) -> None:
    """Whom the agent works for, then a handoff; who has both is told nothing."""
    memory = workshop(tmp_path / "home")
    assert first_step(memory).startswith("cotw identity onboard ")
    (memory.home.root / "identity" / "ANCHOR.md").write_text("# Mara\n\nShe builds wheels.\n")
    assert first_step(memory).startswith("cotw handoff write ")
    folder = session_folder(memory.home, "main")
    write_page(memory.truth, folder, "s1", {"cotw": "session handoff"}, (), "# The rim\n")
    assert first_step(memory) == ""
