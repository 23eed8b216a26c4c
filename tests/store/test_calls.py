"""The last tool calls of a session, from the end of its days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from cotw.records.message import Kind, Message, ToolCall
from cotw.store.calls import last_calls
from cotw.store.truth import Truth
from tests.builders import HandClock, make_truth, message

SATURDAY, SUNDAY = date(2026, 3, 14), date(2026, 3, 15)
WIDE = 1 << 20


def call(minute: int, target: str, **changes: object) -> Message:
    return message(target, minute=minute, kind=Kind.TOOL, call=ToolCall("Read", target), **changes)


def wheels(folder: Path) -> tuple[Truth, HandClock]:
    """Two days: on the first two sessions took turns, on the second one of them went on."""
    truth, clock = make_truth(folder)
    with truth.writing() as writer:
        first = [call(n, f"file{n}", session="s1" if n % 2 else "s12") for n in range(8)]
        writer.add_day(SATURDAY, [*first, message("Read them all.", minute=9)])
        writer.add_day(SUNDAY, [call(1440 + n, f"late{n}") for n in range(2)])
    return truth, clock


def targets(truth: Truth, days: list[date], calls: int = 20, reach: int = WIDE) -> list[str]:
    home = truth.home
    return [one.text for one in last_calls(home, truth.archive, "s1", days, calls, reach=reach)]


def test_those_of_the_session_in_order(tmp_path: Path) -> None:
    """No other session's, no speech; the days asked for, the latest first."""
    truth, _ = wheels(tmp_path)
    every = ["file1", "file3", "file5", "file7", "late0", "late1"]
    assert targets(truth, [SUNDAY, SATURDAY]) == every
    assert targets(truth, [SATURDAY]) == every[:4]
    assert targets(truth, [SUNDAY, SATURDAY], calls=1) == every[-2:]


def test_no_more_is_read_than_may_be(tmp_path: Path) -> None:
    """What stands further up than the reach is not found; a day that is not there is nothing."""
    truth, _ = wheels(tmp_path)
    assert targets(truth, [SUNDAY], reach=10) == []
    assert targets(truth, [date(2026, 1, 1)]) == []


def test_a_sealed_day_is_read_as_well(tmp_path: Path) -> None:
    """Sealing changes nothing but the form."""
    truth, clock = wheels(tmp_path)
    before = targets(truth, [SUNDAY, SATURDAY])
    clock.instant += timedelta(days=5)
    with truth.writing():
        pass
    assert not truth.archive.open_files()
    assert targets(truth, [SUNDAY, SATURDAY]) == before
