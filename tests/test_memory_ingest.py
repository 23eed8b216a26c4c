"""An import: every message once, in files that do not depend on the order or the number of runs."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cotw.errors import UsageError
from cotw.founding import init_home
from cotw.importers.report import IngestReport
from cotw.memory import Memory
from tests.builders import HandClock

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def line(text: str, role: str = "user", *, at: str, session: str = "s1", **more: object) -> dict[str, object]:
    """One message of generic JSON Lines."""
    return {"text": text, "role": role, "timestamp": at, "session": session, **more}


def write(path: Path, *lines: dict[str, object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return path


def ingest(root: Path, *paths: Path, now: datetime = NOW, dry_run: bool = False) -> IngestReport:
    init_home(root, name="tester", timezone="Europe/Berlin")
    with Memory.open(root, clock=HandClock(now), environment={}) as memory:
        return memory.ingest(paths, dry_run=dry_run)


def archives(root: Path) -> dict[str, bytes]:
    """Every file of the archive, open days and manifest included."""
    files = (path for path in (root / "archive").rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(files)}


def texts(root: Path) -> list[str]:
    with Memory.open(root, clock=HandClock(NOW), environment={}) as memory:
        return [message.text for message in memory.truth.archive.read_all()]


@pytest.fixture
def transcripts(tmp_path: Path) -> Path:
    """Six files of eight sessions over four days; some lines stand in two files, today is among them."""
    folder = tmp_path / "transcripts"
    start = datetime(2026, 5, 29, 21, 0, tzinfo=UTC)
    rows = [
        line(
            f"sentence {number} of session {number % 8}",
            "assistant" if number % 2 else "user",
            at=(start + timedelta(minutes=25 * number)).isoformat(),
            session=f"s{number % 8}",
            id=f"m{number}",
        )
        for number in range(160)
    ]
    for file in range(6):
        write(folder / f"part{file}.jsonl", *rows[file * 26 : file * 26 + 34])
    return folder


def test_twice_gives_the_same_bytes_and_nothing_new(tmp_path: Path, transcripts: Path) -> None:
    """Also when the cache of what is known was deleted in between."""
    root = tmp_path / "home"
    first = ingest(root, transcripts)
    before = archives(root)
    assert first.messages == 160
    again = ingest(root, transcripts)
    assert (again.messages, again.files_unchanged) == (0, 6)
    (root / "cache" / "known.sqlite").unlink()
    anew = ingest(root, transcripts)
    assert (anew.messages, anew.files_read) == (0, 6)
    assert archives(root) == before


def test_the_order_and_names_of_files_do_not_matter_to_a_byte(tmp_path: Path, transcripts: Path) -> None:
    """Shuffled and renamed files give the same archives."""
    ingest(tmp_path / "one", transcripts)
    paths = sorted(transcripts.iterdir())
    random.Random(5).shuffle(paths)
    shuffled = [path.rename(tmp_path / f"{number}.jsonl") for number, path in enumerate(paths)]
    ingest(tmp_path / "two", *shuffled)
    assert archives(tmp_path / "one") == archives(tmp_path / "two")


def test_several_runs_hold_the_same_content_as_one(tmp_path: Path, transcripts: Path) -> None:
    """Late arrivals become further parts; the messages are the same."""
    ingest(tmp_path / "one", transcripts)
    for path in sorted(transcripts.iterdir(), reverse=True):
        ingest(tmp_path / "many", path)
    assert sorted(texts(tmp_path / "one")) == sorted(texts(tmp_path / "many"))
    assert len(archives(tmp_path / "many")) > len(archives(tmp_path / "one"))


def test_a_dry_run_writes_nothing_and_counts_the_same(tmp_path: Path, transcripts: Path) -> None:
    """Not even the cache or a lock's traces in the archive."""
    root = tmp_path / "home"
    dry = ingest(root, transcripts, dry_run=True)
    assert archives(root) == {}
    wet = ingest(root, transcripts)
    assert (dry.messages, dry.exchanges, dry.duplicates) == (wet.messages, wet.exchanges, wet.duplicates)
    assert ingest(root, transcripts, dry_run=True).messages == 0


def test_the_persons_day_decides_not_utc(tmp_path: Path) -> None:
    """22:30 UTC in May is after midnight in Berlin."""
    file = write(tmp_path / "a.jsonl", line("late", at="2026-05-10T22:30:00Z"))
    ingest(tmp_path / "home", file)
    assert next(iter(archives(tmp_path / "home"))) == "archive/2026/2026-05-11.json"


def test_a_grown_file_brings_only_what_is_new(tmp_path: Path) -> None:
    """Its message goes into the day's open file or a further part."""
    file = write(tmp_path / "a.jsonl", line("one", at="2026-05-10T10:00:00Z"))
    ingest(tmp_path / "home", file)
    write(file, line("one", at="2026-05-10T10:00:00Z"), line("two", at="2026-05-10T10:01:00Z"))
    report = ingest(tmp_path / "home", file)
    assert (report.messages, report.duplicates) == (1, 1)
    assert texts(tmp_path / "home") == ["one", "two"]


