"""Refresh: the index follows truth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cotw.errors import IndexMissing
from cotw.models.hashing import HashEmbedder
from cotw.records.message import Kind, Message
from cotw.settings import ModeSettings
from tests.builders import NOON, message
from tests.index.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def answer(text: str, *, minute: float, **changes: object) -> Message:
    return message(text, minute=minute, kind=Kind.AGENT, **changes)


def test_messages_become_exchanges(workshop: Workshop) -> None:
    """A prompt and all of the agent's texts until the next prompt are one exchange; tools are not speech.

    human: where is the key?
    agent: under the mat
    tool:  (looks)
    agent: it is there
    human: thanks
    """
    workshop.say(
        message("where is the key?", minute=0),
        answer("under the mat", minute=1),
        message("", minute=2, kind=Kind.TOOL),
        answer("it is there", minute=3),
        message("thanks", minute=4),
    )
    report = workshop.refresh()
    assert (report.records, report.messages, report.exchanges, report.embedded) == (5, 4, 2, 2)
    rows = workshop.rows("SELECT human, agent, message_count FROM exchanges ORDER BY started")
    assert rows == [("where is the key?", "under the mat\n\nit is there", 3), ("thanks", "", 1)]


def test_unchanged_truth_leaves_nothing_to_do(workshop: Workshop) -> None:
    """A second refresh does nothing and embeds nothing."""
    workshop.say(message("hello there", minute=0), answer("good day", minute=1))
    workshop.refresh()
    before = workshop.content()
    report = workshop.refresh()
    assert (report.records, report.exchanges, report.embedded, report.rebuilt) == (0, 0, 0, False)
    assert workshop.content() == before


def test_an_answer_that_comes_later_joins_its_question(workshop: Workshop) -> None:
    """An exchange that was cut in two by the end of a file is one exchange in the end."""
    workshop.say(message("what is seven times six?", minute=0))
    workshop.refresh()
    workshop.say(answer("forty-two", minute=1))
    report = workshop.refresh()
    assert (report.messages, report.exchanges, report.removed) == (1, 1, 0)
    assert workshop.rows("SELECT human, agent FROM exchanges") == [("what is seven times six?", "forty-two")]
    assert workshop.rows("SELECT count(*) FROM units") == [(1,)]


def test_a_prompt_that_comes_later_parts_an_exchange(workshop: Workshop) -> None:
    """A late prompt in the middle takes the answers after it with it."""
    workshop.say(message("one", minute=0), answer("first", minute=1), answer("second", minute=3))
    workshop.refresh()
    workshop.say(message("two", minute=2))
    workshop.refresh()
    rows = workshop.rows("SELECT human, agent FROM exchanges ORDER BY started")
    assert rows == [("one", "first"), ("two", "second")]
    assert workshop.check().sound


def test_a_queued_prompt_far_back_is_swallowed_when_it_comes_again(workshop: Workshop) -> None:
    """The exchange that a queued prompt had opened goes away when the prompt comes as an ordinary line."""
    workshop.say(
        message("start", minute=0),
        answer("working", minute=1),
        message("also fix the tests", minute=2, queued=True),
        answer("still working", minute=3),
        message("what is the time?", minute=4),
        answer("noon", minute=5),
    )
    workshop.refresh()
    assert len(workshop.rows("SELECT id FROM exchanges")) == 3
    workshop.say(message(" also fix the tests\n", minute=6), answer("done", minute=7))
    report = workshop.refresh()
    assert report.removed == 1
    rows = workshop.rows("SELECT human, agent, message_count FROM exchanges ORDER BY started")
    assert rows == [
        ("start", "working\n\nstill working", 3),
        ("what is the time?", "noon", 2),
        (" also fix the tests\n", "done", 2),
    ]
    assert workshop.check().sound


def test_one_more_exchange_touches_nothing_else(workshop: Workshop) -> None:
    """In a long session only the last exchange and the new one are written."""
    workshop.say_all(message(f"prompt {number}", minute=number) for number in range(200))
    workshop.refresh()
    workshop.say(message("one more", minute=300))
    report = workshop.refresh()
    assert (report.exchanges, report.removed, report.embedded) == (1, 0, 1)


def test_a_day_that_is_sealed_stays_what_it_was(workshop: Workshop) -> None:
    """Sealing moves records from one file to another; the index notes the file and writes nothing else."""
    workshop.clock.instant = NOON
    workshop.say(message("late in the day", minute=0), answer("indeed", minute=1))
    workshop.refresh()
    workshop.let_days_pass()
    report = workshop.refresh()
    assert (report.records, report.exchanges, report.rebuilt) == (0, 0, False)
    assert workshop.rows("SELECT path FROM truth_files") == [("archive/2026/2026-03-14.json",)]
    assert workshop.rows("SELECT DISTINCT file FROM records") == [("archive/2026/2026-03-14.json",)]


def test_a_sealed_day_that_changed_builds_the_index_anew(workshop: Workshop) -> None:
    """A sealed file with another digest means that truth was changed: nothing old may stay."""
    workshop.say(message("a secret plan", minute=0), message("keep this", minute=1))
    workshop.refresh()
    path = workshop.home.sealed_day(NOON.date())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b"secret plan" not in line))
    entry = {**workshop.truth.archive.sealed()["archive/2026/2026-03-14.json"], "sha256": "0" * 64}
    workshop.truth.archive.manifest.append("manifest.jsonl", [entry])
    assert workshop.refresh().rebuilt
    assert workshop.rows("SELECT human FROM exchanges") == [("keep this",)]
    assert len(workshop.content()["vectors"]) == 1


def test_lines_lost_from_an_open_day_build_the_index_anew(workshop: Workshop) -> None:
    """An open day only grows; a shorter one is another truth."""
    workshop.clock.instant = NOON
    workshop.say(message("one", minute=0))
    workshop.say(message("two", minute=1))
    workshop.refresh()
    path = workshop.home.open_day(NOON.date())
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert workshop.refresh().rebuilt
    assert workshop.rows("SELECT human FROM exchanges") == [("one",)]


def test_an_open_day_that_vanished_unsealed_builds_the_index_anew(workshop: Workshop) -> None:
    """An open day may only go away when its records stand in a sealed file."""
    workshop.clock.instant = NOON
    workshop.say(message("gone tomorrow", minute=0))
    workshop.refresh()
    workshop.home.open_day(NOON.date()).unlink()
    assert workshop.refresh().rebuilt
    assert workshop.rows("SELECT human FROM exchanges") == []


def test_half_a_line_of_an_open_day_is_left_for_later(workshop: Workshop) -> None:
    """A line that is just being written is read when it is whole, and not lost."""
    workshop.clock.instant = NOON
    workshop.say(message("whole", minute=0))
    path = workshop.home.open_day(NOON.date())
    whole = path.read_bytes()
    workshop.say(message("in the making", minute=1))
    both = path.read_bytes()
    path.write_bytes(both[: len(whole) + 20])
    workshop.refresh()
    assert workshop.rows("SELECT human FROM exchanges") == [("whole",)]
    path.write_bytes(both)
    assert not workshop.refresh().rebuilt
    assert len(workshop.rows("SELECT human FROM exchanges")) == 2


def test_another_encoder_builds_the_index_anew(workshop: Workshop) -> None:
    """Vectors of two encoders never stand in one index."""
    workshop.say(message("hello there", minute=0))
    workshop.refresh()
    workshop.embedder = HashEmbedder(dimension=12, max_pieces=24)
    workshop.embedder.version = "0" * 12
    assert workshop.refresh().rebuilt
    [row] = workshop.content()["vectors"]
    assert "0" * 12 in row
    assert len(row[-1]) == 12


def test_other_modes_build_the_index_anew(workshop: Workshop) -> None:
    """Thread and mode are filled in by the config; a changed config changes them everywhere."""
    workshop.say(message("hello there", minute=0))
    workshop.refresh()
    assert workshop.rows("SELECT mode, thread FROM exchanges") == [("chat", "main")]
    workshop.config = workshop.config.model_copy(update={"modes": ModeSettings(by_tool={"test": "booth"})})
    assert workshop.refresh().rebuilt
    assert workshop.rows("SELECT mode FROM sessions") == [("booth",)]


def test_what_a_message_says_of_itself_wins(workshop: Workshop) -> None:
    """A message's own thread and mode are kept."""
    workshop.say(message("hello there", minute=0, thread="garden", mode="robot"))
    workshop.refresh()
    assert workshop.rows("SELECT thread, mode FROM exchanges") == [("garden", "robot")]
    assert workshop.rows("SELECT id, exchanges FROM threads") == [("garden", 1)]


