"""Keeping a report: in `nightshift/`, as Markdown and as HTML, never over one that a person edited.

The journal knows the digest of each file that was written. One that is not so any more is a person's: what is
made after it lies beside it as `2026-11-20.next.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cotw.care.report.assembling import assembled
from cotw.care.report.page import pages
from cotw.care.report.told import NIGHT_OFF, NightTold, Report
from cotw.clock import parse_instant
from cotw.continuity.handoff_writing import refuse_forgotten
from cotw.files import atomic_write, digest_of, make_folder
from cotw.memory import Memory
from cotw.records.night import night_bounds, night_of

KIND = "report"
FOLDER = "nightshift"
_FORMS = ("md", "html")


@dataclass(frozen=True, slots=True)
class Kept:
    """A report on the disk, when it was made and of what; `beside` one that a person edited."""

    night: date
    made: datetime
    markdown: Path
    html: Path
    beside: bool
    sources: tuple[str, ...]


def report_of(memory: Memory, night: date, told: NightTold = NIGHT_OFF) -> Kept:
    """The report of a night: as it lies there if it was made when the night was over, else made now."""
    lying = _lying(memory, night)
    return lying if lying is not None else make_report(memory, night, told)


def make_report(memory: Memory, night: date, told: NightTold = NIGHT_OFF) -> Kept:
    """Makes the report of a night and keeps it; one that lies there to the letter is not written again.

    Raises IndexMissing, and CotwError if something it would tell is being forgotten.
    """
    with assembled(memory, night, told) as report:
        made = pages(report, memory.home.root / "templates")
        texts = {"md": made.markdown.encode(), "html": made.html.encode()}
        with memory.truth.writing() as writer:
            refuse_forgotten(memory.truth, report.sources)
            lines = _lines(memory, night)
            places = {form: _place(memory, night, form, _written(lines)) for form in texts}
            files = {_name(memory, path): digest_of(texts[form]) for form, path in places.items()}
            lies_there = all(_holds(path, texts[form]) for form, path in places.items())
            if not lines or lines[0]["files"] != files or not lies_there:
                make_folder(memory.home.root / FOLDER)
                # The line first: a file that no line knows would pass for one that a person edited.
                writer.record(memory.truth.journal, _line(report, files))
                for form, path in places.items():
                    atomic_write(path, texts[form])
    beside = places["md"].stem != night.isoformat() or places["html"].stem != night.isoformat()
    return Kept(night, report.made, places["md"], places["html"], beside, report.sources)


def latest_night(memory: Memory) -> date:
    """The night that is told if nobody says which: the last one that is over, or has a report already."""
    now = memory.clock()
    tonight = night_of(now, memory.truth.zone)
    is_there = (memory.home.root / FOLDER / f"{tonight}.md").exists()
    return tonight if is_there else tonight - timedelta(days=1)


def _lying(memory: Memory, night: date) -> Kept | None:
    """The report that lies there and tells the whole night."""
    lines = _lines(memory, night)
    if not lines:
        return None
    line = lines[0]
    files = [memory.home.root / name for name in line["files"]]
    found = {path.suffix: path for path in files if path.is_file()}
    made = parse_instant(line["at"])
    if len(found) < len(_FORMS) or made < night_bounds(night, memory.truth.zone)[1]:
        return None
    if any(_is_outdated(memory, path, lines) for path in files):
        return None
    beside = any(path.stem != night.isoformat() for path in files)
    return Kept(night, made, found[".md"], found[".html"], beside, tuple(map(str, line.get("sources", ()))))


def _is_outdated(memory: Memory, path: Path, lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a file is as it was written once, but not last: the last writer was killed before it could."""
    name, digest = _name(memory, path), digest_of(path.read_bytes())
    return digest != lines[0]["files"][name] and digest in _written(lines).get(name, ())


def _holds(path: Path, data: bytes) -> bool:
    return path.exists() and path.read_bytes() == data


def _lines(memory: Memory, night: date) -> list[dict[str, Any]]:
    """What the journal says of the report of a night, the newest first."""
    since, _ = night_bounds(night, memory.truth.zone)
    lines = memory.truth.journal.read_back(KIND, since)
    return [line for line in lines if line.get("night") == night.isoformat() and _is_whole(line)]


def _is_whole(line: Mapping[str, Any]) -> bool:
    with suppress(KeyError, ValueError):
        return isinstance(line["files"], dict) and isinstance(parse_instant(line["at"]), datetime)
    return False


def _line(report: Report, files: Mapping[str, str]) -> dict[str, Any]:
    """What the journal keeps: which files, under which digests, and what they were made of."""
    night = report.night.isoformat()
    path, sources = f"{FOLDER}/{night}.md", list(report.sources)
    return {"kind": KIND, "night": night, "path": path, "files": dict(files), "sources": sources}


def _written(lines: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The digests under which each file of a night was ever written."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for name, digest in line["files"].items():
            found.setdefault(name, set()).add(str(digest))
    return found


def _place(memory: Memory, night: date, form: str, written: Mapping[str, set[str]]) -> Path:
    """Where a form of the report may be put so that nothing a person edited is lost."""
    folder = memory.home.root / FOLDER
    number = 0
    while True:
        again = "" if number == 0 else ".next" if number == 1 else f".next-{number}"
        path = folder / f"{night}{again}.{form}"
        if not path.exists() or digest_of(path.read_bytes()) in written.get(_name(memory, path), ()):
            return path
        number += 1


def _name(memory: Memory, path: Path) -> str:
    return path.relative_to(memory.home.root).as_posix()
