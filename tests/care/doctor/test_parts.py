"""What the doctor and `cotw status` say of the parts around what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.binding import bind
from cotw.care.doctor.parts import examine_handoffs, examine_identity, examine_knowledge
from cotw.care.knowledge import refresh_knowledge
from cotw.care.parts import parts
from cotw.continuity.handoff_places import session_folder, thread_folder
from cotw.continuity.handoff_writing import write_page
from cotw.continuity.threads import archive_thread, make_thread
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from tests.care.homes import workshop

BY = {"actor": "mara", "channel": "terminal"}


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = HashEmbedder()
    return memory


def test_bound_files_that_changed(memory: Memory, tmp_path: Path) -> None:
    """Told until they are taken in; to look takes nothing in."""
    notes = tmp_path / "notes.md"
    notes.write_text("- Hubs get light grease.\n")
    bind(memory, notes, BY, thread=None)
    for _ in range(2):
        (told,) = examine_knowledge(memory)
        assert (told.sentence[:6], told.remedy) == ("1 fact", "cotw knowledge refresh")
    refresh_knowledge(memory)
    assert list(examine_knowledge(memory)) == []
    notes.write_text("- Hubs get marine grease.\n")
    found = parts(memory)
    assert (found.bound_files, found.facts, found.facts_changed) == (1, 1, 1)


def test_an_edited_handoff_beside_a_newer_one(memory: Memory) -> None:
    """A page waits and is counted; edited, and written once more, there are two, and one should go."""
    folder = session_folder(memory.home, "main")
    write_page(memory.truth, folder, "s1", {"cotw": "session handoff"}, (), "# The rim\n")
    assert (parts(memory).handoffs_waiting, list(examine_handoffs(memory))) == (1, [])
    (page,) = folder.iterdir()
    page.write_text(page.read_text().replace("rim", "wheel"))
    assert list(examine_handoffs(memory)) == []
    write_page(memory.truth, folder, "s1", {"cotw": "session handoff"}, (), "# The spokes\n")
    (told,) = examine_handoffs(memory)
    assert "main/s1.md was edited" in told.sentence
    assert not list(thread_folder(memory.home).glob("*"))


def test_an_identity_that_nobody_filled_in_is_not_ill(memory: Memory) -> None:
    """Empty starter files are counted in the status; a file that nobody knows is an ailment."""
    assert parts(memory).identity_findings > 0
    assert list(examine_identity(memory)) == []
    (memory.home.root / "identity" / "MOOD.md").write_text("Grumpy.\n")
    (told,) = examine_identity(memory)
    assert (told.area, told.remedy) == ("identity", "cotw identity check")


def test_threads_are_those_in_use(memory: Memory) -> None:
    """Made ones, without those that were put away."""
    for title in ("Silver Wheel", "Garden"):
        made = make_thread(memory.truth, title, BY, {})
    archive_thread(memory.truth, made.id, BY)
    assert parts(memory).threads == 1
