"""A report on the disk: made of a home, made again until the night is over, never over a person's words."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cotw.care.forget import forget
from cotw.care.report.keeping import KIND, Kept, latest_night, make_report, report_of
from cotw.care.selecting import Selection
from cotw.care.standing import collect, synthesise
from cotw.errors import CotwError, IndexMissing
from cotw.files import atomic_write
from cotw.founding import init_home
from cotw.home import Home
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.night import night_bounds, night_of
from tests.builders import HandClock
from tests.care.injected import NOW, exchange, remembering
from tests.care.report.nights import BERLIN

NIGHT = date(2026, 3, 14)
BY = {"actor": "mara", "channel": "terminal"}
SAID = [
    *exchange("Which spokes does the cargo bike need?", "The cargo bike needs 36.", minute=0),
    *exchange("I'll call Yusuf about the deposit.", "Good.", minute=30),
    *exchange("Is the cargo bike light?", "It is.", minute=-24 * 60),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was made once for all tests."""
    folder = tmp_path_factory.mktemp("mara")
    remembering(folder, SAID)
    return folder / "home"


@pytest.fixture
def memory(built: Path, tmp_path: Path) -> Memory:
    """A copy of it, on the twentieth of March."""
    home = Home(Path(shutil.copytree(built, tmp_path / "home")))
    memory = Memory(home, clock=HandClock(NOW), wait_seconds=5, environment={})
    memory.__dict__["embedder"] = HashEmbedder()
    return memory


def at(memory: Memory, instant: str) -> None:
    """Turns the clock."""
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant = datetime.fromisoformat(instant).replace(tzinfo=UTC)


def page(kept: Kept) -> str:
    return kept.markdown.read_text(encoding="utf-8")


def lines(memory: Memory) -> int:
    return sum(1 for _ in memory.truth.journal.of_kind(KIND))


def test_it_is_made_of_the_home(memory: Memory) -> None:
    """The day's talk with ids that can be looked up, what is open; both files private, and journalled."""
    kept = report_of(memory, NIGHT)
    assert "2 exchanges in 1 session (13:00–13:30)" in page(kept)
    assert "I'll call Yusuf about the deposit." in page(kept)
    short = re.findall("`([0-9a-f]{8})`", page(kept))[0]
    assert memory.show(short)
    assert (kept.markdown.name, kept.html.name) == ("2026-03-14.md", "2026-03-14.html")
    assert {path.stat().st_mode & 0o777 for path in (kept.markdown, kept.html)} == {0o600}
    assert kept.html.read_text().count("<svg") >= 1
    (line,) = memory.truth.journal.of_kind(KIND)
    assert set(line["sources"]) == set(kept.sources)
    assert len(kept.sources) == 2


def test_a_quiet_day_is_one_line(memory: Memory) -> None:
    """Nothing is told of a day without words but that there were none."""
    assert page(report_of(memory, date(2026, 3, 16))).strip().splitlines()[2:] == [
        "Nothing was said, nothing to decide, nothing went wrong."
    ]


def test_it_is_made_again_until_the_night_is_over(memory: Memory) -> None:
    """Made in the evening it tells half a night; made after five in the morning it stays as it is."""
    for instant, made in (("2026-03-14T20:00", 1), ("2026-03-15T03:59", 2), ("2026-03-15T04:00", 3)):
        at(memory, instant)
        report_of(memory, NIGHT)
        assert lines(memory) == made
    at(memory, "2026-03-20T09:00")
    assert report_of(memory, NIGHT).made == datetime(2026, 3, 15, 4, tzinfo=UTC)
    assert lines(memory) == 3


def test_the_same_is_written_once(memory: Memory) -> None:
    """Made twice of the same at the same minute nothing is written, and the journal has one line."""
    first = make_report(memory, NIGHT)
    before = first.markdown.stat().st_mtime_ns
    assert make_report(memory, NIGHT) == first
    assert first.markdown.stat().st_mtime_ns == before
    assert lines(memory) == 1


@pytest.mark.parametrize("written", [0, 1])
def test_a_writer_that_is_killed(memory: Memory, monkeypatch: pytest.MonkeyPatch, written: int) -> None:
    """Killed before either file, or between them: the next one writes both anew."""
    at(memory, "2026-03-14T20:00")
    former = make_report(memory, NIGHT)
    at(memory, "2026-03-15T05:00")
    left = [None] * written

    def write(path: Path, data: bytes) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        atomic_write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr("cotw.care.report.keeping.atomic_write", write)
        with pytest.raises(KeyboardInterrupt):
            make_report(memory, NIGHT)
    kept = report_of(memory, NIGHT)
    assert (kept.markdown, kept.html, kept.beside) == (former.markdown, former.html, False)
    assert "Written 2026-03-15 06:00" in page(kept)
    assert "Written 2026-03-15 06:00" in kept.html.read_text()


