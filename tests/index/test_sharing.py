"""Sharing: who asks at once is given the same opened index, and none is left open."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from cotw.errors import IndexMissing
from cotw.index.opening import Index
from cotw.index.sharing import SharedIndex
from tests.index.workshop import Workshop


def test_those_who_ask_at_once_share_one_opening(tmp_path: Path) -> None:
    """Four threads are given one index, opened once, and what it keeps; then it closes."""
    workshop = Workshop(tmp_path)
    workshop.refresh()
    opened: list[Index] = []

    @contextmanager
    def opening() -> Iterator[Index]:
        with workshop.index() as index:
            opened.append(index)
            yield index

    shared, together = SharedIndex(opening), Barrier(4)

    def ask(_: int) -> tuple[int, int]:
        together.wait()
        with shared() as index:
            return id(index.shelf), index.shelf.knowledge.changed

    with shared.wanted(), ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert len(opened) == 1
    with workshop.index(write=True):
        pass  # nobody holds the lock any more
    with shared():
        assert len(opened) == 2


def test_an_index_that_is_not_there_is_missing_for_everybody(tmp_path: Path) -> None:
    """A failed opening is told to whoever asks, and the next one tries again."""
    workshop = Workshop(tmp_path)
    shared = SharedIndex(workshop.index)
    with shared.wanted():
        for _ in range(2):
            with pytest.raises(IndexMissing), shared():
                pass
    workshop.refresh()
    with shared() as index:
        assert index.shelf is not None
