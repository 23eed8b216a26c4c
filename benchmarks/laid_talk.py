"""Sessions of transcripts laid over days to come: one after the other, each in the evening of its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cotw.founding import init_home
from cotw.memory import Memory
from cotw.records.message import Message

BEGIN = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
_LONG_AFTER = BEGIN + timedelta(days=400)
_PAUSE = timedelta(seconds=20)
# However long a session is, it is over before the night.
_MOST_ROWS = 700


@dataclass
class Hand:
    """A clock set by hand."""

    instant: datetime

    def __call__(self) -> datetime:
        return self.instant


def laid_over(folder: Path, transcripts: Sequence[Path], days: int) -> dict[date, list[Message]]:
    """The messages of each day: sessions in their order, all roles, words as they are."""
    home = init_home(folder / "source", name="bench", timezone="UTC").home
    source = Memory(home, clock=Hand(_LONG_AFTER), wait_seconds=9, environment={})
    source.ingest(transcripts)
    by_session: defaultdict[str, list[Message]] = defaultdict(list)
    for one in sorted(source.truth.archive.read_all(), key=lambda one: one.timestamp):
        by_session[one.session].append(one)
    laid: defaultdict[date, list[Message]] = defaultdict(list)
    for place, said in enumerate(by_session.values()):
        begins = BEGIN + timedelta(days=place * days // len(by_session))
        laid[begins.date()] += [
            replace(one, timestamp=begins + _PAUSE * min(row, _MOST_ROWS)) for row, one in enumerate(said)
        ]
    return {day: sorted(said, key=lambda one: one.timestamp) for day, said in laid.items()}
