"""What was shown is recorded with its message: once, whatever happens to the run."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cotw.extraction.counting import count_pairs
from cotw.extraction.redaction import redacted
from cotw.files import from_json
from cotw.importers.inputs import find_inputs
from cotw.importers.report import IngestReport
from cotw.importers.run import ingest
from cotw.importers.staging import Staging
from cotw.records.message import Attachment, Message
from cotw.store.check import check_truth
from cotw.store.receipts import receipts, recorded
from cotw.store.truth import Truth, TruthWriter
from tests.builders import NOON, make_truth, message
from tests.importers.transcripts import line, said, to_lines, user
from tests.store.test_crash import die_at

PNG = base64.b64encode(b"\x89PNG a cargo bike").decode()
IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}}
KEY = "ghp_" + "a1B2" * 9
NOTES = "front hub: 100 mm\n"


def notes(number: int, text: str = NOTES) -> dict[str, Any]:
    """A line by which a file was handed to the agent."""
    content = {"type": "text", "file": {"filePath": "/bikes/hubs.md", "content": text}}
    attachment = {"type": "file", "filename": "/bikes/hubs.md", "content": content}
    return line("attachment", number, attachment=attachment)


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_bytes(to_lines(*lines))
    return path


def take_in(truth: Truth, *paths: Path, dry_run: bool = False, redact: bool = False) -> IngestReport:
    return ingest(
        truth,
        find_inputs(list(paths), without=truth.home.root),
        pair_session=count_pairs,
        progress=lambda done, total: None,
        redact=redacted if redact else None,
        dry_run=dry_run,
    )


def showings(truth: Truth) -> list[tuple[str, int]]:
    """Of each line: the receipt's id and how many links it has."""
    return [(receipt.id, len(receipt.links)) for receipt in recorded(truth.receipts)]


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return make_truth(tmp_path, NOON + timedelta(days=2))[0]


def test_each_thing_shown_leaves_a_receipt(truth: Truth, tmp_path: Path) -> None:
    """With its words and a link to its message; the archive holds neither words nor path."""
    file = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE]), notes(2))
    report = take_in(truth, file)
    image, text = receipts(truth.receipts).values()
    assert (report.receipts, image.kind, text.kind) == (2, "image", "text")
    assert (text.excerpt, text.name, text.characters) == (NOTES, "hubs.md", len(NOTES))
    assert text.links[0].path == "/bikes/hubs.md"
    assert {image.links[0].message, text.links[0].message} == {one.id for one in truth.archive.read_all()}
    archived = b"".join(path.read_bytes() for path in truth.home.archive.rglob("*.json"))
    assert NOTES.strip().encode() not in archived


def test_running_again_records_nothing_again(truth: Truth, tmp_path: Path) -> None:
    """Nor does a copy of the file, nor an import without its cache."""
    file = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE]), notes(2))
    take_in(truth, file)
    before = showings(truth)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(file.read_bytes())
    assert take_in(truth, file, copy).receipts == 0
    (truth.home.cache / "known.sqlite").unlink()
    take_in(truth, file, copy)
    assert showings(truth) == before


def test_a_dry_run_counts_receipts_and_records_none(truth: Truth, tmp_path: Path) -> None:
    """The same number as a real run would."""
    file = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE, IMAGE]), notes(2))
    assert take_in(truth, file, dry_run=True).receipts == 2
    assert showings(truth) == []


def test_a_thing_that_is_shown_again_gains_a_link(truth: Truth, tmp_path: Path) -> None:
    """In the same run or in a later one; its text is not written a second time."""
    take_in(truth, write(tmp_path / "a.jsonl", notes(1), notes(2)))
    take_in(truth, write(tmp_path / "b.jsonl", notes(3)))
    (receipt,) = receipts(truth.receipts).values()
    assert len(receipt.links) == 3
    assert [one.text for one in recorded(truth.receipts)] == [NOTES, None, None]


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    """To a byte."""
    one = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE]), notes(4))
    two = write(tmp_path / "b.jsonl", notes(2), notes(3, "rear hub: 135 mm"), user(5, [IMAGE]))
    chains = []
    for number, files in enumerate(((one, two), (two, one))):
        truth, _ = make_truth(tmp_path / str(number), NOON + timedelta(days=2))
        take_in(truth, *files)
        chains.append([path.read_bytes() for path in truth.receipts.files()])
    assert chains[0] == chains[1]
    assert len(chains[0]) == 1


@pytest.mark.parametrize("dies_in", ["add_rendered", "record"])
def test_a_run_that_dies_is_made_up_for(
    truth: Truth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    """Between receipts and messages, or after both: the next run leaves each once, and both of them."""
    file = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE]), notes(2))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(TruthWriter, dies_in, die)
        with pytest.raises(KeyboardInterrupt):
            take_in(truth, file)
    take_in(truth, file)
    assert [links for _, links in showings(truth)] == [1, 1]
    assert len(list(truth.archive.read_all())) == 2
    assert list(check_truth(truth, read_data=True)) == []


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
def test_death_at_any_call_to_the_disk_is_made_up_for(tmp_path: Path) -> None:
    """The next run leaves each message and each receipt once, and nothing for `check` to find."""
    file = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE]), notes(2), user(3, "and now?"))
    for number in count(1):
        truth, _ = make_truth(tmp_path / str(number), NOON + timedelta(days=2))

        def run(_: object, truth: Truth = truth) -> None:
            take_in(truth, file)

        died = die_at(number, 0, run)
        run(None)
        assert len(list(truth.archive.read_all())) == 3, number
        assert [links for _, links in showings(truth)] == [1, 1], number
        assert list(check_truth(truth, read_data=True)) == [], number
        if not died:
            assert number > 20
            return


