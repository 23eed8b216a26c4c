"""Where handoffs lie, and what their file names say of them.

`handoffs/sessions/<thread>/<session>.md` waits for the next start. It is claimed by renaming it to
`<session>.claimed-<milliseconds>.md`, and lies as `<session>.shown.md` when it has been shown. What was
written beside a page that a person edited is `<session>.next.md`. A page for a second mode is
`<session>.<mode>.md`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from cotw.continuity.handoff_page import read_facts, read_page
from cotw.files import make_folder
from cotw.home import Home
from cotw.ids import short_digest

WAITING, NEXT, CLAIMED, SHOWN = "waiting", "next", "claimed", "shown"
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,78}[a-z0-9])?")
_STATE = re.compile(r"(?:(?P<state>next|shown)(?:-\d+)?|claimed-(?P<claimed>\d{1,14}))")
_SLUG_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Lying:
    """A page on disk. `stem` is the name it was first written under, `claimed` when it was claimed."""

    path: Path
    stem: str
    state: str
    claimed: datetime | None = None


def file_name(text: str) -> str:
    """A file's name for a thread, session or mode: the same where that can be, else made unlike any other."""
    if _PLAIN.fullmatch(text) and not _STATE.fullmatch(text):
        return text
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower())[:_SLUG_CHARACTERS].strip("-")
    return f"{slug or 'x'}-{short_digest(text)[:8]}"


def session_folder(home: Home, thread: str) -> Path:
    """Where the handoffs of a thread's sessions lie."""
    return home.handoffs / "sessions" / file_name(thread)


def thread_folder(home: Home) -> Path:
    """Where the handoffs of threads lie."""
    return home.handoffs / "threads"


def lying_in(folder: Path) -> Iterator[Lying]:
    """Every page of a folder, by name; no file is looked into, and no link followed."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        files = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        names = (name for name in files if name.endswith(".md") and not name.startswith("."))
        yield from map(_lying, map(folder.joinpath, sorted(names)))


def stem_for(folder: Path, name: str, mode: str) -> str:
    """The stem of a page for `mode`: the plain name, unless a page for another mode lies there."""
    plain = folder / f"{file_name(name)}.md"
    with suppress(OSError):
        if read_facts(plain).get("mode", mode) != mode:
            return f"{file_name(name)}.{file_name(mode)}"
    return file_name(name)


def free_place(folder: Path, stem: str, state: str = WAITING) -> Path:
    """Where a page may be put so that nothing a person edited is lost."""
    make_folder(folder)
    first = "" if state == WAITING else f".{state}"
    for number in count(1):
        again = "" if number == 1 else f"-{number}"
        if state == WAITING and number > 1:
            return free_place(folder, stem, NEXT)
        path = folder / f"{stem}{first}{again}.md"
        if not path.exists() or not is_edited(path):
            return path
    raise AssertionError("the numbers do not end")


def claim_name(lying: Lying, now: datetime) -> Path:
    """The name that claims a page."""
    return lying.path.with_name(f"{lying.stem}.claimed-{int(now.timestamp() * 1000)}.md")


def is_edited(path: Path) -> bool:
    """Whether a page is not as it was written."""
    return read_page(path.read_bytes().decode("utf-8", "replace")).is_edited


def _lying(path: Path) -> Lying:
    stem, dot, last = path.name.removesuffix(".md").rpartition(".")
    found = _STATE.fullmatch(last) if dot else None
    if found is None:
        return Lying(path, path.name.removesuffix(".md"), WAITING)
    if found["claimed"]:
        instant = datetime.fromtimestamp(int(found["claimed"]) / 1000, UTC)
        return Lying(path, stem, CLAIMED, instant)
    return Lying(path, stem, found["state"])