def test_what_a_person_wrote_stays(memory: Memory) -> None:
    """An edited page is never written over, nor the one beside it once that is edited too."""
    first = make_report(memory, NIGHT)
    first.markdown.write_text("my own notes")
    second = make_report(memory, NIGHT)
    assert (second.markdown.name, second.beside) == ("2026-03-14.next.md", True)
    assert second.html == first.html
    assert make_report(memory, NIGHT).markdown == second.markdown
    second.markdown.write_text("more of my own")
    assert make_report(memory, NIGHT).markdown.name == "2026-03-14.next-2.md"
    assert first.markdown.read_text() == "my own notes"
    assert second.markdown.read_text() == "more of my own"


def test_a_page_that_was_thrown_away_is_made_again(memory: Memory) -> None:
    """Whoever wants a new one of an old night deletes it."""
    report_of(memory, NIGHT).html.unlink()
    assert report_of(memory, NIGHT).html.exists()
    assert lines(memory) == 2


def test_what_is_forgotten_goes_with_its_reports(memory: Memory) -> None:
    """Files and the journal's line name what they tell, and go with it; what is made then is without it."""
    kept = report_of(memory, NIGHT)
    gone = next(source.partition("#")[2] for source in kept.sources)
    forget(memory, Selection(ids={gone}), BY, lambda done, total: None)
    assert not kept.markdown.exists()
    assert not kept.html.exists()
    assert lines(memory) == 0
    assert gone not in page(report_of(memory, NIGHT))


def test_what_is_being_forgotten_is_not_told(memory: Memory) -> None:
    """As long as a forgetting is not finished, no page is made of what it is about."""
    id_ = next(message.id for message in SAID)
    with memory.truth.writing() as writer:
        writer.forget(frozenset({id_}), BY)
    with pytest.raises(CotwError, match="is being forgotten"):
        make_report(memory, NIGHT)
    assert not list((memory.home.root / "nightshift").iterdir())


def test_without_an_index(tmp_path: Path) -> None:
    """There is nothing to read then, and a hint says what makes it."""
    home = init_home(tmp_path / "home", name="a", timezone="UTC").home
    empty = Memory(home, clock=HandClock(datetime(2026, 3, 15, tzinfo=UTC)), wait_seconds=1, environment={})
    with pytest.raises(IndexMissing):
        report_of(empty, NIGHT)


def test_edited_handoffs_want_a_look(memory: Memory) -> None:
    """A handoff that a person edited, beside which another was written, is among what is to be decided."""
    folder = memory.home.handoffs / "threads"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.md").write_text("mine")
    (folder / "main.next.md").write_text("new")
    assert "**edited handoff** you edited main.md" in page(report_of(memory, NIGHT))


def test_failed_hooks_of_that_night_alone(memory: Memory) -> None:
    """What failed before or after it belongs to another report; no word of the log is shown."""
    call = (
        '{{"at": "2026-03-{}Z", "tool": "codex", "event": "end", "ms": 3, "by": "none", "failure": "{}"}}\n'
    )
    told = (("14T10:00:00", "late"), ("14T11:00:00", "my secret words"), ("16T10:00:00", "late"))
    (memory.home.run / "hooks.jsonl").write_text("".join(call.format(*one) for one in told))
    text = page(report_of(memory, NIGHT))
    assert "**hook failed** late, once `cotw status --hooks`" in text
    assert "secret" not in text


def test_damage_is_told(memory: Memory) -> None:
    """What `cotw check` finds stands in the report."""
    file = next((memory.home.archive / "2026").glob("2026-03-14.json"))
    file.write_bytes(file.read_bytes() + b" ")
    assert "**damage** archive/2026/2026-03-14.json" in page(report_of(memory, NIGHT)).replace("\\", "")


def test_what_moved_standing_is_told_with_its_words(tmp_path: Path) -> None:
    """Where the night left a dimension, and the sentence that moved it; an unmoved one is left out."""
    memory = remembering(tmp_path, exchange("I was wrong about the spokes.", "Thirty-six, then.", minute=0))
    collect(memory)
    synthesise(memory, NIGHT)
    synthesise(memory, date(2026, 3, 15))
    text = page(report_of(memory, NIGHT))
    assert re.search(r"\*\*Word\*\* 5\.2 of 10, \w+.* `cotw standing`", text)
    assert re.search(r"13:00 \*\*\+0\.16 .*\*\* you: “I was wrong about the spokes\.” `[0-9a-f]{8}`", text)
    assert "Brand" not in text
    assert "Standing" not in page(report_of(memory, date(2026, 3, 15)))


def test_the_night_that_is_meant(memory: Memory) -> None:
    """In the morning it is the last one; one that has its report already before it is over is told, too."""
    at(memory, "2026-03-15T02:00")
    assert latest_night(memory) == date(2026, 3, 13)
    make_report(memory, NIGHT)
    assert latest_night(memory) == NIGHT
    at(memory, "2026-03-15T08:00")
    assert latest_night(memory) == NIGHT


def test_nights_follow_one_another() -> None:
    """Each instant belongs to exactly one night, also where clocks are put forward or back."""
    for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)):
        since, until = night_bounds(day, BERLIN)
        assert night_bounds(date.fromordinal(day.toordinal() + 1), BERLIN)[0] == until
        assert night_of(since, BERLIN) == day
        assert night_of(until, BERLIN) == date.fromordinal(day.toordinal() + 1)
