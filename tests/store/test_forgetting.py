"""What is forgotten stands in no truth file, and everything else stands where it stood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cotw.errors import TruthDamaged
from cotw.records.receipt import Link, Medium, Receipt
from cotw.store.check import check_truth, compare_heads, heads
from cotw.store.forgetting import DONE, KIND, REWRITTEN, unfinished
from cotw.store.known import open_known
from cotw.store.truth import Truth
from tests.builders import NOON, make_truth, message
from tests.store.test_crash import saved_before_death

DAY = date(2026, 3, 14)
SECRET = "the vault opens with heron"
BY = {"actor": "mara", "channel": "test"}
SAID = [message("before", minute=1), message(SECRET, minute=2), message("after", minute=3)]
GONE = frozenset({SAID[1].id})


def full_truth(folder: Path, *, sealed: bool) -> tuple[Truth, Any]:
    """A day with something to forget, and a journal and receipts that speak of it."""
    truth, clock = make_truth(folder)
    with truth.writing() as writer:
        writer.add_day(DAY, SAID)
        writer.record(truth.journal, {"kind": "noted", "text": "harmless"})
        writer.record(
            truth.journal,
            {"kind": "summary", "text": f"said: {SECRET}", "sources": [f"archive:{DAY}#{SAID[1].id}"]},
        )
        writer.record(truth.journal, {"kind": "noted", "text": "harmless too"})
        link = Link(SAID[1].id, SAID[1].timestamp, SAID[1].session)
        shown = Receipt("att_0", Medium.TEXT, "text/plain", 4, "0" * 64, (link,), excerpt=SECRET)
        writer.record(truth.receipts, shown.to_record())
    clock.instant = NOON + timedelta(days=40)
    with truth.writing() as writer:
        writer.record(truth.journal, {"kind": "noted", "text": "next month"})
    if not sealed:
        truth, clock = _reopened(truth, clock)
    return truth, clock


def _reopened(truth: Truth, clock: Any) -> tuple[Truth, Any]:
    with truth.writing() as writer:
        today = clock.instant.date()
        writer.add_day(today, [message(f"{SECRET}, again", minute=40 * 24 * 60, id=SAID[1].id[::-1])])
    return truth, clock


def places_of(text: str, root: Path) -> list[str]:
    """The files below `root` that hold `text`."""
    return [str(path) for path in root.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


@pytest.mark.parametrize("sealed", [True, False])
def test_no_file_holds_it(tmp_path: Path, sealed: bool) -> None:
    """Sealed days, open days, journal and receipts: the words are gone, the rest is there, all is whole."""
    truth, _ = full_truth(tmp_path, sealed=sealed)
    handoff = truth.home.root / "handoffs" / "main.md"
    handoff.write_text(f"{SECRET} (archive:{DAY}#{SAID[1].id})")
    other = handoff.with_name("other.md")
    other.write_text("nothing of it")
    with truth.writing() as writer:
        forgetting = writer.forget(GONE | {SAID[1].id[::-1]}, BY)
        writer.note_forgotten(forgetting)
    assert places_of("heron", truth.home.root) == []
    assert [said.text for said in truth.archive.read_all()] == ["before", "after"]
    assert [line.record.get("text") for line in truth.journal.read()] == [
        "harmless",
        None,
        "harmless too",
        "next month",
    ]
    assert other.exists()
    assert list(check_truth(truth, read_data=True)) == []
    assert unfinished(truth.decisions(KIND), until=DONE) == []


def test_it_does_not_come_back(tmp_path: Path) -> None:
    """The id stays known, also where the cache of ids is made anew."""
    truth, _ = full_truth(tmp_path, sealed=True)
    with truth.writing() as writer:
        writer.forget(GONE, BY)
    with open_known(tmp_path / "known.sqlite", wait_seconds=5) as known:
        known.catch_up(truth.archive)
        assert known.archived_of([SAID[1].id, "another"]) == {SAID[1].id}


def test_a_tombstone_in_an_open_day_is_sealed(tmp_path: Path) -> None:
    """A day with a tombstone is sealed like any other, and the tombstone stays."""
    truth, clock = make_truth(tmp_path)
    with truth.writing() as writer:
        writer.add_day(DAY, SAID)
        writer.note_forgotten(writer.forget(GONE, BY))
        writer.add_day(DAY, [message("later", minute=9)])
    clock.instant = NOON + timedelta(days=2)
    with truth.writing():
        pass
    (file,) = truth.archive.day_files()
    assert not file.is_open
    assert SAID[1].id in (truth.home.root / file.path).read_text()
    assert [said.text for said in truth.archive.read_all()] == ["before", "after", "later"]
    assert list(check_truth(truth, read_data=True)) == []


def test_damage_is_not_hidden(tmp_path: Path) -> None:
    """A file that was altered is not rewritten, and nothing is noted as forgotten."""
    truth, _ = full_truth(tmp_path, sealed=True)
    (file,) = truth.archive.day_files()
    path = truth.home.root / file.path
    path.write_bytes(path.read_bytes().replace(b"after", b"aftER"))
    with truth.writing() as writer, pytest.raises(TruthDamaged):
        writer.forget(GONE, BY)
    assert list(truth.ledger.read()) == []
    assert SECRET in path.read_text()


def test_damage_elsewhere_is_still_found(tmp_path: Path) -> None:
    """Forgetting lists only what it rewrote: another file that was altered stays a finding."""
    truth, _ = full_truth(tmp_path, sealed=True)
    with truth.writing() as writer:
        writer.add_day(DAY + timedelta(days=1), [message("another day", minute=24 * 60)])
    other = truth.home.sealed_day(DAY + timedelta(days=1))
    other.write_bytes(other.read_bytes().replace(b"another", b"ANOTHER"))
    with truth.writing() as writer:
        writer.forget(GONE, BY)
    findings = [str(finding) for finding in check_truth(truth, read_data=True)]
    assert any("2026-03-15" in finding for finding in findings)


def test_kept_heads_say_why_they_do_not_fit(tmp_path: Path) -> None:
    """Heads that were kept before tell that the journal was chained anew, and by what."""
    truth, _ = full_truth(tmp_path, sealed=True)
    kept = heads(truth)
    with truth.writing() as writer:
        writer.forget(GONE, BY)
    findings = {finding.file: finding.reason for finding in compare_heads(truth, kept)}
    assert set(findings) == {"journal", "receipts"}
    assert all("cotw forget" in reason for reason in findings.values())


def test_the_ledger_holds_no_word_of_it(tmp_path: Path) -> None:
    """Ids, files, their digests, who and when: nothing else."""
    truth, _ = full_truth(tmp_path, sealed=True)
    with truth.writing() as writer:
        writer.forget(GONE, BY)
    notes = [line.record for line in truth.ledger.read()]
    assert {note["phase"] for note in notes} == {"begun", "file", "rewritten"}
    allowed = {"at", "kind", "phase", "forget", "ids", "actor", "channel", "file", "old", "new", "prev"}
    assert all(note.keys() <= allowed for note in notes)


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
def test_death_at_any_call(tmp_path: Path) -> None:
    """Killed before any call to the disk, what was begun is finished by the next writer, whoever it is."""
    for number in count(1):
        truth, _ = full_truth(tmp_path / str(number), sealed=True)

        def live(saved: Callable[[], None], truth: Truth = truth) -> None:
            with truth.writing() as writer:
                writer.forget(GONE, BY)
            saved()

        steps, died = saved_before_death(truth, number, live)
        with truth.writing():
            pass
        begun = bool(list(truth.ledger.read()))
        texts = [said.text for said in truth.archive.read_all()]
        assert texts == (["before", "after"] if begun else ["before", SECRET, "after"]), number
        assert bool(places_of("heron", truth.home.root)) != begun, number
        assert begun or not steps, number
        assert list(check_truth(truth, read_data=True)) == [] or unfinished(truth.decisions(KIND), DONE), (
            number
        )
        assert unfinished(truth.decisions(KIND), REWRITTEN) == [], number
        assert not list(truth.home.root.rglob("*.tmp")), number
        if not died:
            assert steps == 1
            assert number > 20
            return
