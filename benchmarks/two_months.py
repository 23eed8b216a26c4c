"""Sessions laid over sixty days, thought about every night: when passes fall, what comes through the gates.

    python -m benchmarks.two_months TRANSCRIPTS… [--days 60] [--missed 10 11]

Takes the sessions of the transcripts in their order, gives each a day of its own, and runs a night's jobs at
23:30 and at 03:45, with the clock set by hand. A scripted model answers: a third of the inquiries point in a
direction that a principle of SOUL.md is near to, a third in one that none is, the others each in its own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from cotw.care.contemplating import contemplate
from cotw.care.crystallising import crystallise
from cotw.care.language import Mouth
from cotw.care.metabolising import metabolise
from cotw.care.reflected import crystals, inquiries
from cotw.clock import local_day
from cotw.founding import init_home
from cotw.memory import Memory
from cotw.records.message import Message

BEGIN = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
SOUL = "## Principles\n\n- Say what is a guess.\n- Keep promises.\n- Ask before what cannot be undone.\n"
NEAR, FAR = "Say openly what is a guess.", "Paint the workshop's door green."
ALONE = ("Oil the chain.", "Count the spokes.", "Learn Danish.", "Close at noon.", "Sweep the floor.")


@dataclass
class Scripted:
    """The model: it answers by what it is asked for."""

    name: str = "scripted"
    turns: list[str] = field(default_factory=list)

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        schema = prompt.splitlines()[-1]
        if '"unknown"' in schema:
            return json.dumps({"unknown": "What was meant.", "matters": "It was guessed."})
        if '"pattern"' in schema:
            return json.dumps({"pattern": "None that shows.", "constraints": []})
        if '"direction"' in schema:
            place = len(self.turns)
            self.turns.append([NEAR, FAR, ALONE[place // 3 % len(ALONE)]][place % 3])
            return json.dumps({"direction": self.turns[-1], "consequences": ["It can be checked."]})
        return json.dumps({"sentence": "I say openly what is a guess.", "because": "They point there."})


class Hand:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.instant = BEGIN + timedelta(days=400)

    def __call__(self) -> datetime:
        return self.instant


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("transcripts", nargs="+", type=Path)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--missed", nargs="*", type=int, default=[10, 11], help="nights nobody was there")
    parser.add_argument("--gate", default="0.3", help="reflection.gate_entropy")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        memory = _laid(Path(folder), asked.transcripts, asked.days, asked.gate)
        model, clock = Scripted(), memory.clock
        mouth, began = Mouth(model, "scripted", is_here=True), time.perf_counter()
        for day in range(asked.days):
            for hour in () if day in asked.missed else (5.5, 9.75, 25.5):
                clock.instant = BEGIN + timedelta(days=day, hours=hour)
                if hour < 12:  # at 19:30 it is only looked whether something is due
                    metabolise(memory)
                contemplate(memory, mouth)
                crystallise(memory, mouth)
        _report(memory, time.perf_counter() - began)


def _laid(folder: Path, transcripts: list[Path], days: int, gate: str) -> Memory:
    settings = {"COTW_REFLECTION__GATE_ENTROPY": gate}
    source = Memory(
        init_home(folder / "source", name="bench", timezone="UTC").home,
        clock=Hand(),
        wait_seconds=9,
        environment={},
    )
    source.ingest(transcripts)
    home = init_home(folder / "laid", name="bench", timezone="UTC").home
    (home.identity / "SOUL.md").write_text(SOUL)
    memory = Memory(home, clock=Hand(), wait_seconds=9, environment=settings)
    with memory.truth.writing() as writer:
        moved = sorted(_moved(source, days), key=lambda one: one.timestamp)
        for day, said in groupby(moved, key=lambda one: local_day(one.timestamp, memory.truth.zone)):
            writer.add_day(day, list(said))
    memory.refresh()
    return memory


def _moved(source: Memory, days: int) -> Iterator[Message]:
    by_session: dict[str, list[Message]] = {}
    for one in sorted(source.truth.archive.read_all(), key=lambda one: one.timestamp):
        by_session.setdefault(one.session, []).append(one)
    for place, said in enumerate(by_session.values()):
        begins = BEGIN + timedelta(days=place * days // len(by_session))
        for row, one in enumerate(said):
            yield replace(one, timestamp=begins + timedelta(seconds=20 * min(row, 700)))


def _report(memory: Memory, seconds: float) -> None:
    known = list(inquiries(memory).values())
    for number in (1, 2, 3):
        hours = [
            round((one.answered[number - 1].at - one.created).total_seconds() / 3600)
            for one in known
            if len(one.answered) >= number
        ]
        print(f"pass {number}: hours after creation {dict(sorted(Counter(hours).items()))}")
    kept = crystals(memory)
    print(f"{len(known)} inquiries; proposals: {[one.sentence for one in kept.proposals]}")
    for one in kept.directions:
        print(f"  gate {int(one.gate)}: {len(one.vectors)} × {one.vectors[0].direction} – {one.why}")
    print(f"{seconds:.0f} s in all")


if __name__ == "__main__":
    main()
