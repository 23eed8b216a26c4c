"""Leaks: secrets in what was derived from the archive, where none should be.

Every file of a home is read but those that are verbatim (the archive, the texts of receipts) and those a
person writes (settings, identity, templates). The index is read twice: row by row, because its files are
compressed, and byte by byte, because they may hold more than its rows. A finding names file and kind,
never the secret.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from cotw.extraction.plain import readable
from cotw.files import from_json
from cotw.index.locking import index_lock
from cotw.index.opening import exists, live_folder
from cotw.index.texts import texts
from cotw.memory import Memory
from cotw.secrets import secrets_in
from cotw.store.check import CheckResult
from cotw.store.finding import Finding
from cotw.store.lines import whole_lines

Progress = Callable[[int, int], None]

_VERBATIM_OR_YOURS = frozenset({"archive", "receipts", "identity", "templates"})
_BLOCK_BYTES = 1 << 20
# What two blocks share, so that a secret at the end of one is whole in the next.
_OVERLAP_BYTES = 1 << 14
_BINARY = b"\0"
# Of a binary file only what can be read is looked at: random bytes look like anything.
_READABLE = bytes(byte if 32 <= byte < 127 or byte in b"\t\n\r" else 10 for byte in range(256))

# File relative to the home, a place in it where one can be named, kind of secret.
_Leak = tuple[str, str | None, str]


def find_leaks(memory: Memory, progress: Progress = lambda done, total: None) -> CheckResult:
    """Names the files that hold secrets, each with every kind once.

    Not to be called while this process has the index open: DuckDB's lock would go when its file is
    read and closed. `progress` is called with bytes done and bytes in all. Raises Locked, and IndexMissing
    where the index belongs to another version: its rows cannot be read.
    """
    root = memory.home.root
    found = set(_in_rows(memory)) | set(_in_receipts(memory))
    with index_lock(memory.home, wait_seconds=memory.wait_seconds, shared=True):
        files = sorted(_derived(root))
        total = sum(size for _, size in files)
        done = 0
        for path, size in files:
            name = str(path.relative_to(root))
            with suppress(FileNotFoundError):  # somebody tidied up meanwhile
                found |= {(name, None, kind) for kind in _kinds_of_file(path)}
            done += size
            progress(done, total)
    leaks = sorted(found, key=lambda leak: (leak[0], leak[1] or "", leak[2]))
    findings = [Finding(file, place, f"holds a secret ({kind})") for file, place, kind in leaks]
    return CheckResult(findings, len(files), total)


def _in_rows(memory: Memory) -> Iterator[_Leak]:
    if not exists(memory.home):
        return
    folder = live_folder(memory.home).relative_to(memory.home.root)
    with memory.index() as index:
        for file, place, text in texts(index):
            yield from ((str(folder / file), place, kind) for kind in _kinds(text))


def _in_receipts(memory: Memory) -> Iterator[_Leak]:
    """Of a receipt the excerpt is derived; its text, name and path are as they were."""
    for line in memory.truth.receipts.read():
        excerpt = line.record.get("excerpt")
        if isinstance(excerpt, str):
            name = str(line.path.relative_to(memory.home.root))
            yield from ((name, "excerpt", kind) for kind in _kinds(excerpt))


def _derived(root: Path) -> Iterator[tuple[Path, int]]:
    """The regular files to be read, and their sizes."""
    for folder, folders, names in os.walk(root):
        if Path(folder) == root:
            folders[:] = [name for name in folders if name not in _VERBATIM_OR_YOURS]
            continue
        for name in names:
            path = Path(folder, name)
            with suppress(FileNotFoundError):
                facts = path.lstat()
                if stat.S_ISREG(facts.st_mode):
                    yield path, facts.st_size


def _kinds_of_file(path: Path) -> Iterator[str]:
    for piece in _pieces(path):
        yield from _kinds(piece)
    if path.suffix in (".jsonl", ".json"):
        for _, line in whole_lines(path):
            with suppress(ValueError):
                for text in _strings(from_json(line)):
                    yield from _kinds(text)


def _pieces(path: Path) -> Iterator[str]:
    """The words of a file in blocks that overlap."""
    with path.open("rb") as stream:
        tail = b""
        while block := stream.read(_BLOCK_BYTES):
            data = tail + block
            tail = data[-_OVERLAP_BYTES:]
            if _BINARY in data:
                data = data.translate(_READABLE)
            yield data.decode("utf-8", "replace")


def _strings(value: object) -> Iterator[str]:
    """Every string in a value read from JSON: there quotes and line ends are what they were."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as members:
                waiting += members.values()
            case list() as items:
                waiting += items


def _kinds(text: str) -> set[str]:
    """The kinds of secrets in `text`, also of those that terminal escapes hide."""
    shown = readable(text)
    found = secrets_in(text) + (secrets_in(shown) if shown != text else [])
    return {secret.kind for secret in found}
