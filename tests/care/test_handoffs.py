"""Handoffs of a whole home: written from the index, found again, kept from what a person edited or forgot."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from cotw.care.forget import forget
from cotw.care.handoffs import (
    Wish,
    find_pages,
    kept_pages,
    take_at_start,
    warm_starts,
    write_handoffs,
)
from cotw.care.selecting import Wanted, select
from cotw.continuity.handoff_page import read_page
from cotw.continuity.handoff_taking import note_shown
from cotw.continuity.handoff_writing import Reason
from cotw.continuity.threads import compacted, make_thread, place_project, rename_thread
from cotw.errors import CotwError, NothingFound
from cotw.founding import init_home
from cotw.home import Home
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.message import Kind, Message
from cotw.store.forgetting import BEGUN
from tests.builders import NOON, HandClock, message

TALK = (
    "Which rim fits the cargo bike?",
    "The Ryde Andra 20.",
    "Order it for Jonas by Friday.",
    "I still have to ask the dealer.",
)


def said(*texts: str, first: float = 0, session: str = "s1", **changes: object) -> list[Message]:
    """A person and an agent in turn, a minute apart."""
    kinds = (Kind.HUMAN, Kind.AGENT)
    return [
        message(text, minute=first + place, kind=kinds[place % 2], session=session, order=place, **changes)
        for place, text in enumerate(texts)
    ]


def opened(home: Home) -> Memory:
    memory = Memory(home, clock=HandClock(NOON + timedelta(hours=1)), wait_seconds=5, environment={})
    memory.__dict__["embedder"] = HashEmbedder(dimension=8, max_pieces=24)
    return memory


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mara's home with a session in the thread `bikes`; made once, copied for each test."""
    home = init_home(tmp_path_factory.mktemp("shop") / "home", name="Mara's agent", timezone="UTC").home
    say(opened(home), *said(*TALK, thread="bikes", mode="chat"))
    return home.root


@pytest.fixture
def memory(tmp_path: Path, shop: Path) -> Memory:
    """The memory of a copy of it."""
    return opened(Home(shutil.copytree(shop, tmp_path / "home")))


def say(memory: Memory, *messages: Message) -> None:
    with memory.truth.writing() as writer:
        writer.add_day(NOON.date(), messages)
    memory.refresh()


def wait(memory: Memory, seconds: float) -> None:
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant += timedelta(seconds=seconds)


def write(memory: Memory, reason: Reason = Reason.MANUAL, **wish: str) -> list[Path | None]:
    """What is written: the session's page and the thread's."""
    return [one.written.path for one in write_handoffs(memory, Wish(reason=reason, **wish))]


def names(paths: list[Path | None]) -> list[str | None]:
    return [None if path is None else f"{path.parent.name}/{path.name}" for path in paths]


def test_a_session_and_its_thread(memory: Memory) -> None:
    """Both pages are written and journalled with digest, sources and reason, and no word of it."""
    paths = write(memory, Reason.END)
    assert names(paths) == ["bikes/s1.md", "threads/bikes.md"]
    lines = [line.record for line in memory.truth.journal.read() if line.record["kind"] == "handoff"]
    for path, line in zip(paths, lines, strict=True):
        assert path is not None
        page = read_page(path.read_text())
        assert (line["digest"], tuple(line["sources"])) == (page.digest, page.sources)
        assert (line["path"], line["reason"]) == (str(path.relative_to(memory.home.root)), "end")
        assert path.stat().st_mode & 0o777 == 0o600
        assert not page.is_edited
    assert "Jonas" not in str(lines)


