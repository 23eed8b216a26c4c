"""Which family a file belongs to, judged by its content alone: names of transcripts lie."""

from __future__ import annotations

from cotw.importers import claude_code, daily_archive, jsonl
from cotw.importers.protocol import Importer

# How much of a file is looked at.
HEAD_BYTES = 64 * 1024

# In the order in which they are asked; the generic form, which takes the most, comes last.
IMPORTERS: tuple[Importer, ...] = (
    claude_code.IMPORTER,
    claude_code.EXPORT,
    daily_archive.OPEN_DAY,
    daily_archive.DOCUMENT,
    jsonl.IMPORTER,
)


def detect(head: bytes, complete: bool) -> Importer | None:
    """The importer for a file that begins with `head`; `complete` says that it is all of it."""
    return next((importer for importer in IMPORTERS if importer.recognises(head, complete)), None)
