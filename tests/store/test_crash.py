"""A process that dies at any call that reaches the disk loses nothing it has acknowledged."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import pytest

from cotw.store.check import check_truth
from cotw.store.truth import Truth
from tests.builders import NOON, make_truth, message

DAY = date(2026, 3, 14)
DIED = 9
CALLS = ("fsync", "write", "replace", "unlink", "ftruncate", "open")


def die_at(number: int, acknowledged: int, work: Callable[[Callable[[], None]], None]) -> bool:
    """Runs `work` in a child that dies before its `number`-th call to the disk.

    `work` calls what it is given whenever it has been told that something is saved; the number of
    those calls arrives through the descriptor `acknowledged`. Returns whether the child died.
    """
    child = os.fork()
    if not child:
        _be_the_child(number, acknowledged, work)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == DIED


def _be_the_child(number: int, acknowledged: int, work: Callable[[Callable[[], None]], None]) -> NoReturn:
    calls = count(1)
    real_write = os.write

    def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if next(calls) == number:
                os._exit(DIED)
            return real(*arguments, **options)

        return call

    for name in CALLS:
        setattr(os, name, deadly(getattr(os, name)))
    try:
        work(lambda: _tell(real_write, acknowledged))
        os._exit(0)
    finally:
        os._exit(1)


def _tell(real_write: Callable[[int, bytes], int], acknowledged: int) -> None:
    real_write(acknowledged, b".")


def saved_before_death(
    truth: Truth, number: int, work: Callable[[Callable[[], None]], None]
) -> tuple[int, bool]:
    """How many steps of `work` were acknowledged before the child died, and whether it died."""
    reader, writer = os.pipe()
    died = die_at(number, writer, work)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        return len(stream.read()), died


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
def test_death_at_any_call_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Appending to the open day, sealing it, adding a late part, and the journal: all of them in turn."""
    for number in count(1):
        truth, clock = make_truth(tmp_path / str(number))

        def live(saved: Callable[[], None], truth: Truth = truth, clock: Any = clock) -> None:
            for minute in range(2):
                with truth.writing() as writer:
                    writer.add_day(
                        DAY, [message(f"live {minute} {part}", minute=minute) for part in range(3)]
                    )
                saved()
            clock.instant = NOON + timedelta(days=3)
            with truth.writing() as writer:
                writer.add_day(DAY, [message("late", minute=5)])
            saved()
            with truth.writing() as writer:
                writer.record(truth.journal, {"kind": "noted", "manifest": truth.archive.manifest.head()})
            saved()

        steps, died = saved_before_death(truth, number, live)
        clock.instant = NOON + timedelta(days=3)
        texts = [said.text for said in truth.archive.read_all()]
        with truth.writing():
            pass
        mended = [said.text for said in truth.archive.read_all()]
        assert len(mended) == len(set(mended)), number
        assert set(texts) <= set(mended), number
        for minute in range(min(steps, 2)):
            assert {f"live {minute} {part}" for part in range(3)} <= set(mended), number
        assert ("late" in mended) or steps < 3, number
        assert (len(list(truth.journal.read())) == 1) or steps < 4, number
        assert [str(finding) for finding in check_truth(truth, read_data=True)] == [], number
        assert not list(truth.home.root.rglob("*.tmp")), number
        assert truth.archive.problems == [], number
        if not died:
            assert steps == 4
            assert number > 40
            return
