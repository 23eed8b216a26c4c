"""Pointers: what a hook leaves for the memory to take up, `spool/<uuid>.json`.

It says where a transcript lies and never what stands in it. It is whole or not there: written beside, synced,
renamed; who was killed in the middle leaves a `.….tmp` that is cleaned away with the next that is taken up.
"""

from __future__ import annotations

import json
import os

from cotw.interfaces.hooks.clock import instant
from cotw.interfaces.hooks.event import COMPACT, END, START, Event
from cotw.wire.paths import spool_folder

VERSION = 1


def pointer(event: Event, seconds: float, shown: dict[str, object] | None = None) -> dict[str, object]:
    """The pointer for an event at `seconds` since 1970; `shown`: what the hook itself put into the prompt."""
    return {
        "version": VERSION,
        "id": _uuid4(),
        "event": event.kind,
        "tool": event.tool,
        "session": event.session,
        "transcript": event.transcript,
        "project": event.project,
        "at": instant(seconds),
        "begin": event.begin if event.kind == START else None,
        "reason": event.reason if event.kind in (COMPACT, END) else None,
        "shown": shown,
    }


def leave(root: str, left: dict[str, object]) -> str:
    """Puts a pointer into the spool, durably, and says where. Raises OSError."""
    folder = spool_folder(root)
    os.makedirs(folder, 0o700, exist_ok=True)
    path, beside = os.path.join(folder, f"{left['id']}.json"), os.path.join(folder, f".{left['id']}.tmp")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        try:
            data = json.dumps(left, separators=(",", ":")).encode("ascii")
            while data:
                data = data[os.write(handle, data) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.rename(beside, path)
    except BaseException:
        _remove(beside)
        raise
    _sync_folder(folder)
    return path


def take_back(path: str) -> None:
    """Removes a pointer that turned out not to be true."""
    _remove(path)
    _sync_folder(os.path.dirname(path))


def _remove(path: str) -> None:
    try:  # noqa: SIM105  (contextlib takes its time to import)
        os.unlink(path)
    except OSError:
        pass


def _sync_folder(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _uuid4() -> str:
    """As `uuid.uuid4().hex`: the module takes its time to import."""
    number = bytearray(os.urandom(16))
    number[6] = number[6] & 0x0F | 0x40
    number[8] = number[8] & 0x3F | 0x80
    return number.hex()
