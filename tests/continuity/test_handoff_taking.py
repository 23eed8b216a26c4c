"""A handoff is given to the next start of its thread, once, and to nobody whom it is not for."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cotw.clock import format_instant
from cotw.continuity.handoff_page import page_text, read_page
from cotw.continuity.handoff_places import file_name, free_place, lying_in, session_folder
from cotw.continuity.handoff_taking import Begin, Start, Taken, note_shown, take_handoff
from cotw.store.truth import Truth
from tests.builders import NOON, HandClock, make_truth

CHAT = frozenset({"chat", "booth"})
SOURCE = "archive:2026-03-14#" + "a1b2c3d4e5f6" * 2


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return make_truth(tmp_path)[0]


def leave(
    truth: Truth, session: str = "s1", *, thread: str = "bikes", minute: int = 0, **facts: object
) -> Path:
    """A handoff that a session has left."""
    written = format_instant(NOON + timedelta(minutes=minute))
    known = {
        "cotw": "session handoff",
        "thread": thread,
        "session": session,
        "mode": "chat",
        "modes": ["chat"],
    }
    text, _ = page_text({**known, "written": written, **facts}, [SOURCE], f"# {session}\n\n> - said\n")
    path = free_place(session_folder(truth.home, thread), file_name(session))
    path.write_text(text)
    return path


def take(truth: Truth, thread: str = "bikes", **start: object) -> Taken | None:
    return take_handoff(truth, Start(thread, start.pop("sees", CHAT), **start), claim_seconds=60)  # type: ignore[arg-type]


def shown(truth: Truth, taken: Taken | None) -> str:
    """Shows what was taken; its first line."""
    assert taken is not None
    note_shown(truth, taken)
    return taken.passages[0].text.splitlines()[0]


def test_it_is_consumed_once(truth: Truth) -> None:
    """The newest is given to the first start, the one before it to the second, nothing to the third."""
    leave(truth, "s2", minute=5)
    leave(truth, "s1", minute=1)
    assert [shown(truth, take(truth)) for _ in range(2)] == ["# s2", "# s1"]
    assert take(truth) is None
    kinds = [(line.record["kind"], line.record["thread"]) for line in truth.journal.read()]
    assert kinds == [("shown", "bikes")] * 2
    assert {one.state for one in lying_in(session_folder(truth.home, "bikes"))} == {"shown"}


def test_a_passage_is_evidence_with_sources(truth: Truth) -> None:
    """What is taken is quoted, never trusted, and names its sources; secrets in it are masked."""
    path = leave(truth)
    path.write_text(path.read_text().replace("said", "login ghp_" + "a1B2" * 9))
    taken = take(truth)
    assert taken is not None
    (passage,) = taken.passages
    assert (passage.warrant.value, passage.trusted, passage.sources) == ("quoted", False, (SOURCE,))
    assert "a1B2" not in passage.text
    assert "cotw:" not in passage.text
    assert passage.speaker == "handoffs/sessions/bikes/s1.md"


@pytest.mark.parametrize("begin", [Begin.RESUME, Begin.CLEAR, Begin.COMPACT])
def test_only_a_fresh_start_consumes(truth: Truth, begin: Begin) -> None:
    """Whoever resumes, clears or compacts is in the middle of something."""
    leave(truth)
    assert take(truth, begin=begin) is None
    assert take(truth) is not None


def test_a_session_is_not_told_of_itself(truth: Truth) -> None:
    """A session that goes on under its own id is not shown what it left."""
    leave(truth, "s1")
    assert take(truth, session="s1") is None
    assert take(truth, session="s2") is not None


def test_two_threads_do_not_take_each_others(truth: Truth) -> None:
    """Neither with the same project, nor where one of them is `main`."""
    leave(truth, thread="bikes", project="/shop")
    assert take(truth, "books", project="/shop") is None
    assert take(truth, "main", project="/shop") is None
    assert take(truth, "bikes", project="/elsewhere") is not None


def test_main_is_shared_by_projects(truth: Truth) -> None:
    """In the thread of those that name none a start takes its project's; so does a thread without any."""
    leave(truth, "s1", thread="main", project="/shop")
    assert take(truth, "main", project="/garden") is None
    assert shown(truth, take(truth, "bikes", project="/shop")) == "# s1"
    leave(truth, "s2", thread="main")
    assert shown(truth, take(truth, "main", project="/garden")) == "# s2"


def test_a_project_has_the_name_that_the_agent_gave_it_as_well(truth: Truth) -> None:
    """What its transcript calls it, and where its hooks said they were: both mean the same session."""
    leave(truth, "s1", thread="main", project="/repos/shop", folder="/home/mara/shop")
    assert take(truth, "main", project="/garden") is None
    assert shown(truth, take(truth, "main", project="/home/mara/shop")) == "# s1"


