"""The archive's laws: verbatim, written once, sealed when its day is over, parts for late arrivals."""

from __future__ import annotations

import json
import os
import shutil
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotw.errors import DiskTrouble, Locked, TruthDamaged
from cotw.files import FileLock
from cotw.records.message import Attachment, Kind, Message, Origin, ToolCall
from cotw.store.check import check_truth, compare_heads, heads
from cotw.store.truth import Truth
from tests.builders import NOON, make_truth, message

DAY = date(2026, 3, 14)

texts = st.text(st.characters(codec=None), max_size=60)
optional = st.none() | texts
calls = st.builds(
    ToolCall,
    name=texts,
    target=optional,
    status=optional,
    size=st.none() | st.integers(0, 9),
    digest=optional,
)
attachments = st.builds(Attachment, mime=texts, size=st.integers(0, 9), digest=texts, name=optional)
messages = st.builds(
    Message,
    id=st.uuids().map(str),
    timestamp=st.datetimes(
        min_value=NOON.replace(tzinfo=None), max_value=(NOON + timedelta(hours=11)).replace(tzinfo=None)
    ).map(lambda naive: naive.replace(tzinfo=NOON.tzinfo)),
    kind=st.sampled_from(Kind),
    sender=texts,
    text=texts,
    session=texts,
    tool=texts,
    origin=st.sampled_from(Origin),
    native=optional,
    order=st.integers(0, 2**40),
    thread=optional,
    mode=optional,
    project=optional,
    subagent=optional,
    utterance=optional,
    about=optional,
    queued=st.booleans(),
    timestamp_inferred=st.booleans(),
    call=st.none() | calls,
    attachments=st.lists(attachments, max_size=2).map(tuple),
)


def add(truth: Truth, *said: Message, day: date = DAY) -> None:
    with truth.writing() as writer:
        writer.add_day(day, said)


def findings(truth: Truth) -> list[str]:
    return [str(finding) for finding in check_truth(truth, read_data=True)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(messages, min_size=1, max_size=5, unique_by=lambda one: one.id), sealed=st.booleans())
def test_messages_are_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, said: list[Message], sealed: bool
) -> None:
    """Stored and read back equal, open or sealed: NULs, lone surrogates, line separators, anything."""
    truth, _ = make_truth(tmp_path_factory.mktemp("t"), NOON + timedelta(days=2 if sealed else 0))
    add(truth, *said)
    assert list(truth.archive.read_all()) == said
    assert findings(truth) == []


def test_an_open_day_is_sealed_an_hour_after_it_ended(tmp_path: Path) -> None:
    """Until then lines are appended; the sealed file is ordinary JSON with date and time zone."""
    truth, clock = make_truth(tmp_path, timezone="Europe/Berlin")
    add(truth, message("second", minute=2))
    add(truth, message("first", minute=1))
    assert truth.archive.days()[0].is_open
    clock.instant = NOON.replace(hour=23) + timedelta(minutes=59)  # 00:59 in Berlin
    with truth.writing():
        pass
    assert truth.archive.days()[0].is_open
    clock.instant += timedelta(minutes=2)
    with truth.writing():
        pass
    document = json.loads((truth.home.root / "archive/2026/2026-03-14.json").read_bytes())
    assert [document["date"], document["timezone"]] == ["2026-03-14", "Europe/Berlin"]
    assert [record["text"] for record in document["messages"]] == ["first", "second"]
    assert not truth.home.open_day(DAY).exists()
    assert findings(truth) == []


def test_a_late_arrival_makes_a_further_part(tmp_path: Path) -> None:
    """A sealed file is never touched again; the day is its parts in order."""
    truth, _ = make_truth(tmp_path, NOON + timedelta(days=9))
    add(truth, message("early", minute=0))
    first = (truth.home.root / "archive/2026/2026-03-14.json").read_bytes()
    add(truth, message("late", minute=1))
    assert (truth.home.root / "archive/2026/2026-03-14.json").read_bytes() == first
    assert truth.archive.days()[0].files == (
        "archive/2026/2026-03-14.json",
        "archive/2026/2026-03-14.part2.json",
    )
    assert [said.text for said in truth.archive.read_day(DAY)] == ["early", "late"]