def test_in_a_pause_it_is_not_written_again_at_once(memory: Memory) -> None:
    """Only after a minute, or after three exchanges; at the end of a session always, if anything was said."""
    write(memory)
    assert write(memory, Reason.PAUSE) == [None, None]
    say(memory, *said("And which tyre?", "A Big Ben.", first=10, thread="bikes", mode="chat"))
    assert write(memory, Reason.PAUSE) == [None, None]
    done = write_handoffs(memory, Wish(reason=Reason.PAUSE))
    assert "0 seconds and 1 exchange ago" in done[0].written.why_not
    assert names(write(memory, Reason.END)) == ["bikes/s1.md", "threads/bikes.md"]
    more = said("One.", "Two.", "Three.", "Four.", "Five.", "Six.", first=20, thread="bikes", mode="chat")
    say(memory, *more)
    assert None not in write(memory, Reason.PAUSE)
    say(memory, *said("And the saddle?", "Leather.", first=30, thread="bikes", mode="chat"))
    wait(memory, 61)
    assert None not in write(memory, Reason.PAUSE)
    wait(memory, 61)
    assert write(memory, Reason.PAUSE) == [None, None]
    assert write(memory, Reason.END) == [None, None]


def test_what_a_person_edited_stays(memory: Memory) -> None:
    """The new page lies beside it and is renewed there, until the edited one is gone."""
    path = write(memory)[0]
    assert path is not None
    edited = path.read_text().replace("## Last exchanges", "## My notes\n\nAsk Jonas.\n\n## Last exchanges")
    path.write_text(edited)
    for _ in range(2):
        assert names(write(memory))[0] == "bikes/s1.next.md"
    assert path.read_text() == edited
    pages = find_pages(memory, "s1", None)
    assert [(one.name, page.is_edited) for one, page in pages] == [("s1.md", True), ("s1.next.md", False)]
    path.with_name("s1.next.md").write_text("mine too")
    assert names(write(memory))[0] == "bikes/s1.next-2.md"
    path.unlink()
    assert names(write(memory))[0] == "bikes/s1.md"
    assert path.with_name("s1.next.md").read_text() == "mine too"


def test_modes_do_not_bleed(memory: Memory) -> None:
    """In a session of chat and code each mode's page holds only what it may see; code has its own."""
    say(memory, *said("Patch the parser.", "Patched parser.py.", first=20, thread="bikes", mode="code"))
    texts = {mode: write(memory, session="s1", mode=mode) for mode in ("chat", "code", "booth", "robot")}
    said_in = {mode: [path.read_text() for path in paths if path] for mode, paths in texts.items()}
    for mode, pages in said_in.items():
        assert len(pages) == 2
        assert all(("parser" in page) == (mode == "code") for page in pages), mode
        assert all(("Ryde" in page) == (mode != "code") for page in pages), mode
    assert names(texts["code"]) == ["bikes/s1.code.md", "threads/bikes.code.md"]
    with pytest.raises(NothingFound):
        write(memory, session="s1", mode="unknown")


def test_what_is_forgotten_takes_its_handoffs_along(memory: Memory) -> None:
    """Pages and journal lines that name a forgotten exchange are gone, those of others stay."""
    say(memory, *said("Which oil?", "SAE 30.", session="s2", first=30, thread="oil", mode="chat"))
    gone, kept = write(memory, session="s1"), write(memory, session="s2")
    edited = gone[0]
    assert edited is not None
    edited.write_text(edited.read_text() + "\nmine\n")
    selection = select(memory.truth.archive.read_all, Wanted(match="ryde andra"))
    forget(memory, selection, {"actor": "mara", "channel": "test"}, lambda done, total: None)
    assert not any(path and path.exists() for path in gone)
    assert all(path and path.exists() for path in kept)
    assert "Ryde" not in "".join(one.read_text() for one in memory.home.journal.glob("*"))


def test_nothing_is_told_that_is_being_forgotten(memory: Memory) -> None:
    """While the index still holds what is going, no page is made of it."""
    ids = [one.id for one in memory.truth.archive.read_all()]
    with memory.truth.writing() as writer:
        begun = {"kind": "forget", "phase": BEGUN, "forget": "f1", "ids": ids}
        writer.record(memory.truth.ledger, begun)
        writer.record(memory.truth.ledger, {"kind": "forget", "phase": "rewritten", "forget": "f1"})
    with pytest.raises(CotwError, match="being forgotten"):
        write(memory)
    assert not list(memory.home.handoffs.rglob("*.md"))


