"""Reading one input file into the staging area: what it is, whether it changed, and from where on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from cotw.importers.detect import HEAD_BYTES, detect
from cotw.importers.inputs import InputFile
from cotw.importers.protocol import WAITS, Importer, ReadContext
from cotw.importers.report import IngestReport
from cotw.importers.staging import Staging
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem
from cotw.secrets import strip_private
from cotw.store.known import Bookmark

_HASH_BYTES = 1 << 20
_REPORT_EVERY = 200
# A tool writes a message in one piece, within milliseconds. A time that lies ahead says nothing.
_AT_REST_AFTER = timedelta(seconds=10)
_SPEECH = frozenset({Kind.HUMAN, Kind.AGENT})


class Reader:
    """Stages what files hold; counts and problems go to the report."""

    def __init__(self, staging: Staging, report: IngestReport, zone: ZoneInfo, now: datetime) -> None:
        self._staging = staging
        self._report = report
        self._zone = zone
        self._now = now

    def read_stream(self, stream: BinaryIO, name: str) -> None:
        """Reads a stream that a person named, from its beginning."""
        importer = self._importer_of(stream)
        if importer is None:
            self._report.add_problem(Problem(name, None, "is no transcript that is known here"))
        else:
            context = self._context(name, name, self._now, at_rest=True)
            self._stage(importer, stream, context, lambda _: None)

    def read_file(
        self, file: InputFile, before: Bookmark | None, progress: Callable[[int], None]
    ) -> Bookmark | None:
        """Reads what is new in `file` since `before`; returns the bookmark to set, if any."""
        unchanged = before is not None and (before.size, before.mtime) == (file.size, file.mtime)
        if before is not None and unchanged and not (before.carry.get(WAITS) and self._is_at_rest(file)):
            self._report.files_unchanged += 1
            return None
        try:
            with file.path.open("rb") as stream:
                return self._read_changed(file, stream, before, progress)
        except OSError as error:
            self._report.add_problem(Problem(str(file.path), None, f"cannot be read: {error.strerror}"))
            return None

    def _read_changed(
        self, file: InputFile, stream: BinaryIO, before: Bookmark | None, progress: Callable[[int], None]
    ) -> Bookmark | None:
        same_beginning = before is not None and _digest(stream, before.offset) == before.digest
        if before is not None and same_beginning and before.offset == file.size:
            self._report.files_unchanged += 1
            return replace(before, mtime=file.mtime)
        importer = self._importer_of(stream)
        if importer is None:
            self._note_unknown(file)
            return None
        fallback = datetime.fromtimestamp(file.mtime / 1e9, UTC)
        context = self._context(str(file.path), file.path.stem, fallback, at_rest=self._is_at_rest(file))
        if before is not None and same_beginning and importer.resumable and importer.name == before.importer:
            context.offset = before.offset
            context.carry = dict(before.carry)
        self._stage(importer, stream, context, progress)
        offset = context.offset if importer.resumable else file.size
        return Bookmark(
            path=str(file.path.resolve()),
            size=file.size,
            mtime=file.mtime,
            offset=offset,
            digest=_digest(stream, offset),
            importer=importer.name,
            carry=context.carry,
        )

    @staticmethod
    def _importer_of(stream: BinaryIO) -> Importer | None:
        stream.seek(0)
        head = stream.read(HEAD_BYTES)
        return detect(head, complete=len(head) < HEAD_BYTES)

    def _is_at_rest(self, file: InputFile) -> bool:
        age = self._now - datetime.fromtimestamp(file.mtime / 1e9, UTC)
        return not timedelta(0) <= age < _AT_REST_AFTER

    def _context(self, where: str, stem: str, fallback: datetime, *, at_rest: bool) -> ReadContext:
        return ReadContext(
            where=where,
            file_stem=stem,
            fallback_instant=fallback,
            fallback_session=stem,
            zone=self._zone,
            at_rest=at_rest,
        )

    def _note_unknown(self, file: InputFile) -> None:
        if file.named:
            self._report.add_problem(Problem(str(file.path), None, "is no transcript that is known here"))
        else:
            self._report.files_not_transcripts += 1

    def _stage(
        self, importer: Importer, stream: BinaryIO, context: ReadContext, progress: Callable[[int], None]
    ) -> None:
        self._report.files_read += 1
        self._report.formats[importer.name] += 1
        stream.seek(context.offset)
        for count, item in enumerate(importer.read(stream, context)):
            if isinstance(item, Problem):
                self._report.add_problem(item)
            else:
                self._add(item)
            if count % _REPORT_EVERY == 0:
                progress(stream.tell())

    def _add(self, message: Message) -> None:
        public = strip_private(message.text)
        if public != message.text:
            message = replace(message, text=public)
        if public.strip() or message.call or message.attachments or message.kind not in _SPEECH:
            self._staging.add(message)


def _digest(stream: BinaryIO, length: int) -> str:
    """SHA-256 of the first `length` bytes."""
    stream.seek(0)
    state = hashlib.sha256()
    while length > 0 and (piece := stream.read(min(length, _HASH_BYTES))):
        state.update(piece)
        length -= len(piece)
    return state.hexdigest()