def test_files_and_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    """Folders 0700, files 0600."""
    before = os.umask(0)
    try:
        truth, _ = make_truth(tmp_path, NOON + timedelta(days=2))
        add(truth, message("x"))
        with truth.writing() as writer:
            writer.add_day(DAY + timedelta(days=2), [message("y", minute=2880)])
            writer.record(truth.journal, {"kind": "test"})
    finally:
        os.umask(before)
    for path in truth.home.root.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def _sealed(tmp_path: Path) -> tuple[Truth, Path]:
    truth, _ = make_truth(tmp_path, NOON + timedelta(days=9))
    add(truth, *(message(f"sentence number {n}", minute=n) for n in range(5)))
    return truth, truth.home.root / "archive/2026/2026-03-14.json"


def _change_lines(path: Path, change: dict[int, bytes | None]) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [change.get(number, line) for number, line in enumerate(lines)]
    path.write_bytes(b"".join(line for line in kept if line is not None))


def test_a_flipped_byte_is_named_by_file_and_record(tmp_path: Path) -> None:
    """The record that was altered is named, and no other."""
    truth, path = _sealed(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"number 2", b"number 7"))
    (found,) = findings(truth)
    assert found.startswith("archive/2026/2026-03-14.json: line 4, record ")
    assert "altered" in found