def test_the_day_is_that_of_the_person(tmp_path: Path) -> None:
    """23:30 UTC is tomorrow in Berlin: in the address, and in the text that is embedded."""
    workshop = Workshop(tmp_path, timezone="Europe/Berlin")
    workshop.say(message("late", id="a" * 24, timestamp=datetime(2026, 3, 10, 23, 30, tzinfo=UTC)))
    workshop.refresh()
    assert workshop.rows("SELECT address FROM exchanges") == [(f"archive:2026-03-11#{'a' * 24}",)]
    assert workshop.rows("SELECT text FROM units") == [("[2026-03-11] human: late",)]


def test_the_newest_summary_titles_the_session_of_the_message_it_names(workshop: Workshop) -> None:
    """A summary may stand in another session's file, and come before or after the message it names."""
    prompt = message("please look at the parser", minute=0, session="s1")
    tool = message("", minute=1, session="s1", kind=Kind.TOOL)
    workshop.say(message("Old title", minute=2, kind=Kind.SUMMARY, about=tool.id, session="s2"))
    workshop.refresh()
    assert workshop.rows("SELECT * FROM sessions") == []
    workshop.say(prompt)
    workshop.refresh()
    assert workshop.rows("SELECT title FROM sessions") == [("please look at the parser",)]
    workshop.say(tool)
    workshop.refresh()
    assert workshop.rows("SELECT title FROM sessions") == [("Old title",)]
    workshop.say(message("Parser repair", minute=3, kind=Kind.SUMMARY, about=prompt.id, session="s3"))
    workshop.refresh()
    assert workshop.rows("SELECT title FROM sessions") == [("Parser repair",)]
    assert workshop.check().sound