def test_modes_do_not_bleed(truth: Truth) -> None:
    """A page is given only to who may see all the modes on it; one that does not say is given to nobody."""
    leave(truth, "s1", modes=["chat", "code"])
    leave(truth, "s2", modes=[])
    leave(truth, "s3", modes="chat")
    assert take(truth) is None
    assert take(truth, sees=frozenset({"code"})) is None
    assert take(truth, sees=frozenset({"code", "chat"})) is not None


def turned(truth: Truth, seconds: float) -> None:
    clock = truth.clock
    assert isinstance(clock, HandClock)
    clock.instant += timedelta(seconds=seconds)


def test_claimed_and_not_shown_is_there_again(truth: Truth) -> None:
    """For a minute nobody else gets it; then the next start does, also if the clock was set back."""
    leave(truth)
    assert take(truth) is not None
    turned(truth, 59)
    assert take(truth) is None
    turned(truth, 2)
    assert take(truth) is not None
    turned(truth, -3600)
    assert shown(truth, take(truth)) == "# s1"
    turned(truth, 7200)
    assert take(truth) is None


def test_killed_after_it_was_noted(truth: Truth) -> None:
    """What the journal says was shown is not shown again, though its page still bears the name of a claim."""
    leave(truth)
    taken = take(truth)
    assert taken is not None
    note_shown(truth, taken)
    for lying in lying_in(session_folder(truth.home, "bikes")):
        lying.path.rename(taken.claim)
    turned(truth, 120)
    assert take(truth) is None
    assert [one.state for one in lying_in(session_folder(truth.home, "bikes"))] == ["shown"]


def test_an_edited_page_and_the_one_beside_it(truth: Truth) -> None:
    """Both are given at once; both are put away, and an edited page is never written over."""
    first = leave(truth)
    first.write_text(first.read_text() + "\nAsk about the saddle.\n")
    assert leave(truth).name == "s1.next.md"
    taken = take(truth)
    assert taken is not None
    assert ["saddle" in one.text for one in taken.passages] == [True, False]
    note_shown(truth, taken)
    again = leave(truth)
    shown(truth, take(truth))
    names = {path.name: path.read_text() for path in again.parent.iterdir()}
    assert sum("saddle" in text for text in names.values()) == 1
    assert take(truth) is None


def test_what_a_person_spoilt_is_left_alone(truth: Truth) -> None:
    """Pages without a header, with a broken one, empty or no text at all are given to nobody."""
    leave(truth, "s1")
    folder = session_folder(truth.home, "bikes")
    (folder / "a.md").write_text("")
    (folder / "b.md").write_bytes(b"\xff\xfe\0---\n")
    (folder / "c.md").write_text("---\ncotw: [\n---\nx")
    (folder / "d.md").write_text(
        "---\ncotw: session handoff\nwritten: soon\nmodes: [chat]\nsources: {a: 1}\n---\n"
    )
    (folder / "e.md").symlink_to(folder / "s1.md")
    (folder / "f.md").mkdir()
    assert read_page((folder / "d.md").read_text()).sources == ()
    assert shown(truth, take(truth)) == "# s1"
    assert take(truth) is None


@pytest.mark.parametrize(
    "name", ["../../etc", "S1", "s1.next", "shown", "claimed-1", "ünï 🚲", "", ".", "a" * 300]
)
def test_names_of_files(truth: Truth, name: str) -> None:
    """Any thread and session has a file of its own, inside of its folder."""
    path = leave(truth, name, thread=name)
    assert path.parent.parent == truth.home.handoffs / "sessions"
    assert [one.state for one in lying_in(path.parent)] == ["waiting"]
    assert len({file_name(one) for one in ("s1", "S1", "s-1", "s 1", name)}) == 5 - (name == "S1")
    assert take(truth, name) is not None


def started(truth: Truth, *rest: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.continuity.claiming", str(truth.home.root), "bikes", *rest]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_starts_at_once(truth: Truth) -> None:
    """Of processes that start at the same time one is given the handoff, and one is given nothing."""
    leave(truth)
    both = [started(truth), started(truth)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = sorted(process.communicate()[0] for process in both)
    assert said == ["nothing\n", "session handoff of 2026-03-14 12:00\n"]


def test_killed_between_claim_and_show(truth: Truth) -> None:
    """The handoff of a process that was killed is there for the next start, a minute later."""
    leave(truth)
    process = started(truth, "die")
    assert process.communicate("go\n")[0] == ""
    assert process.returncode == -9
    clock = truth.clock
    assert isinstance(clock, HandClock)
    clock.instant = datetime.now(NOON.tzinfo)
    assert take(truth) is None
    turned(truth, 61)
    assert shown(truth, take(truth)) == "# s1"
