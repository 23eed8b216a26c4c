"""Reading one input file into the staging area: what it is, whether it changed, and from where on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BufferedReader
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from cotw.importers import zipped
from cotw.importers.beside import in_folder
from cotw.importers.detect import HEAD_BYTES, detect
from cotw.importers.inputs import InputFile
from cotw.importers.keeping import kept
from cotw.importers.own_words import SealOf
from cotw.importers.protocol import WAITS, Importer, ReadContext, Scalar
from cotw.importers.report import IngestReport
from cotw.records.message import Message
from cotw.records.problem import Problem
from cotw.store.known import Bookmark

_HASH_BYTES = 1 << 20
_REPORT_EVERY = 200
# A tool writes a message in one piece, within milliseconds. A time that lies ahead says nothing.
_AT_REST_AFTER = timedelta(seconds=10)


class Receiver(Protocol):
    """What messages are read into: a staging area, or whoever looks for some of them."""

    def add(self, message: Message) -> None: ...


class Reader:
    """Stages what files hold; counts and problems go to the report.

    `seal_of` knows the blocks that were put into prompts, which are left out.
    """

    def __init__(
        self,
        staging: Receiver,
        report: IngestReport,
        zone: ZoneInfo,
        now: datetime,
        seal_of: SealOf = lambda _: None,
    ) -> None:
        self._staging = staging
        self._seal_of = seal_of
        self._report = report
        self._zone = zone
        self._now = now

    def read_stream(self, stream: BinaryIO, name: str) -> None:
        """Reads a stream that a person named, from its beginning."""
        if zipped.is_zip(stream):
            self._read_zip(stream, name, self._now, lambda _: None, named=True)
        elif importer := self._importer_of(stream):
            context = self._context(name, name, self._now, at_rest=True)
            self._stage(importer, stream, context, lambda _: None)
        else:
            self._note_unknown(name, named=True)

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
        known = before is not None and same_beginning and before.offset == file.size
        if before is not None and known and not before.carry.get(WAITS):
            self._report.files_unchanged += 1
            return replace(before, mtime=file.mtime)
        fallback = datetime.fromtimestamp(file.mtime / 1e9, UTC)
        if zipped.is_zip(stream):
            held = self._read_zip(stream, str(file.path.absolute()), fallback, progress, named=file.named)
            return _bookmark(file, stream, zipped.NAME, file.size, {}) if held else None
        importer = self._importer_of(stream)
        if importer is None:
            self._note_unknown(str(file.path), named=file.named)
            return None
        context = self._context(str(file.path), file.path.stem, fallback, at_rest=self._is_at_rest(file))
        context.beside = in_folder(file.path.parent)
        if before is not None and same_beginning and importer.resumable and importer.name == before.importer:
            context.offset = before.offset
            context.carry = dict(before.carry)
        self._stage(importer, stream, context, progress)
        offset = context.offset if importer.resumable else file.size
        return _bookmark(file, stream, importer.name, offset, context.carry)

    def _read_zip(
        self,
        stream: BinaryIO,
        where: str,
        fallback: datetime,
        progress: Callable[[int], None],
        *,
        named: bool,
    ) -> bool:
        """Reads every transcript in a zip file; whether there was one."""
        before = self._report.files_read
        try:
            with zipped.opened(stream, where) as export:
                unread = export.unread
                for member in export.members:
                    told = self._read_member(export, member, fallback, lambda _: progress(stream.tell()))
                    unread += not told
        except zipped.Refused as refusal:
            self._report.add_problem(Problem(where, None, str(refusal)))
            return False
        held = self._report.files_read > before
        if unread:
            reason = f"{unread:,} of its files cannot be read: damaged, or compressed in an unusual way"
            self._report.add_problem(Problem(where, None, reason))
        elif not held:
            self._note_unknown(where, named=named)
        return held

    def _read_member(
        self,
        export: zipped.Zipped,
        member: zipped.Member,
        fallback: datetime,
        progress: Callable[[int], None],
    ) -> bool:
        """Reads one file of a zip file if it is a transcript; whether that could be told."""
        content = export.content(member)
        with BufferedReader(content) as stream:
            importer = self._importer_of(stream)
            if importer is None:
                return content.flaw is None
            where = export.where(member)
            context = self._context(where, member.stem, fallback, at_rest=True)
            context.beside = export.beside
            self._stage(importer, stream, context, progress)
            if content.flaw:
                self._report.add_problem(Problem(where, None, content.flaw))
            return True

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

    def _note_unknown(self, where: str, *, named: bool) -> None:
        if named:
            self._report.add_problem(Problem(where, None, "is no transcript that is known here"))
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
        if (public := kept(message, self._seal_of)) is not None:
            self._staging.add(public)


def _bookmark(
    file: InputFile, stream: BinaryIO, importer: str, offset: int, carry: Mapping[str, Scalar]
) -> Bookmark:
    """How far `file` has been read: up to `offset`."""
    return Bookmark(
        path=str(file.path.resolve()),
        size=file.size,
        mtime=file.mtime,
        offset=offset,
        digest=_digest(stream, offset),
        importer=importer,
        carry=carry,
    )


def _digest(stream: BinaryIO, length: int) -> str:
    """SHA-256 of the first `length` bytes."""
    stream.seek(0)
    state = hashlib.sha256()
    while length > 0 and (piece := stream.read(min(length, _HASH_BYTES))):
        state.update(piece)
        length -= len(piece)
    return state.hexdigest()
