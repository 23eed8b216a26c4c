"""The agent's JSON, from standard input: bounded in size and time, also where nobody ever closes it."""

from __future__ import annotations

import json
import os
import select
import time

# An enormous prompt is far below this.
MOST_BYTES = 16 << 20
_PIECE = 1 << 20
# White space that a program may put behind its object.
_TAIL = 64
# So long nothing may come after a whole object until it is taken for all there is.
_SILENCE_SECONDS = 0.05


class Unreadable(Exception):
    """What came is no JSON object, or none that ended in time."""


def read_object(seconds: float) -> dict[str, object]:
    """The one object that comes within `seconds`. Raises Unreadable and OSError.

    Too much is read to its end all the same, and thrown away: who writes is not to meet a closed pipe.
    """
    until, data = time.monotonic() + seconds, bytearray()
    while (left := until - time.monotonic()) > 0:
        whole = len(data) <= MOST_BYTES and data[-_TAIL:].rstrip().endswith(b"}")
        ready = select.select([0], [], [], min(left, _SILENCE_SECONDS) if whole else left)[0]
        if ready:
            piece = os.read(0, _PIECE)
            if not piece:
                break
            if len(data) <= MOST_BYTES:
                data += piece
        elif whole and (said := _parsed(data)) is not None:
            return said
    said = _parsed(data) if len(data) <= MOST_BYTES else None
    if said is None:
        raise Unreadable
    return said


def _parsed(data: bytearray) -> dict[str, object] | None:
    try:
        said = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
