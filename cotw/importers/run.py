"""An import run: many files in, one report out; truth gains what it did not know.

Files are read first, without a lock; then, under the truth lock, what is known is left out and each
day gains at most one part. What was acknowledged is on the disk; a run that is killed can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from cotw.importers.inputs import InputFile
from cotw.importers.reading import Reader
from cotw.importers.report import IngestReport
from cotw.importers.staging import Redact, Staging
from cotw.records.message import Message
from cotw.records.problem import Problem
from cotw.store.archive import Archive
from cotw.store.injections import Injections
from cotw.store.known import Bookmark, Known, open_known
from cotw.store.truth import Truth

_KNOWN_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Paired:
    """What pairing made of the speech of one session: exchanges, and prompts that stand twice."""

    exchanges: int
    twins: int


PairSession = Callable[[Iterable[Message]], Paired]
Progress = Callable[[int, int], None]


def ingest(
    truth: Truth,
    inputs: Iterable[InputFile | Problem],
    *,
    pair_session: PairSession,
    progress: Progress,
    stdin: BinaryIO | None = None,
    redact: Redact | None = None,
    dry_run: bool = False,
) -> IngestReport:
    """Reads `inputs` (and `stdin`, from its beginning) and archives what is new, unless it is a dry run.

    `pair_session` pairs the speech of one session, for the counts of the report; `progress` is called with
    bytes done and bytes in all; `redact` is done to each message before it is archived. Raises DiskTrouble
    or Locked; a bad file is a problem in the report.
    """
    report = IngestReport(dry_run=dry_run)
    files = _files_of(inputs, report)
    cache = truth.home.cache / "known.sqlite"
    with Staging(truth.zone, redact) as staging, open_known(cache, wait_seconds=_KNOWN_WAIT_SECONDS) as known:
        reader = Reader(staging, report, truth.zone, truth.clock(), Injections(truth.journal).seal_of)
        if stdin is not None:
            reader.read_stream(stdin, "stdin")
        bookmarks = _read_files(reader, files, known, truth.archive, progress)
        staging.settle()
        report.duplicates = staging.duplicates
        for id_ in staging.conflicts:
            report.add_problem(
                Problem(f"message {id_}", None, "stands twice with different words; one is kept")
            )
        if dry_run:
            report.duplicates += staging.remove(known.archived_of(staging.ids()))
            _count(staging, report, pair_session)
        else:
            _archive(truth, staging, known, report, pair_session)
            known.set_bookmarks(bookmarks)
    return report


def _files_of(inputs: Iterable[InputFile | Problem], report: IngestReport) -> list[InputFile]:
    files: list[InputFile] = []
    for found in inputs:
        if isinstance(found, Problem):
            report.add_problem(found)
        else:
            files.append(found)
    return files


def _read_files(
    reader: Reader, files: list[InputFile], known: Known, archive: Archive, progress: Progress
) -> list[Bookmark]:
    """Reads every file that changed; returns the bookmarks to set once its messages are archived."""
    total = sum(file.size for file in files)
    bookmarks: list[Bookmark] = []
    done = 0
    trusted = known.in_step(archive)
    for file in files:
        before = known.bookmark(str(file.path.resolve())) if trusted else None

        def within_file(position: int, done: int = done) -> None:
            progress(done + position, total)

        bookmark = reader.read_file(file, before, within_file)
        if bookmark is not None:
            bookmarks.append(bookmark)
        done += file.size
        progress(done, total)
    return bookmarks


def _archive(
    truth: Truth, staging: Staging, known: Known, report: IngestReport, pair_session: PairSession
) -> None:
    """Adds what is new to truth and notes the run in the journal."""
    with truth.writing() as writer:
        known.catch_up(truth.archive)
        report.duplicates += staging.remove(known.archived_of(staging.ids()))
        # Receipts before their messages: a message that is known always has its receipts.
        writer.record_all(truth.receipts, staging.shown.new_records(truth.receipts))
        for day in staging.days():
            writer.add_rendered(day, staging.records_of(day))
        _count(staging, report, pair_session)
        if report.days:
            note = {"kind": "ingest", **report.as_record(), "manifest": truth.archive.manifest.head()}
            writer.record(truth.journal, note)
        known.add_ids(staging.ids())
        known.note_archived(truth.archive.snapshot())


def _count(staging: Staging, report: IngestReport, pair_session: PairSession) -> None:
    report.days = len(staging.days())
    report.receipts = staging.shown.count()
    report.add_counts(staging.counts())
    for _, speech in staging.speech_by_session():
        report.sessions += 1
        paired = pair_session(speech)
        report.exchanges += paired.exchanges
        report.prompts -= paired.twins
        report.duplicates += paired.twins
