"""The log of hooks: one line a call, with times and kinds of failures; no word, no path of a transcript."""

from __future__ import annotations

import fcntl
import json
import os

from cotw.wire.paths import hook_log, run_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

MOST_BYTES = 1_000_000
_MOST_SOURCES = 24
_MOST_NAME = 40
_MOST_MS = 1e9


class Call:
    """What is noted of one call. `by`: who answered, `keeper`, `prepared` or `none`."""

    __slots__ = ("by", "failure", "ms", "sources", "tokens")

    def __init__(self) -> None:
        self.by, self.tokens = "none", 0
        self.failure: str | None = None
        self.sources: list[dict[str, object]] = []
        self.ms: float | None = None  # process start to answer; None: not answered yet

    def note_answer(self, answer: dict[str, object]) -> None:
        """Takes over what the keeper says of its own answer, as far as it has the form that was agreed on."""
        tokens, sources = answer.get("tokens"), answer.get("sources")
        self.tokens = tokens if type(tokens) is int else 0
        for source in sources[:_MOST_SOURCES] if isinstance(sources, list) else ():
            if isinstance(source, dict) and _is_time(ms := source.get("ms")):
                name = str(source.get("name"))[:_MOST_NAME]
                self.sources.append({"name": name, "ms": round(ms, 1), "failed": bool(source.get("failed"))})


def _is_time(ms: object) -> TypeGuard[float]:
    """Whether it is a number of milliseconds; JSON of Python's knows some that are none."""
    return isinstance(ms, int | float) and 0 <= ms < _MOST_MS


def kind_of(error: BaseException) -> str:
    """A short name for a failure: never its message, which may hold a path or a word."""
    if isinstance(error, OSError) and error.errno is not None:
        import errno

        return errno.errorcode.get(error.errno, "OSError")
    return type(error).__name__[:_MOST_NAME]


def write(root: str, at: str, tool: str, event: str, call: Call) -> None:
    """Appends the line of one call, in one write, so that many may do so at once. Raises OSError."""
    line = {
        "at": at,
        "tool": tool,
        "event": event,
        "ms": call.ms,
        "by": call.by,
        "tokens": call.tokens,
        "sources": call.sources,
        "failure": call.failure,
    }
    os.makedirs(run_folder(root), 0o700, exist_ok=True)
    path = hook_log(root)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    handle = os.open(path, flags, 0o600)
    try:
        os.write(handle, json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n")
        if os.fstat(handle).st_size > MOST_BYTES:
            _drop_older_half(handle, path)
    finally:
        os.close(handle)


def _drop_older_half(handle: int, path: str) -> None:
    """Leaves the newer half. Who finds another at it lets it; a line that comes meanwhile may be lost."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    if os.fstat(handle).st_ino != os.stat(path).st_ino:
        return  # another has done it since this file was opened
    size = os.fstat(handle).st_size
    newer = os.pread(handle, MOST_BYTES, max(size // 2, size - MOST_BYTES)).partition(b"\n")[2]
    beside = f"{path}.{os.getpid()}.tmp"
    other = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        os.write(other, newer)
    finally:
        os.close(other)
    os.rename(beside, path)
