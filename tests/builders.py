"""Small builders that tests share: messages, homes, clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cotw.home import Home, create_home
from cotw.ids import short_digest
from cotw.records.message import Kind, Message
from cotw.store.truth import Truth

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def message(text: str, *, minute: float = 0, kind: Kind = Kind.HUMAN, **changes: object) -> Message:
    """A message said `minute` minutes after noon of 2026-03-14."""
    session = str(changes.get("session", "s1"))
    values: dict[str, object] = {
        "id": short_digest("test", session, kind, str(minute), text),
        "timestamp": NOON + timedelta(minutes=minute),
        "kind": kind,
        "sender": "agent" if kind is Kind.AGENT else "human",
        "text": text,
        "session": session,
        "tool": "test",
        **changes,
    }
    return Message(**values)  # type: ignore[arg-type]


def make_home(folder: Path, timezone: str = "UTC") -> Home:
    """A new home in `folder`."""
    home = Home(folder / "home")
    create_home(home, "tester", timezone, "readme")
    return home


class HandClock:
    """A clock that a test turns by hand."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant


def make_truth(folder: Path, now: datetime = NOON, timezone: str = "UTC") -> tuple[Truth, HandClock]:
    """The truth of a new home, and its clock."""
    clock = HandClock(now)
    return Truth(make_home(folder, timezone), ZoneInfo(timezone), clock, wait_seconds=10), clock