def test_secrets_and_escapes_stay_out(workshop: Workshop) -> None:
    """Neither DuckDB nor LanceDB holds a key or a colour code; the archive does."""
    key = "sk-ant-api03-" + "Ab3dE5gH7jK9mN1pQ3sT5vW7yZ9" * 2
    workshop.say(
        message(f"\x1b[31mmy key\x1b[0m is {key}\ud800", minute=0, sender=key, project=f"/srv/{key}")
    )
    workshop.refresh()
    content = repr(workshop.content())
    assert key not in content
    assert "my key" in content
    assert "\\x1b" not in content
    assert key in next(iter(workshop.truth.archive.read_all())).text


def test_progress_tells_the_total_beforehand(workshop: Workshop) -> None:
    """The first call says how much there is; the last one that all of it is done."""
    workshop.say_all(message(f"prompt number {number}", minute=number) for number in range(20))
    calls: list[tuple[int, int]] = []
    workshop.refresh(lambda done, total: calls.append((done, total)))
    assert calls[0] == (0, 20)
    assert calls[-1] == (20, 20)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)


def test_interrupted_embedding_goes_on(workshop: Workshop) -> None:
    """An interrupt while embedding loses no projected row; the next refresh does the rest."""
    workshop.say_all(message(f"prompt number {number}", minute=number) for number in range(20))

    def interrupt(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workshop.refresh(interrupt)
    assert workshop.rows("SELECT count(*) FROM exchanges") == [(20,)]
    report = workshop.refresh()
    assert (report.exchanges, report.embedded) == (0, 20)
    assert workshop.check().sound


def test_a_rebuild_reads_no_clock(workshop: Workshop) -> None:
    """The instants in the index are those of what was said, not of the indexing."""
    workshop.say(message("hello there", minute=0))
    workshop.refresh()
    before = workshop.content()
    workshop.clock.instant += timedelta(days=400)
    assert workshop.rebuild().rebuilt
    assert workshop.content() == before


def test_no_index_is_said_so(workshop: Workshop) -> None:
    """Reading without an index is an error with a hint: what to do first, and then what to build."""
    with pytest.raises(IndexMissing) as caught, workshop.index():
        pass
    assert "cotw ingest" in caught.value.hint
    workshop.say(message("hello there", minute=0))
    with pytest.raises(IndexMissing) as caught, workshop.index():
        pass
    assert "cotw index refresh" in caught.value.hint


def test_an_unreadable_index_is_built_anew(workshop: Workshop) -> None:
    """A damaged database is replaced from truth."""
    workshop.say(message("hello there", minute=0))
    workshop.refresh()
    (workshop.home.index / "live" / "cotw.duckdb").write_bytes(b"this is no database")
    with pytest.raises(IndexMissing), workshop.index():
        pass
    assert workshop.refresh().rebuilt
    assert workshop.check().sound


def test_an_empty_archive_gives_an_empty_index(workshop: Workshop) -> None:
    """A home in which nothing was said has an index without rows."""
    workshop.refresh()
    content = workshop.content()
    assert all(rows == [] for rows in content.values())
    assert workshop.check().sound


def test_a_day_that_was_sealed_before_it_was_over(workshop: Workshop) -> None:
    """Its later messages stand in a new file of lines with the old name: none of them is missed."""
    workshop.clock.instant = NOON
    workshop.say(*(message(f"morning {number}", minute=-60 + number) for number in range(5)))
    workshop.refresh()
    with workshop.truth.writing() as writer:
        writer.seal(NOON.date())
    workshop.say(*(message(f"afternoon {number}, at some length", minute=60 + number) for number in range(9)))
    report = workshop.refresh()
    assert report.problems == ()
    assert workshop.check().sound
    assert len(workshop.rows("SELECT id FROM messages WHERE text LIKE 'afternoon%'")) == 9
