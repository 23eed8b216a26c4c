"""Evidence: does what was shown still lie where it lay, and is it still the same?

Files are read again and compared by size and digest, texts by their lines. Nothing is ever changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path

from cotw.files import digest_of
from cotw.importers import zipped
from cotw.importers.protocol import Beside
from cotw.records.receipt import SIZE_LIMIT, Link, Medium, Receipt
from cotw.store.chain import Chain
from cotw.store.receipts import recorded

# Of a folder no more names than this are looked through for a file that was moved.
_NAMES_LIMIT = 10_000


class SourceStatus(StrEnum):
    """What has become of the file behind a receipt."""

    VERIFIED = "verified"
    MOVED = "moved"
    MODIFIED = "modified"
    MISSING = "missing"
    PAYLOAD_ONLY = "payload-only"

    @property
    def is_lost(self) -> bool:
        """Whether what was shown can no longer be seen."""
        return self in (SourceStatus.MODIFIED, SourceStatus.MISSING)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The file behind a receipt: where it was found, or should lie; no path where it never was a file."""

    receipt: Receipt
    status: SourceStatus
    path: Path | None = None


def verify_sources(chain: Chain, receipts: Iterable[Receipt]) -> list[Evidence]:
    """What has become of the files behind `receipts`, in their order.

    A file that holds other bytes is still a text's source if the lines that were read stand in it: what was
    shown may have been a part of it. The texts are read from `chain`, one at a time.
    """
    found = [_evidence_of(receipt) for receipt in receipts]
    changed = {one.receipt.id: one.path for one in found if _is_changed_text(one)}
    held: set[str] = set()
    if changed:
        for receipt in recorded(chain):
            path = changed.get(receipt.id)
            if path is not None and _holds(path, _whole_lines(receipt)):
                held.add(receipt.id)
    return [replace(one, status=SourceStatus.VERIFIED) if one.receipt.id in held else one for one in found]


def _is_changed_text(evidence: Evidence) -> bool:
    return evidence.status is SourceStatus.MODIFIED and evidence.receipt.kind is Medium.TEXT


def _evidence_of(receipt: Receipt) -> Evidence:
    named = (link for link in reversed(receipt.links) if not _is_pointer(receipt, link))
    places = list(dict.fromkeys(filter(None, map(_place_of, named))))
    if not places:
        return Evidence(receipt, SourceStatus.PAYLOAD_ONLY)
    for place in places:
        if _is_same(receipt, place) or _is_in_zip(receipt, place):
            return Evidence(receipt, SourceStatus.VERIFIED, place)
    for place in places:
        for beside in _beside(place):
            if _is_same(receipt, beside):
                return Evidence(receipt, SourceStatus.MOVED, beside)
    for place in places:
        if _size_of(place) is not None:
            return Evidence(receipt, SourceStatus.MODIFIED, place)
    return Evidence(receipt, SourceStatus.MISSING, places[0])


def _is_pointer(receipt: Receipt, link: Link) -> bool:
    """Whether an export only named the thing: its digest is that of the name, and no file has it."""
    return digest_of((link.path or "").encode("utf-8", "surrogatepass")) == receipt.digest


def _place_of(link: Link) -> Path | None:
    """Where the file lay when it was shown; None for an address that no file system knows."""
    if not link.path or "://" in link.path:
        return None
    with suppress(RuntimeError):  # the home directory of a person who is not known here
        place = Path(link.project or "", Path(link.path).expanduser()).expanduser()
        return place if place.is_absolute() else None
    return None


def _size_of(path: Path) -> int | None:
    """The size of a regular file; None if there is none that can be asked."""
    try:
        return path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        return None


def _is_same(receipt: Receipt, path: Path) -> bool:
    if _size_of(path) != receipt.size:
        return False
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == receipt.digest
    except OSError:
        return False


def _is_in_zip(receipt: Receipt, path: Path) -> bool:
    """Whether `path` leads into a zip file, as those of exports do, to a file that is the same."""
    archive = next((folder for folder in path.parents if _size_of(folder) is not None), None)
    if archive is None:
        return False
    try:
        with archive.open("rb") as stream:
            if not zipped.is_zip(stream):
                return False
            with zipped.opened(stream, str(archive)) as export:
                return export.beside(path.name) == Beside(str(path), receipt.size, receipt.digest)
    except (OSError, zipped.Refused):
        return False


def _beside(place: Path) -> Iterator[Path]:
    """Where a file may be that was renamed in its folder, or moved to the one above or one folder below."""
    yield place.parent.parent / place.name
    with suppress(OSError, ValueError), os.scandir(place.parent) as entries:
        for entry in islice(entries, _NAMES_LIMIT):
            if entry.is_dir(follow_symlinks=False):
                yield Path(entry.path, place.name)
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


def _whole_lines(receipt: Receipt) -> str:
    """The text of a receipt; without its last line where that was cut in two."""
    text = receipt.text or ""
    return text if receipt.characters == len(text) else text.rpartition("\n")[0]


def _holds(path: Path, text: str) -> bool:
    """Whether the lines of `text` stand in the file, one after the other; line ends do not count."""
    try:
        with path.open("rb") as stream:
            content = stream.read(SIZE_LIMIT).decode("utf-8-sig", "replace")
    except OSError:
        return False
    return bool(text.strip()) and _lines(text) in _lines(content)


def _lines(text: str) -> str:
    unified = text.replace("\r\n", "\n").strip("\n")
    return f"\n{unified}\n"
