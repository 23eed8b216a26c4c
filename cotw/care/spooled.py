"""What lies in the spool: pointers that hooks have left, read with caution, taken away or refused.

Anything may lie there. What is no pointer goes to `spool/refused/`, of which the latest few are kept, and
`run/spool.log` says why: an id and a reason, no path and no word.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cotw.clock import format_instant
from cotw.files import append_durable, atomic_write, from_json, make_folder, to_json
from cotw.home import Home
from cotw.ids import short_digest
from cotw.records.pointer import Pointer, pointer_of
from cotw.wire.paths import run_folder, spool_folder

# A pointer takes a few hundred bytes; with the sources of what was shown some thousands.
_MOST_BYTES = 1 << 18
_REFUSED_KEPT = 50
_LOG_BYTES = 1 << 18
# Whoever writes a pointer has renamed it within milliseconds.
_TEMPORARY_SECONDS = 3600
_PLAIN = re.compile(r"[0-9a-f-]{8,40}")


@dataclass(frozen=True, slots=True)
class Spooled:
    """A pointer and the file it stands in."""

    path: Path
    pointer: Pointer


def waiting_pointers(home: Home) -> list[Path]:
    """The files in the spool that wait to be taken in; nothing is looked into."""
    try:
        with os.scandir(spool_folder(str(home.root))) as entries:
            names = [entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    wanted = (name for name in sorted(names) if name.endswith(".json") and not name.startswith("."))
    return [_spool(home) / name for name in wanted]


def read_pointers(home: Home, paths: list[Path], now: datetime) -> list[Spooled]:
    """The pointers in these files, oldest first; what is none is refused."""
    found = []
    for path in paths:
        try:
            found.append(Spooled(path, _pointer_in(path)))
        except FileNotFoundError:
            continue
        except OSError:
            refuse(home, path, "cannot be read", now)
        except ValueError as error:
            refuse(home, path, str(error), now)
    return sorted(found, key=lambda one: (one.pointer.at, one.pointer.id))


def refuse(home: Home, path: Path, reason: str, now: datetime) -> None:
    """Puts what nothing can be done with where nobody looks for pointers, and notes why."""
    folder = make_folder(_spool(home) / "refused")
    name = path.stem if _PLAIN.fullmatch(path.stem) else short_digest(os.fsdecode(path.name))
    _log(home, {"at": format_instant(now), "pointer": name, "refused": reason})
    with suppress(OSError):
        facts = path.lstat()
        if stat.S_ISREG(facts.st_mode) and facts.st_size <= _MOST_BYTES:
            path.replace(folder / f"{name}.json")
        else:
            path.unlink()
    _keep_latest(folder)


def clear_temporary(home: Home, now: datetime) -> None:
    """Deletes what a hook that was killed has left half written."""
    for path in _spool(home).glob(".*.tmp"):
        with suppress(OSError):
            if now.timestamp() - path.lstat().st_mtime > _TEMPORARY_SECONDS:
                path.unlink()


def _spool(home: Home) -> Path:
    return Path(spool_folder(str(home.root)))


def _pointer_in(path: Path) -> Pointer:
    data = _bytes_of(path)
    try:
        value = from_json(data)
    except ValueError:  # the parser's own sentence quotes what it has read
        raise ValueError("is not JSON") from None
    return pointer_of(value)


def _bytes_of(path: Path) -> bytes:
    # A pipe in the file's place must not be waited for, and a link leads anywhere.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid():
            raise ValueError("is no file of this user")
        if facts.st_size > _MOST_BYTES:
            raise ValueError("is too large")
        return os.read(handle, _MOST_BYTES)
    finally:
        os.close(handle)


def _keep_latest(folder: Path) -> None:
    dated: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):
            dated.append((path.lstat().st_mtime, path))
    for _, path in sorted(dated, reverse=True)[_REFUSED_KEPT:]:
        with suppress(OSError):
            path.unlink()


def _log(home: Home, line: dict[str, str]) -> None:
    path = Path(run_folder(str(home.root))) / "spool.log"
    with suppress(FileNotFoundError):
        if path.stat().st_size > _LOG_BYTES:
            lines = path.read_bytes().splitlines(keepends=True)
            atomic_write(path, b"".join(lines[len(lines) // 2 :]))
    append_durable(path, [to_json(line, sort_keys=False) + b"\n"])
