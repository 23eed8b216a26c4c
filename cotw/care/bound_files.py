"""Bound files: the Markdown files of what a person bound, found and read with care.

Nothing is followed out of a bound folder through symbolic links, and what is too large, no text or not
readable is a `Problem`, not an error. A file is called by its real, absolute path.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cotw.files import digest_of
from cotw.records.fact import Binding
from cotw.records.problem import Problem
from cotw.settings import SettledSettings

MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
# Folders of programs, which hold the notes of others.
_PASSED_OVER = frozenset({"node_modules", "venv", "__pycache__", "site-packages"})


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file says, and the digest of its bytes."""

    text: str
    digest: str


@dataclass(slots=True)
class Look:
    """What a look at the bound files found: `paths` that are there, and what was wrong."""

    paths: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def look(bindings: Iterable[Binding], limits: SettledSettings, *, without: Path) -> Look:
    """The Markdown files that are bound and there, but for those below `without`."""
    found = Look()
    for binding in bindings:
        path = Path(binding.path)
        for count, file in enumerate(_markdown_below(path, without)):
            if count == limits.folder_limit_files:
                reason = f"holds more than {count:,} Markdown files; the rest was left out"
                found.problems.append(Problem(binding.path, None, reason))
                break
            found.paths.append(str(file))
    found.paths = sorted(set(found.paths))
    return found


def read(path: Path, limits: SettledSettings) -> FileText | Problem | None:
    """The text of a bound file; a problem if it is none or too large; None if it is not there."""
    try:
        # Not through a link, and not waiting for a pipe.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem(str(path), None, f"cannot be read: {error.strerror}")
    with os.fdopen(handle, "rb") as stream:
        facts = os.fstat(stream.fileno())
        if not stat.S_ISREG(facts.st_mode):
            return Problem(str(path), None, "is not a file")
        data = stream.read(limits.file_limit_bytes + 1)
    if len(data) > limits.file_limit_bytes:
        return Problem(str(path), None, f"is larger than {limits.file_limit_bytes:,} bytes and was not read")
    try:
        if b"\0" in data:
            raise ValueError
        return FileText(data.decode("utf-8"), digest_of(data))
    except ValueError:
        return Problem(str(path), None, "is not UTF-8 text and was not read")


def is_reachable(path: str, binding: Binding) -> bool:
    """Whether a file that is not there is missing, and not all of the disk it lay on.

    The bound folder, or the folder of a bound file, is there then and holds something.
    """
    folder = os.path.dirname(path) if path == binding.path else binding.path
    try:
        with os.scandir(folder) as entries:
            return any(entries)
    except OSError:
        return False


def _markdown_below(path: Path, without: Path) -> Iterator[Path]:
    """The file itself, or the Markdown files of a folder, in order; links are passed over."""
    if not path.is_dir():
        if path.is_file() and not path.is_symlink():
            yield path
        return
    for root, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if _is_walked(Path(root, name), without))
        for name in sorted(names):
            file = Path(root, name)
            if file.suffix.lower() in MARKDOWN and not file.is_symlink() and file.is_file():
                yield file


def _is_walked(folder: Path, without: Path) -> bool:
    return folder.name not in _PASSED_OVER and not folder.name.startswith(".") and folder != without
