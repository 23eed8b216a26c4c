"""Frames: one JSON object a line, over a Unix socket, between processes of one person.

    -> {"version": "0.1.0", "settings": {}, "now": null, "ask": "recall", "with": {…}}
    <- {"version": "0.1.0", "answer": {…}}   or   {"version": …, "error": {kind, message, hint, exit_code}}
    <- {"version": …, "leaving": false}       not answered: asked with another version (true) or settings
    -> {"shown": true}                        once what was answered has been shown; asked for by some

A connection carries one question.
"""

from __future__ import annotations

# Not `socket`, which is this and a list of all constants: a hook takes 4 ms, of some 30, to import that.
import _socket
import json
import os
import struct
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A prompt of a megabyte and what is found for it; more is a mistake or an attack.
MOST_BYTES = 16 << 20
_PIECE = 1 << 16


class Broken(Exception):
    """The other end went away, was too slow, or talks something else."""


def send_frame(line: _socket.socket, frame: dict[str, Any], until: float) -> None:
    """Sends one object, by the monotonic time `until`. Raises Broken."""
    try:
        line.settimeout(_left(until))
        # ASCII only: lone surrogates, which prompts may hold, survive as escapes.
        line.sendall(json.dumps(frame, separators=(",", ":")).encode("ascii") + b"\n")
    except (OSError, ValueError, TypeError) as error:
        raise Broken(str(error)) from error


def read_frame(line: _socket.socket, until: float) -> dict[str, Any]:
    """Reads one object, by the monotonic time `until`. Raises Broken."""
    data = bytearray()
    try:
        while not data.endswith(b"\n"):
            line.settimeout(_left(until))
            piece = line.recv(_PIECE)
            if not piece:
                raise Broken("the line was closed")
            data += piece
            if len(data) > MOST_BYTES:
                raise Broken("more than was agreed on")
        frame = json.loads(data)
    except (OSError, ValueError, RecursionError) as error:
        raise Broken(str(error)) from error
    if not isinstance(frame, dict):
        raise Broken("no object")
    return frame


def peer_is_us(line: _socket.socket) -> bool:
    """Whether the process at the other end belongs to the same user."""
    if hasattr(_socket, "SO_PEERCRED"):  # Linux
        credentials = line.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, struct.calcsize("3i"))
        return bool(struct.unpack("3i", credentials)[1] == os.geteuid())
    # BSD and macOS: LOCAL_PEERCRED gives struct xucred {version, uid, …}.
    credentials = line.getsockopt(0, 1, struct.calcsize("2I2h16I"))
    return bool(struct.unpack_from("2I", credentials)[1] == os.geteuid())


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Broken("took too long")
    return left
