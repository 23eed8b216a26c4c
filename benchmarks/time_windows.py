"""In how many questions is a time read, and does what answers them lie inside?

    python -m benchmarks.time_windows DIR [--misses 20]

DIR holds `docs.jsonl` and `questions.jsonl` as `cotw bench recall` reads them. A question is asked when its
file says so, else a minute after the last turn of its conversation. For windows that begin before what was
first said and end after it a hit is no merit, so the share of all turns that lie inside stands beside.

People ask for when something happened, and speak of it afterwards: the columns are for windows that stay
open so many days longer. With --misses some questions are printed whose answers lie outside by any count.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cotw.extraction.times import TimeRead, Window, read_time
from cotw.measure.cases import Question, read_cases
from cotw.measure.scoring import is_adversarial

LATER_DAYS = (0, 1, 3, 7, 14, 30)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was read in it, and when the turns of its conversation were said."""

    question: Question
    read: TimeRead | None
    said: Mapping[str, datetime]

    @property
    def gold(self) -> list[datetime]:
        """When the turns were said that answer it."""
        return [self.said[turn] for turn in self.question.gold_turns if turn in self.said]


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="so many questions whose answers lie outside")
    arguments = parser.parse_args()
    asked = ask(arguments.folder)
    print_read(asked)
    windows = [one for one in asked if one.read and one.read.window and one.gold]
    print_inside(windows)
    outside = (one for one in windows if not any_inside(one, one.gold, LATER_DAYS[-1]))
    for one, _ in zip(outside, range(arguments.misses), strict=False):
        print(f"{one.question.id:16}{one.question.text}\n{'':16}{one.read and one.read.window}")


def ask(folder: Path) -> list[Asked]:
    """Every question of a conversation that is there, read."""
    cases = read_cases(folder)
    said = {
        name: {turn.id: turn.instant for turn in conversation.turns()}
        for name, conversation in cases.conversations.items()
    }
    found = []
    for question in cases.questions:
        turns = said.get(question.conversation)
        if turns:
            now = question.asked_at or max(turns.values()) + timedelta(minutes=1)
            found.append(Asked(question, read_time(question.text, now, UTC), turns))
    return found


def print_read(asked: Sequence[Asked]) -> None:
    """In how many questions of each category a time is read."""
    print(f"{'':28}{'questions':>10}{'read':>7}{'window':>8}{'order':>7}{'anchor':>8}")
    for category, some in groups(asked):
        reads = [one.read for one in some if one.read]
        counts = [
            sum(getattr(read, name) is not None for read in reads) for name in ("window", "order", "anchor")
        ]
        print(f"{category:28}{len(some):>10}{len(reads):>7}{counts[0]:>8}{counts[1]:>7}{counts[2]:>8}")


def print_inside(windows: Sequence[Asked]) -> None:
    """In how many an answer lies inside the window, and which share of all that was said does so."""
    print("\nWith a window, the share that has an answer inside / of all turns inside, so many days longer:")
    print(f"{'':28}{'n':>5}" + "".join(f"{days:>15}" for days in LATER_DAYS))
    for category, some in groups(windows):
        cells = []
        for days in LATER_DAYS:
            hit = [any_inside(one, one.gold, days) for one in some]
            share = [mean(inside(one, instant, days) for instant in one.said.values()) for one in some]
            cells.append(f"{mean(hit):7.3f} / {mean(share):5.3f}")
        print(f"{category:28}{len(some):>5}" + "".join(cells))


def groups(asked: Sequence[Asked]) -> list[tuple[str, list[Asked]]]:
    """All of them, all but trick questions, and each category."""
    named = sorted({one.question.category for one in asked})
    plain = [one for one in asked if not is_adversarial(one.question)]
    return [
        ("all", list(asked)),
        ("all but adversarial", plain),
        *((name, [one for one in asked if one.question.category == name]) for name in named),
    ]


def any_inside(asked: Asked, instants: Iterable[datetime], later_days: int) -> bool:
    """Whether one of these lies inside the window of a question."""
    return any(inside(asked, instant, later_days) for instant in instants)


def inside(asked: Asked, instant: datetime, later_days: int) -> bool:
    """Whether `instant` lies in the window, were it open so many days longer."""
    window = asked.read.window if asked.read else None
    if window is None:
        return False
    return _begun(window, instant) and not _over(window, instant - timedelta(days=later_days))


def _begun(window: Window, instant: datetime) -> bool:
    return window.since is None or instant >= window.since


def _over(window: Window, instant: datetime) -> bool:
    return window.until is not None and instant >= window.until


def mean(values: Iterable[bool | float]) -> float:
    """Of none it is 0."""
    known = list(values)
    return sum(known) / len(known) if known else 0.0


if __name__ == "__main__":
    main()
