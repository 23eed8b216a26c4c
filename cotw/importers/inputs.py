"""What an import is pointed at: files, folders, standard input; found, opened, and named."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from cotw.errors import UsageError
from cotw.records.problem import Problem

STDIN = "-"
# A repository's own store of objects: millions of files, none of them a transcript.
_PASSED_OVER = frozenset({".git"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """One regular file. `named` says that a person named it, not just a folder around it."""

    path: Path
    size: int
    mtime: int
    named: bool


def find_inputs(paths: Iterable[Path], *, without: Path, named: bool = True) -> Iterator[InputFile | Problem]:
    """Every regular file at or below `paths`, each once, in the order of their names.

    Nothing below `without` (the home) is taken in, links to folders are not followed, and what is
    neither file nor folder (a pipe, a device) is a problem only when it was named. Raises UsageError
    for a path that does not exist. With `named` False nobody named the paths just now (they were
    remembered, or found): then one that is not there, or is no transcript, is passed over.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            if not named:
                continue
            raise UsageError(
                f"there is no {path}", hint="name files or folders of transcripts, or - for stdin"
            )
        for candidate in sorted(_below(path)) if path.is_dir() else [path]:
            # Path.resolve raises for a link that leads to itself; this names it, and `_input` refuses it.
            resolved = Path(os.path.realpath(candidate))
            inside_home = (path.is_dir() or not named) and resolved.is_relative_to(without)
            if resolved in seen or inside_home:
                continue
            seen.add(resolved)
            found = _input(candidate, named=named and candidate == path)
            if found is not None:
                yield found


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _PASSED_OVER)
        yield from (Path(root) / name for name in names)


def _input(path: Path, *, named: bool) -> InputFile | Problem | None:
    try:
        facts = path.stat()
    except OSError as error:
        return Problem(str(path), None, f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(facts.st_mode):
        return Problem(str(path), None, "is not a regular file") if named else None
    return InputFile(path, facts.st_size, facts.st_mtime_ns, named)


@contextmanager
def standard_input() -> Iterator[BinaryIO]:
    """Standard input, copied to an unnamed file so that it can be read twice."""
    with tempfile.TemporaryFile() as copy:
        copyfileobj(sys.stdin.buffer, copy)
        yield copy
