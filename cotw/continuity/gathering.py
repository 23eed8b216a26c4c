"""Gathering: all sources are asked at once, and none can spoil the others.

One that raises, or has not answered in time, is left out and named. Its thread does not outlive the `with`
block: what was gathered may be used inside of it, while a late source still comes to its end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from cotw.continuity.turn import Source, Turn
from cotw.errors import CotwError
from cotw.records.passage import Passage


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source gave, in how many milliseconds; `failure` says why it gave nothing.

    `exit_code` is that of the failure, for whoever wanted just this.
    """

    source: Source
    passages: tuple[Passage, ...]
    milliseconds: float
    failure: str | None = None
    exit_code: int = 0


@contextmanager
def gathering(turn: Turn, sources: Sequence[Source], seconds: float) -> Iterator[list[Gathered]]:
    """What each of `sources` has to say within so many seconds, in their order."""
    if not sources:
        yield []
        return
    begin = time.perf_counter()
    with ThreadPoolExecutor(len(sources), "cotw-source") as pool:
        asked = [pool.submit(_asked, source, turn) for source in sources]
        try:
            wait(asked, timeout=seconds)
            yield [_answer(source, answer, begin) for source, answer in zip(sources, asked, strict=True)]
        finally:
            turn.over.set()


def _answer(source: Source, answer: Future[Gathered], begin: float) -> Gathered:
    if answer.done():
        return answer.result()
    took = _since(begin)
    return Gathered(source, (), took, f"took longer than {took / 1000:.1f} s", CotwError.exit_code)


def _asked(source: Source, turn: Turn) -> Gathered:
    begin = time.perf_counter()
    try:
        passages = tuple(source.gather(turn))
    except CotwError as error:
        return Gathered(source, (), _since(begin), error.message, error.exit_code)
    # Whatever goes wrong in one source: the others are served, and the person is told.
    except Exception as error:
        return Gathered(source, (), _since(begin), f"{type(error).__name__}: {error}", CotwError.exit_code)
    return Gathered(source, passages, _since(begin))


def _since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000
