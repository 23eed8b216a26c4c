"""Still open: what a conversation left undone, and after it what the files of bound projects say is to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cotw.continuity.project_scan import project_scan
from cotw.extraction.open_threads import open_threads
from cotw.records.exchange import Exchange
from cotw.records.open_thread import OpenThread

MOST = 7


def still_open(exchanges: Sequence[Exchange], folders: Sequence[str] = ()) -> list[OpenThread]:
    """At most seven things, those of the conversation first; of the folders those that are there.

    What a project's file says has the file's whole path as its source.
    """
    said = open_threads(exchanges, most=MOST)
    written = (_of_folder(one, folder) for folder in folders for one in project_scan(Path(folder)))
    return [*said, *written][:MOST]


def _of_folder(found: OpenThread, folder: str) -> OpenThread:
    name, _, line = found.source.removeprefix("file:").partition("#")
    return replace(found, source=f"file:{Path(folder) / name}#{line}")
