"""Standpoint: what was said in the thread, or the mode, that is asked from is more likely meant.

Nothing is left out for it, as `--thread` and `--mode` do: an exchange of another thread may still be the
answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cotw.errors import CotwError
from cotw.retrieval.asking import Asking, Standpoint
from cotw.retrieval.fusion import Fused
from cotw.retrieval.named_threads import thread_id
from cotw.retrieval.reading import Read
from cotw.retrieval.voices import Voice


def located(connection: Any, standpoint: Standpoint) -> Standpoint:
    """A standpoint with the id of its thread; one that nobody knows, or that may be several, stays."""
    with suppress(CotwError):
        if standpoint.thread is not None:
            return replace(standpoint, thread=thread_id(connection, standpoint.thread))
    return standpoint


def _in_thread(asking: Asking, fused: Sequence[Fused], read: Read) -> Mapping[str, float]:
    here = asking.standpoint.thread
    return {item.exchange: item.score for item in fused if read.rows[item.exchange].thread == here}


def _in_mode(asking: Asking, fused: Sequence[Fused], read: Read) -> Mapping[str, float]:
    here = asking.standpoint.mode
    return {item.exchange: item.score for item in fused if read.rows[item.exchange].mode == here}


THREAD: Voice[Read] = Voice("thread", lambda settings: settings.thread_boost - 1, _in_thread)
MODE: Voice[Read] = Voice("mode", lambda settings: settings.mode_boost - 1, _in_mode)