def test_an_endless_session_is_read_at_its_ends(memory: Memory) -> None:
    """Of ten thousand exchanges a hundred and twenty are read, and of a long text its two ends."""
    with memory.index() as index:
        place = index.folder
    with duckdb.connect(place / "cotw.duckdb") as database:
        database.execute(
            "INSERT INTO exchanges SELECT * EXCLUDE (n) REPLACE (lpad(n::TEXT, 24, '0') AS id,"
            " CASE WHEN n % 500 = 0 THEN repeat('bike ', 90000) ELSE 'Yes, that one fits.' END AS agent,"
            " started + to_seconds(n) AS started, ended + to_seconds(n) AS ended,"
            " 'archive:2026-03-14#' || lpad(n::TEXT, 24, '0') AS address, 'Rim ' || n || ' fits?' AS human)"
            " FROM (SELECT * FROM exchanges LIMIT 1), range(10000) t(n)"
        )
    done = write_handoffs(memory, Wish())[0]
    assert done.written.path is not None
    page = read_page(done.written.path.read_text())
    assert len(page.sources) == 120
    assert "10,002" in page.body or page.facts["exchanges"] == 10_002
    assert "9,882 exchanges in the middle were not read" in page.body
    assert len(page.body) < 12_000


def test_what_was_decided_of_the_thread_stands_in_it(memory: Memory, tmp_path: Path) -> None:
    """Its title, how often it was compacted, and what the files of its project say is to be done."""
    by = {"actor": "mara", "channel": "terminal"}
    made = make_thread(memory.truth, "Bikes", by, {})
    rename_thread(memory.truth, made.id, "Cargo bikes", by)
    for _ in range(3):
        compacted(memory.truth, made.id, by)
    (tmp_path / "TODO.md").write_text("- [ ] Order spokes\n- [x] Order rims\n")
    place_project(memory.truth, str(tmp_path), made.id, by)
    (done,) = write_handoffs(memory, Wish(thread=made.id))
    assert done.body.startswith("# Cargo bikes\n")
    assert "compacted 3 times" in done.body
    assert "Order spokes" in done.body
    assert "Order rims" not in done.body


def test_at_the_next_start(memory: Memory) -> None:
    """A fresh start is given what the session left, once, and a warm start each time it comes back."""
    write(memory, Reason.END)
    assert take_at_start(memory, "bikes", "code") is None
    taken = take_at_start(memory, "bikes", "booth", session="s2")
    assert taken is not None
    assert "Ryde" in taken.passages[0].text
    note_shown(memory.truth, taken)
    assert take_at_start(memory, "bikes", "chat") is None
    (start,) = warm_starts(memory, "bikes", "chat")
    assert start.text.startswith("This is “bikes”, last spoken in on Saturday, 14 March 2026.")
    assert start.sources == taken.passages[0].sources
    assert start.trusted is False
    assert warm_starts(memory, "bikes", "code") == []


def test_a_dry_run_writes_nothing(memory: Memory) -> None:
    """What would be written is given back."""
    done = write_handoffs(memory, Wish(), dry_run=True)
    assert all("Ryde" in one.body for one in done)
    assert list(kept_pages(memory)) == []
    assert not list(memory.truth.journal.read())


@pytest.mark.parametrize("wish", [Wish(thread="nowhere"), Wish(session="none such"), Wish(thread="\ud800")])
def test_what_is_not_there(memory: Memory, wish: Wish) -> None:
    """An unknown session or thread is said to be unknown."""
    with pytest.raises(NothingFound):
        write_handoffs(memory, wish)


def test_an_empty_home(tmp_path: Path) -> None:
    """Where no session is, there is no handoff of one."""
    home = init_home(tmp_path / "home", name="new", timezone="UTC").home
    memory = opened(home)
    memory.refresh()
    with pytest.raises(NothingFound):
        write(memory)
    with pytest.raises(NothingFound):
        find_pages(memory, None, None)