def test_a_flip_that_breaks_the_json_is_named(tmp_path: Path) -> None:
    """A record that is no JSON any more does not hide the ones around it."""
    truth, path = _sealed(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"text":"sentence number 2"', b'"text":sentence number 2"'))
    assert findings(truth) == ["archive/2026/2026-03-14.json: line 4: is not JSON"]
    assert [said.text for said in truth.archive.read_all()] == [f"sentence number {n}" for n in (0, 1, 3, 4)]
    assert len(truth.archive.problems) == 1


def test_missing_and_moved_records_are_named(tmp_path: Path) -> None:
    """A missing record is told from a moved one and from one cut off at the end."""
    truth, path = _sealed(tmp_path)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    _change_lines(path, {2: None})
    assert ["one record is missing before it" in found for found in findings(truth)] == [True]
    path.write_bytes(whole)
    _change_lines(path, {2: lines[3], 3: lines[2]})
    assert any("moved" in found for found in findings(truth))
    path.write_bytes(whole)
    _change_lines(path, {5: None})
    assert findings(truth) == ["archive/2026/2026-03-14.json: one record is missing at the end"]
    path.write_bytes(whole[: len(whole) // 2])
    assert any("the end of the file is missing" in found for found in findings(truth))


def test_a_missing_file_and_a_foreign_one_are_named(tmp_path: Path) -> None:
    """What the manifest lists must be there, and what is there must be listed."""
    truth, path = _sealed(tmp_path)
    whole = path.read_bytes()
    path.unlink()
    assert findings(truth) == ["archive/2026/2026-03-14.json: is missing"]
    path.write_bytes(whole)
    path.with_name("2026-03-15.json").write_bytes(b'{"messages": []}')
    assert any("2026-03-15.json: is not in the manifest" in found for found in findings(truth))


def test_without_reading_data_sizes_and_presence_are_compared(tmp_path: Path) -> None:
    """The quick check finds a changed size; a same-size change needs --read-data."""
    truth, path = _sealed(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"number 2", b"number 77"))
    assert len(list(check_truth(truth, read_data=False))) == 1


def test_a_manifest_cut_short_is_found_out(tmp_path: Path) -> None:
    """The journal notes the manifest's head, so cutting the manifest's end does not go unseen."""
    truth, _ = _sealed(tmp_path)
    with truth.writing() as writer:
        writer.record(truth.journal, {"kind": "ingest", "manifest": truth.archive.manifest.head()})
    truth.home.manifest.write_bytes(b"")
    assert any("no longer holds the line that the journal noted" in found for found in findings(truth))


def test_a_head_kept_elsewhere_proves_the_past(tmp_path: Path) -> None:
    """It still occurs after further appends, and no longer after a rewrite."""
    truth, _ = _sealed(tmp_path)
    kept = heads(truth)
    add(truth, message("later", minute=9))
    assert list(compare_heads(truth, kept)) == []
    truth.home.manifest.write_bytes(truth.home.manifest.read_bytes().replace(b'"count":5', b'"count":4'))
    assert [finding.file for finding in compare_heads(truth, kept)] == ["manifest"]


def test_a_writer_killed_after_the_rename_is_mended(tmp_path: Path) -> None:
    """A whole sealed file that the manifest does not list is listed by the next writer."""
    truth, _path = _sealed(tmp_path)
    truth.home.manifest.unlink()
    assert findings(truth) == []
    with truth.writing():
        pass
    assert list(truth.archive.sealed()) == ["archive/2026/2026-03-14.json"]


def test_a_writer_killed_while_sealing_leaves_no_second_copy(tmp_path: Path) -> None:
    """Open lines that a sealed part already holds are removed, not sealed again."""
    truth, clock = make_truth(tmp_path)
    add(truth, message("one"), message("two", minute=1))
    lines = truth.home.open_day(DAY).read_bytes()
    clock.instant += timedelta(days=2)
    with truth.writing():
        pass
    truth.home.open_day(DAY).write_bytes(lines)
    with truth.writing():
        pass
    assert truth.archive.days()[0].files == ("archive/2026/2026-03-14.json",)
    assert len(list(truth.archive.read_all())) == 2


def test_a_torn_line_of_the_open_day_is_cut_off(tmp_path: Path) -> None:
    """A half line was never acknowledged; the whole ones before it stay."""
    truth, _ = make_truth(tmp_path)
    add(truth, message("kept"))
    with truth.home.open_day(DAY).open("ab") as stream:
        stream.write(b'{"id":"torn')
    add(truth, message("next", minute=1))
    assert [said.text for said in truth.archive.read_all()] == ["kept", "next"]
    assert findings(truth) == []


def test_a_damaged_open_day_is_not_sealed(tmp_path: Path) -> None:
    """Sealing must not drop a line it cannot read: the day stays open and check names the line."""
    truth, clock = make_truth(tmp_path)
    add(truth, message("fine"), message("damaged", minute=1))
    path = truth.home.open_day(DAY)
    path.write_bytes(path.read_bytes().replace(b"damaged", b"d\xffmaged"))
    clock.instant += timedelta(days=3)
    with truth.writing() as writer:
        writer.record(truth.journal, {"kind": "still works"})
        with pytest.raises(TruthDamaged):
            writer.seal(DAY)
    assert path.exists()
    assert len(findings(truth)) == 1


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    """Locked (exit 11) only after the waiting time is over."""
    truth, clock = make_truth(tmp_path)
    hasty = Truth(truth.home, truth.zone, clock, wait_seconds=0.05)
    with truth.writing(), pytest.raises(Locked), hasty.writing():
        pass
    with hasty.writing():
        pass


def test_readers_share_a_lock_and_a_waiting_writer_goes_first(tmp_path: Path) -> None:
    """Shared holders do not exclude each other; a writer is kept out until the last has left."""
    path = tmp_path / "run" / "x.lock"
    path.parent.mkdir()
    with (
        FileLock(path, wait_seconds=0, shared=True),
        FileLock(path, wait_seconds=0, shared=True),
        pytest.raises(Locked),
        FileLock(path, wait_seconds=0.02),
    ):
        pass
    with FileLock(path, wait_seconds=0):
        pass


def test_the_folder_of_locks_may_be_cleared_away(tmp_path: Path) -> None:
    """It is made again; but no home is, where that has gone."""
    path = tmp_path / "home" / "run" / "x.lock"
    path.parent.parent.mkdir()
    with FileLock(path, wait_seconds=0):
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    shutil.rmtree(tmp_path / "home")
    with pytest.raises(DiskTrouble), FileLock(path, wait_seconds=0):
        pass
    assert not (tmp_path / "home").exists()