def test_a_touched_file_is_known_by_its_digest(tmp_path: Path, transcripts: Path) -> None:
    """Another mtime with the same bytes counts as unchanged."""
    ingest(tmp_path / "home", transcripts)
    for path in transcripts.iterdir():
        os.utime(path, (1, 1))
    assert ingest(tmp_path / "home", transcripts).files_unchanged == 6


def test_a_rewritten_file_of_the_same_size_is_read(tmp_path: Path) -> None:
    """Size alone proves nothing."""
    file = write(tmp_path / "a.jsonl", line("one", at="2026-05-10T10:00:00Z"))
    ingest(tmp_path / "home", file)
    write(file, line("two", at="2026-05-10T10:00:00Z"))
    os.utime(file, (5, 5))
    assert ingest(tmp_path / "home", file).messages == 1


def test_a_wiped_archive_is_filled_again(tmp_path: Path, transcripts: Path) -> None:
    """The cache does not claim to know what truth no longer holds."""
    root = tmp_path / "home"
    ingest(root, transcripts)
    before = archives(root)
    for name in before:
        (root / name).unlink()
    assert ingest(root, transcripts).messages == 160
    assert archives(root) == before


def test_private_text_is_not_stored_at_all(tmp_path: Path) -> None:
    """Neither its words nor a record that held nothing else."""
    file = write(
        tmp_path / "a.jsonl",
        line("before <private>the code is 4711</private> after", at="2026-05-10T10:00:00Z"),
        line("<private>all of it</private>", at="2026-05-10T10:01:00Z"),
    )
    ingest(tmp_path / "home", file)
    assert len(texts(tmp_path / "home")) == 1
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert b"the code is" not in kept
    assert b"all of it" not in kept


def test_a_message_that_stands_twice_with_other_words_is_told(tmp_path: Path) -> None:
    """One of the two is kept, the same one whatever the order, and the report names it."""
    one = write(tmp_path / "a.jsonl", line("this", at="2026-05-10T10:00:00Z", id="x"))
    two = write(tmp_path / "b.jsonl", line("that", at="2026-05-10T10:00:00Z", id="x"))
    report = ingest(tmp_path / "home", one, two)
    ingest(tmp_path / "other", two, one)
    assert "different words" in str(report.problems[0])
    assert texts(tmp_path / "home") == texts(tmp_path / "other")


def test_a_bad_file_does_not_end_the_run(tmp_path: Path) -> None:
    """Named files that are no transcripts are problems; ones that merely lie in a folder are not."""
    good = write(tmp_path / "in" / "a.jsonl", line("fine", at="2026-05-10T10:00:00Z"))
    (tmp_path / "in" / "photo.jpg").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "in" / "empty.jsonl").write_bytes(b"")
    report = ingest(tmp_path / "home", tmp_path / "in")
    assert (report.messages, report.files_not_transcripts, report.problem_count) == (1, 2, 0)
    named = ingest(tmp_path / "home", tmp_path / "in" / "photo.jpg", good)
    assert [problem.reason for problem in named.problems] == ["is no transcript that is known here"]


def test_the_home_itself_is_not_taken_in(tmp_path: Path) -> None:
    """Pointing at a folder around the home does not feed its archive back."""
    write(tmp_path / "a.jsonl", line("once", at="2026-05-10T10:00:00Z"))
    ingest(tmp_path / "home", tmp_path)
    report = ingest(tmp_path / "home", tmp_path)
    assert (report.files_read, report.files_unchanged) == (0, 1)


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(UsageError):
        ingest(tmp_path / "home", tmp_path / "nowhere")


def test_a_message_from_the_future_waits_in_its_open_day(tmp_path: Path) -> None:
    """A clock that was wrong does not seal a day that has not begun."""
    file = write(tmp_path / "a.jsonl", line("later", at="2031-01-01T10:00:00Z"))
    ingest(tmp_path / "home", file)
    assert "archive/open/2031-01-01.jsonl" in archives(tmp_path / "home")


def test_the_journal_notes_what_was_taken_in(tmp_path: Path, transcripts: Path) -> None:
    """With the manifest's head, and nothing when nothing was new."""
    root = tmp_path / "home"
    ingest(root, transcripts)
    ingest(root, transcripts)
    with Memory.open(root, clock=HandClock(NOW), environment={}) as memory:
        (noted,) = [entry.record for entry in memory.truth.journal.read()]
        assert noted["manifest"] == memory.truth.archive.manifest.head()
    assert (noted["kind"], noted["messages"]) == ("ingest", 160)