def test_a_known_message_needs_no_receipt_again(truth: Truth, tmp_path: Path) -> None:
    """So that what was forgotten with its message does not come back with its transcript."""
    file = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE]), notes(2))
    take_in(truth, file)
    for path in truth.receipts.files():
        path.unlink()
    (truth.home.cache / "known.sqlite").unlink()
    take_in(truth, file)
    assert showings(truth) == []


def test_what_was_forgotten_does_not_come_back(truth: Truth, tmp_path: Path) -> None:
    """Its receipt goes with the message, and neither comes again with the transcript."""
    file = write(tmp_path / "a.jsonl", user(1, [said("look"), IMAGE]), notes(2), notes(3, "rear hub: 135 mm"))
    take_in(truth, file)
    (first, *_) = (one.links[0].message for one in recorded(truth.receipts) if one.text == NOTES)
    with truth.writing() as writer:
        writer.note_forgotten(writer.forget(frozenset({first}), {"by": "mara"}))
    (truth.home.cache / "known.sqlite").unlink()
    take_in(truth, file)
    assert [one.text for one in recorded(truth.receipts)] == [None, "rear hub: 135 mm"]
    assert list(check_truth(truth, read_data=True)) == []


def test_a_home_that_redacts_keeps_no_secret_in_receipts(truth: Truth, tmp_path: Path) -> None:
    """Else the text is verbatim, as the archive is, and the excerpt masked."""
    file = write(tmp_path / "a.jsonl", notes(1, f"login {KEY}"))
    take_in(truth, file, redact=True)
    assert [one.text for one in recorded(truth.receipts)] == ["login [secret:github]"]
    other, _ = make_truth(tmp_path / "other", NOON + timedelta(days=2))
    take_in(other, file)
    ((text, excerpt),) = [(one.text, one.excerpt) for one in recorded(other.receipts)]
    assert (text, excerpt) == (f"login {KEY}", "login [secret:github]")


def test_of_copies_of_a_message_the_fullest_is_taken(truth: Truth) -> None:
    """A copy may lack the words that were read."""
    bare = Attachment("text/plain", 3, "ab" * 32)
    full = Attachment("text/plain", 3, "ab" * 32, name="a.txt", path="/a.txt", text="abc")

    def copy(attachment: Attachment) -> Message:
        return message("look", attachments=(attachment,))

    with Staging(truth.zone) as staging:
        for attachment in (bare, full, bare):
            staging.add(copy(attachment))
        staging.settle()
        (record,) = staging.shown.new_records(truth.receipts)
    assert (record["name"], record["text"]) == ("a.txt", "abc")


def test_many_receipts_are_one_chain(truth: Truth, tmp_path: Path) -> None:
    """They are appended some at a time; each stands in a line of its own that follows from the one before."""
    file = write(tmp_path / "a.jsonl", *(notes(number, f"hub {number}") for number in range(1, 131)))
    assert take_in(truth, file).receipts == 130
    assert list(check_truth(truth, read_data=True)) == []
    lines = [from_json(raw) for path in truth.receipts.files() for raw in path.read_bytes().splitlines()]
    assert [line["text"] for line in lines] == [f"hub {number}" for number in range(1, 131)]


def test_a_receipt_of_no_message_is_named(truth: Truth) -> None:
    """Only when the data is read: it needs the days of the archive."""
    said = message("look", attachments=(Attachment("image/png", 3, "ab" * 32),))
    with truth.writing() as writer, Staging(truth.zone) as staging:
        staging.add(said)
        staging.settle()
        writer.record_all(truth.receipts, staging.shown.new_records(truth.receipts))
    assert list(check_truth(truth, read_data=False)) == []
    (finding,) = check_truth(truth, read_data=True)
    assert said.id in str(finding)
    with truth.writing() as writer:
        writer.add_day(datetime(2026, 3, 14, tzinfo=UTC).date(), [said])
    assert list(check_truth(truth, read_data=True)) == []


def test_a_line_that_is_no_receipt_is_passed_over(truth: Truth, tmp_path: Path) -> None:
    """A tombstone, or a receipt of another version."""
    with truth.writing() as writer:
        for record in ({"forgotten": "2026-03-14T12:00:00Z"}, {"id": 5, "links": 7}, json.loads("{}")):
            writer.record(truth.receipts, record)
    take_in(truth, write(tmp_path / "a.jsonl", notes(1)))
    assert len(receipts(truth.receipts)) == 1
    named = [finding.record for finding in check_truth(truth, read_data=True)]
    assert named == ["line 2", "line 3"]
