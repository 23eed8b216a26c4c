"""Discovery: what the agents on this machine have written, counted without being read.

Files are found where `places` says that tools keep them, in the folders of projects that their transcripts
name, and among the downloads. Of a transcript no more than its head is looked at, for the project's folder;
nothing of the tools is ever changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from cotw.care.sources import Source, written
from cotw.files import from_json
from cotw.importers.exports import exports_in
from cotw.importers.inputs import InputFile, find_inputs
from cotw.importers.places import DOWNLOADS, PLACES, Place, Surroundings
from cotw.importers.retention import settings_in
from cotw.memory import Memory
from cotw.store.known import Known, open_known

_HEAD_BYTES = 16 * 1024
_FOLDER_OF_PROJECT = re.compile(rb'"cwd"\s*:\s*("(?:[^"\\]|\\.)*")')
# Folders with very many files, none of them written by an agent that talks.
_PASSED_OVER = frozenset({".git", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".cache"})


@dataclass(slots=True)
class Found:
    """What one tool has written: where, how much, from when to when (by the files' own times, UTC).

    `taken` counts the files that have been taken in as they are. `deleted_after_days` is None where the tool
    keeps its transcripts; `setting` is where that is decided.
    """

    tool: str
    sources: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0
    first: datetime | None = None
    last: datetime | None = None
    taken: int = 0
    deleted_after_days: float | None = None
    setting: str = ""
    remembered: bool = False

    def add(self, file: InputFile, *, taken: bool) -> None:
        """Counts one more file."""
        instant = datetime.fromtimestamp(file.mtime / 1e9, UTC)
        self.files += 1
        self.size += file.size
        self.first = instant if self.first is None else min(self.first, instant)
        self.last = instant if self.last is None else max(self.last, instant)
        self.taken += taken


def discover(memory: Memory, folders: Iterable[Path] = ()) -> list[Found]:
    """What every tool has written, tools without a file left out.

    `folders` are searched, with everything below them, for the files that tools leave in projects.
    """
    cache = memory.home.cache / "known.sqlite"
    if not cache.exists():
        return _Search(memory, None).all(folders)
    with open_known(cache, wait_seconds=memory.wait_seconds) as known:
        trusted = known.in_step(memory.truth.archive)
        return _Search(memory, known if trusted else None).all(folders)


class _Search:
    """One search over a machine. `known` tells what was taken in; None if that cannot be told."""

    def __init__(self, memory: Memory, known: Known | None) -> None:
        self._surroundings: Surroundings = memory.surroundings
        self._remembered = set(memory.config.ingest.sources)
        self._without = memory.home.root.resolve()
        self._known = known
        self._projects: set[Path] = set()

    def all(self, folders: Iterable[Path]) -> list[Found]:
        """What is found, tool by tool. What lies in projects comes last: other transcripts name them."""
        founds = {place.tool: self._on_the_machine(place) for place in PLACES}
        projects = sorted(self._projects | {project for folder in folders for project in _below(folder)})
        for place in PLACES:
            if place.in_projects:
                self._in_projects(place, projects, founds[place.tool])
        every = [*founds.values(), *self._among_downloads()]
        for found in every:
            found.remembered = bool(found.sources) and self._remembered.issuperset(found.sources)
        return [found for found in every if found.files]

    def _on_the_machine(self, place: Place) -> Found:
        found = Found(place.tool)
        if place.retention is not None:
            file = place.retention.file.path(self._surroundings)
            found.setting = place.retention.setting
            found.deleted_after_days = place.retention.days(settings_in(file))
        spots = (spot.path(self._surroundings) for spot in place.spots)
        for path in dict.fromkeys(spot for spot in spots if spot is not None):
            for transcript in self._count(path, found, place):
                self._projects |= _projects_of(transcript, self._surroundings.home)
        return found

    def _in_projects(self, place: Place, projects: Iterable[Path], found: Found) -> None:
        for project in projects:
            path = project / place.in_projects
            if os.path.exists(path):
                self._count(path, found, place)

    def _among_downloads(self) -> Iterator[Found]:
        founds: dict[str, Found] = {}
        folder = DOWNLOADS.path(self._surroundings)
        for path, importer in exports_in(folder) if folder is not None else ():
            kind = importer.describe.partition(" (")[0]
            found = founds.setdefault(importer.name, Found(f"{kind}, downloaded"))
            self._count(path, found)
        yield from founds.values()

    def _count(self, path: Path, found: Found, place: Place | None = None) -> list[Path]:
        """Counts the files at `path` that are of `place`, and returns them."""
        source = written(path, self._surroundings)
        inputs = Source.of(source, self._surroundings).paths()
        counted: list[Path] = []
        for file in find_inputs(inputs, without=self._without, named=False):
            if isinstance(file, InputFile) and (place is None or _is_of(place, file.path.name)):
                found.add(file, taken=self._is_taken(file))
                counted.append(file.path)
        if counted:
            found.sources.append(source)
        return counted

    def _is_taken(self, file: InputFile) -> bool:
        mark = self._known.bookmark(str(file.path.resolve())) if self._known is not None else None
        return mark is not None and (mark.size, mark.mtime) == (file.size, file.mtime)


def _is_of(place: Place, name: str) -> bool:
    return any(fnmatchcase(name, one) for one in place.names) and not any(
        fnmatchcase(name, one) for one in place.others
    )


def _projects_of(transcript: Path, home: Path) -> set[Path]:
    """The folders that a transcript was written in, with those around them up to the home directory."""
    try:
        with transcript.open("rb") as stream:
            named = set(_FOLDER_OF_PROJECT.findall(stream.read(_HEAD_BYTES)))
    except OSError:
        return set()
    folders = {folder for quoted in named if (folder := _folder(quoted)) is not None}
    around = {outer for folder in folders for outer in folder.parents if home in outer.parents}
    return folders | around


def _folder(quoted: bytes) -> Path | None:
    try:
        path = Path(from_json(quoted))
        os.fsencode(path)
    except (ValueError, TypeError):
        return None
    return path if path.is_absolute() and "\0" not in str(path) else None


def _below(folder: Path) -> Iterator[Path]:
    """`folder` and every folder in it where a project could be."""
    for root, folders, _ in os.walk(folder):
        folders[:] = [name for name in folders if name not in _PASSED_OVER]
        yield Path(root)
