"""Reading identity files: what lies there is served as far as it can be, and the person is told the rest.

They are read anew for every turn; a file that has not changed since is taken from this process's memory.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from cotw.files import digest_of
from cotw.home import Home
from cotw.store.finding import Finding

FOLDER = "identity"
MOST_BYTES = 1 << 18
# File systems stamp changes with a clock that ticks every few milliseconds: of a file changed so lately
# a second change might bear the same stamp, so what was read of it is not remembered yet.
_FRESH_NS = 100_000_000

# What tells a changed file from an unchanged one: when it was written and changed, its size, its inode.
_Stamp = tuple[int, int, int, int, int]
_remembered: dict[Path, tuple[_Stamp, FileRead]] = {}


@dataclass(frozen=True, slots=True)
class FileRead:
    """What an identity file holds.

    `path` is relative to the home. `digest` is the SHA-256 of its bytes, None where they were not all read.
    """

    path: str
    text: str = ""
    digest: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing of that name."""
        return any(finding.reason == _MISSING for finding in self.findings)


_MISSING = "is not there; cotw init puts the starter file back"


def read_file(home: Home, path: str) -> FileRead:
    """What stands in the file `path` of the home; whatever is wrong with it is a finding, never an error."""
    full = home.root / path
    try:
        if not _inside(home, full):
            return _unserved(path, "leads out of the home, and is not read")
        # A pipe in the file's place must not be waited for.
        handle = os.open(full, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return _unserved(path, _MISSING)
    except (OSError, ValueError, RuntimeError) as error:
        return _unserved(path, f"cannot be read: {getattr(error, 'strerror', None) or error}")
    try:
        return _read_open(full, path, handle)
    except OSError as error:
        return _unserved(path, f"cannot be read: {error.strerror or error}")
    finally:
        os.close(handle)


def _inside(home: Home, path: Path) -> bool:
    root = os.path.realpath(home.root)
    return os.path.realpath(path).startswith(os.path.join(root, ""))


def _read_open(full: Path, path: str, handle: int) -> FileRead:
    facts = os.fstat(handle)
    if not stat.S_ISREG(facts.st_mode):
        what = "a folder" if stat.S_ISDIR(facts.st_mode) else "no file"
        return _unserved(path, f"is {what}, and is not read")
    stamp = (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino, facts.st_dev)
    known = _remembered.get(full)
    if known is not None and known[0] == stamp:
        return known[1]
    with os.fdopen(os.dup(handle), "rb") as stream:
        read = _decoded(path, stream.read(MOST_BYTES + 1))
    if time.time_ns() - facts.st_ctime_ns > _FRESH_NS:
        _remembered[full] = (stamp, read)
    else:
        _remembered.pop(full, None)
    return read


def _decoded(path: str, data: bytes) -> FileRead:
    findings: tuple[Finding, ...] = ()
    digest: str | None = digest_of(data)
    if len(data) > MOST_BYTES:
        # A character that the cut went through does not make the rest unreadable.
        data = data[:MOST_BYTES].decode("utf-8", "ignore").encode() if _is_text(data[:-4]) else data
        limit = f"{MOST_BYTES // 1024} kB"
        findings, digest = (Finding(path, None, f"is larger than {limit}; only its beginning is read"),), None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = Finding(path, f"byte {error.start + 1}", "is not UTF-8, and is not given to the agent")
        return FileRead(path, "", digest, (*findings, wrong))
    return FileRead(path, text.replace("\r\n", "\n").replace("\r", "\n"), digest, findings)


def _is_text(data: bytes) -> bool:
    """Whether `data` is UTF-8 but for a character at its end that is not whole."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _unserved(path: str, reason: str) -> FileRead:
    return FileRead(path, findings=(Finding(path, None, reason),))
