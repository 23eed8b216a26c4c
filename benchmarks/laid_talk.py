"""Sessions of transcripts laid over days to come: one after the other, each in the evening of its day.

Sessions in which code is written are calm. So that there is something to think about, each day also has two
exchanges of Mara's workshop that move, made by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cotw.founding import init_home
from cotw.ids import short_digest
from cotw.memory import Memory
from cotw.records.message import Kind, Message

BEGIN = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
_LONG_AFTER = BEGIN + timedelta(days=400)
_PAUSE = timedelta(seconds=20)
_THINGS = (
    "spoke",
    "rim",
    "hub",
    "chain",
    "saddle",
    "pedal",
    "lamp",
    "bell",
    "mudguard",
    "tyre",
    "tent",
    "invoice",
)
_MOVING = (
    "No, that's wrong, and I'm so annoyed about the {}! I no longer trust you.",
    "You said the {} was ordered, and it was not. That is wrong again, and it makes me angry!",
    "I'm really upset: that's not what I asked about the {}. Why did you claim that you had checked?",
)
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
    for number in range(days):
        begins = BEGIN + timedelta(days=number)
        laid[begins.date()] += _moving(begins - timedelta(hours=3), 2 * number)
        laid[begins.date()] += _moving(begins - timedelta(hours=1), 2 * number + 1)
    return {day: sorted(said, key=lambda one: one.timestamp) for day, said in laid.items()}


def _moving(at: datetime, number: int) -> list[Message]:
    """A question with its answer, and what somebody who was let down says to that."""
    thing = _THINGS[number % len(_THINGS)]
    said = (
        (Kind.HUMAN, "mara", f"Is the {thing} of order {number} there?"),
        (Kind.AGENT, "agent", f"Yes, the {thing} came on day {number}."),
        (Kind.HUMAN, "mara", _MOVING[number % len(_MOVING)].format(f"{thing} of order {number}")),
        (Kind.AGENT, "agent", f"I guessed. I do not know where the {thing} is."),
    )
    return [
        Message(
            id=short_digest("laid", str(number), str(row)),
            timestamp=at + _PAUSE * row,
            kind=kind,
            sender=sender,
            text=text,
            session=f"workshop-{number}",
            tool="bench",
        )
        for row, (kind, sender, text) in enumerate(said)
    ]
