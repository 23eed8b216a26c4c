"""Labelling: what the benchmarks over labelled talk share – how it is written, asked about and counted."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cotw.ids import short_digest
from cotw.records.message import Kind, Message

_BEGAN = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
_TURN = re.compile(r"^(?=[HA]: )", re.MULTILINE)
SPEAKERS = {"H": Kind.HUMAN, "A": Kind.AGENT}


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many a label was found, in how many of these it is, and in how many it is altogether."""

    found: int
    right: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0


def options_of(description: str | None, halves: Sequence[str], measured: str) -> argparse.Namespace:
    """What was asked for: `half` (by default the first), `errors`, `floor`, `speed` of what is measured."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=halves, default=halves[0])
    parser.add_argument("--errors", action="store_true", help="print what was missed and wrongly found")
    parser.add_argument("--floor", type=float, nargs=2, metavar=("PRECISION", "RECALL"))
    parser.add_argument("--speed", action="store_true", help=f"how long {measured} takes")
    return parser.parse_args()


def is_below(floor: Sequence[float] | None, precision: float, recall: float) -> bool:
    """Whether a floor is given and not reached."""
    return floor is not None and (precision < floor[0] or recall < floor[1])


def messages_said(name: str, said: str) -> Iterator[Message]:
    """The messages of a dialogue that is written as lines of `H: …` and `A: …`, a minute apart."""
    for place, turn in enumerate(filter(None, _TURN.split(said))):
        kind = SPEAKERS[turn[0]]
        yield Message(
            id=short_digest("open threads", name, str(place)),
            timestamp=_BEGAN + timedelta(minutes=place),
            kind=kind,
            sender=str(kind),
            text="\n".join(line.removeprefix("  ") for line in turn[3:].strip().split("\n")),
            session=name,
            tool="labelled",
            order=place,
        )
