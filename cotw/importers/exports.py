"""Exports of chat services, as a browser leaves them among other downloads: told by content alone."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from cotw.importers.detect import HEAD_BYTES, detect
from cotw.importers.protocol import Importer
from cotw.importers.zipped import Refused, is_zip, opened

_NAMES = ("*.json", "*.zip")
_CONVERSATIONS = "conversations*.json"


def exports_in(folder: Path) -> Iterator[tuple[Path, Importer]]:
    """The exports that lie directly in `folder`, each with the importer that knows it."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if any(fnmatchcase(entry.name.lower(), name) for name in _NAMES) and entry.is_file():
            importer = importer_of(entry)
            if importer is not None:
                yield entry, importer


def importer_of(file: Path) -> Importer | None:
    """The importer for an export; None for anything else, be it damaged, locked or encrypted.

    What only a catch-all importer takes might be anybody's JSON, and is no export.
    """
    try:
        with file.open("rb") as stream:
            head = _head_in_zip(stream) if is_zip(stream) else _head(stream)
    except (OSError, Refused):
        return None
    importer = detect(head, complete=len(head) < HEAD_BYTES)
    return None if importer is None or importer.catch_all else importer


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(HEAD_BYTES)


def _head_in_zip(stream: BinaryIO) -> bytes:
    """The beginning of the conversations in a zip file; empty where there are none."""
    with opened(stream, "") as zipped:
        for member in zipped.members:
            if fnmatchcase(PurePosixPath(member.name).name, _CONVERSATIONS):
                with zipped.content(member) as content:
                    return content.read(HEAD_BYTES)
    return b""
