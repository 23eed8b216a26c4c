"""Sessions laid over sixty days, with a nightshift that cron calls each hour of the night.

    python -m benchmarks.two_months TRANSCRIPTS… [--days 60] [--missed 10 11] [--kills 20] [--keep FOLDER]

Each day's sessions, and two exchanges made by hand that move, are archived in its evening. Passes begin at
23:05 and each hour after it until 05:05, and at 19:05, with the clock set by hand; each is begun twice. In
nights that are missed, and the days after them, nobody is there. In the mornings a person decides, at a
terminal. A scripted model thinks, on this machine. One more home lives the first three weeks without any.

Then the last night is lived again from a copy of the home, by `cotw nightshift run` as cron calls it, and
killed at moments that chance chooses. Exit code 1 if one of the checks does not hold.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

from benchmarks.killed_nights import differing
from benchmarks.laid_talk import BEGIN, Hand, laid_over
from benchmarks.scripted_thinker import APPROVED, SOUL, thinker
from cotw.care.reflected import crystals, inquiries, pending
from cotw.founding import init_home
from cotw.jobs.job import Stop
from cotw.jobs.shift.passing import work
from cotw.memory import Memory
from cotw.records.job_attempt import Phase
from cotw.records.message import Message
from cotw.reflection.directions import Gate
from cotw.reflection.inquiries import ANSWERED, Inquiry, Pass
from cotw.reflection.proposals import PROPOSED, State
from tests.terminal import Terminal

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FIRST_NIGHT = datetime(BEGIN.year, BEGIN.month, BEGIN.day, 23, 5, tzinfo=UTC)
_DAYS_WITHOUT = 21
# The office hours that cron keeps, and an hour of the next evening, from 23:05 on.
_CHANCES = (*range(7), 20)


@dataclass
class Life:
    """A home that lives day by day, and what was seen on the way."""

    memory: Memory
    clock: Hand
    laid: Mapping[date, Sequence[Message]]
    environment: Mapping[str, str]
    chances: list[datetime] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def evening(self, number: int) -> None:
        """What was said on a day is archived."""
        night = _FIRST_NIGHT + number * _DAY
        self.clock.instant = night - _HOUR
        if said := self.laid.get(night.date()):
            with self.memory.truth.writing() as writer:
                writer.add_day(night.date(), list(said))

    def night(self, number: int) -> None:
        """The night after a day, and the next day until its evening."""
        night = _FIRST_NIGHT + number * _DAY
        for hours in _CHANCES:
            self.clock.instant = night + hours * _HOUR
            self.chances.append(self.clock.instant)
            self._pass()
            if hours == 6:
                self._decide()

    def _pass(self) -> None:
        began = time.monotonic()
        for one in work(self.memory, Stop(self.clock), by="timer"):
            if one.phase is not Phase.ENDED:
                self.failed.append(f"{self.clock.instant} {one.job}: {one.phase} {one.error} {one.message}")
        self.seconds += time.monotonic() - began
        again = work(self.memory, Stop(self.clock), by="timer")
        self.twice += [f"{self.clock.instant} {one.job}" for one in again]

    def _decide(self) -> None:
        """A person approves what is said in one way, and rejects the rest, each at a terminal."""
        self.clock.instant += 3 * _HOUR
        for one in pending(self.memory):
            now = {"COTW_NOW": self.clock.instant.isoformat()}
            terminal = Terminal(
                "--home", str(self.memory.home.root), "review", environment={**self.environment, **now}
            )
            terminal.wait_for(r"\[l\]ater\?")
            terminal.type("a" if one.sentence == APPROVED else "r")
            if one.sentence == APPROVED:
                terminal.type(terminal.wait_for(r"Type (\w{4}) to go on")[1])
            self.failed += [f"cotw review: {terminal.said}"] if terminal.finish() else []


def main() -> int:
    """Prints figures and checks; exit code 1 if one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("transcripts", nargs="+", type=Path)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--missed", nargs="*", type=int, default=[10, 11], help="nights nobody was there")
    parser.add_argument("--kills", type=int, default=20, help="moments at which a night is killed")
    parser.add_argument("--keep", type=Path, help="leave the homes in this folder, to be looked at")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, thinker() as model:
        folder = (asked.keep or Path(temporary)).absolute()
        laid = laid_over(folder, asked.transcripts, asked.days)
        lives = _life(folder / "thinking", laid, model.base_url)
        for number in range(asked.days):
            lives.evening(number)
            if number == asked.days - 1:
                copytree(lives.memory.home.root, folder / "eve")
            if number not in asked.missed:
                lives.night(number)
        without = _life(folder / "without", laid, None)
        for number in range(min(asked.days, _DAYS_WITHOUT)):
            without.evening(number)
            without.night(number)
        found = [*_checks(lives, asked.missed), *_checks_without(without)]
        if asked.kills:
            found.append(_killed(folder, lives, asked))
        _figures(lives)
    for what, wrong in found:
        print(f"{'WRONG' if wrong else 'holds'}  {what}{f': {wrong}' if wrong else ''}")
    return int(any(wrong for _, wrong in found))


def _life(root: Path, laid: Mapping[date, Sequence[Message]], base_url: str | None) -> Life:
    home = init_home(root, name="bench", timezone="UTC").home
    (home.identity / "SOUL.md").write_text(SOUL)
    clock = Hand(BEGIN)
    memory = Memory(home, clock=clock, wait_seconds=30, environment={})
    if base_url is not None:
        memory.set_setting("language.base_url", base_url)
        memory.set_setting("language.model", "scripted")
        memory.set_setting("language.kind", "http")
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "PYTHONPATH", "XDG_CACHE_HOME")
        if name in os.environ
    }
    return Life(memory, clock, laid, kept)


# A check: what is to be so, and what is not, in a few words; nothing if it holds.
Check = tuple[str, str]


def _checks(lived: Life, missed: Sequence[int]) -> Iterator[Check]:
    known, kept = list(inquiries(lived.memory).values()), crystals(lived.memory)
    yield "every job came to its end", _few(lived.failed)
    yield "a pass that is begun again does nothing", _few(lived.twice)
    late = [told for one in known for told in _out_of_time(one, lived.chances)]
    yield "passes fall at creation + 0 / 4 h / 20 h, or at the first chance after it", _few(late)
    held = [one for one in known if any(_was_held_up(one, number) for number in Pass)]
    yield "what a missed night held up was caught up", "" if held or not missed else "none was held up"
    gates = Counter(one.gate for one in kept.directions)
    yield "one direction fails at the first gate", "" if gates[Gate.TIME] else "none"
    yield "one direction fails at the second gate", "" if gates[Gate.PRINCIPLE] else "none"
    states = Counter(one.state(lived.clock.instant) for one in kept.proposals)
    yield "a person rejected one at the third gate", "" if states[State.REJECTED] else "none"
    soul = (lived.memory.home.identity / "SOUL.md").read_text()
    is_there = states[State.APPROVED] and APPROVED in soul and soul.startswith(SOUL)
    yield "a trait passed all three, and stands in SOUL.md", "" if is_there else f"{states}"
    told = sorted((lived.memory.home.root / "nightshift").glob("*.md"))
    yield (
        "each night that was not missed has its report",
        ("" if len(told) == len(lived.chances) // len(_CHANCES) else f"{len(told)} reports"),
    )


def _checks_without(lived: Life) -> Iterator[Check]:
    yield "without a model every job came to its end", _few([*lived.failed, *lived.twice])
    said = [line.record["kind"] for line in lived.memory.truth.journal.read()]
    wrong = Counter(kind for kind in said if kind in (ANSWERED, PROPOSED, "thought", "asked"))
    known = list(inquiries(lived.memory).values())
    gathered = [one for one in known if one.has_gathered and one.next_pass is Pass.CLARIFY]
    yield "without a model nothing is thought or proposed", f"{dict(wrong)}" if wrong else ""
    yield "without a model what moved is gathered", "" if gathered else "nothing"


def _out_of_time(inquiry: Inquiry, chances: Sequence[datetime]) -> Iterator[str]:
    """The passes that were not thought at the first chance after they were due.

    The first may wait for its turn: a night begins to think of so many.
    """
    for one in inquiry.answered[1:]:
        before = inquiry.answered[one.number - 2].at
        due = max(before, inquiry.created + one.number.after)
        first = next(chance for chance in chances if chance >= due)
        if one.at != first:
            yield f"{inquiry.id[:8]} {one.number.name.lower()} at {one.at}, not {first}"


def _was_held_up(inquiry: Inquiry, number: Pass) -> bool:
    answered = inquiry.answered[number - 1 : number]
    return any(one.at - inquiry.created >= number.after + _DAY for one in answered)


def _killed(folder: Path, lived: Life, asked: argparse.Namespace) -> Check:
    night = _FIRST_NIGHT + (asked.days - 1) * _DAY
    told = differing(folder, folder / "eve", night, lived.environment, asked.kills)
    return f"a night killed at {asked.kills} moments leaves the journal of one that was not", _few(told)


def _figures(lived: Life) -> None:
    known, kept = list(inquiries(lived.memory).values()), crystals(lived.memory)
    for number in Pass:
        hours = Counter(
            round((one.answered[number - 1].at - one.created) / _HOUR)
            for one in known
            if len(one.answered) >= number
        )
        print(f"pass {int(number)}: hours after creation {dict(sorted(hours.items()))}")
    print(f"{len(known)} inquiries, {sum(one.next_pass is not None for one in known)} open")
    for made in kept.proposals:
        print(f"  {made.state(lived.clock.instant).value}: {made.sentence}")
    for one in kept.directions:
        print(f"  gate {int(one.gate)}: {len(one.vectors)} × {one.vectors[0].direction} – {one.why}")
    print(f"{len(lived.chances)} passes in {lived.seconds:.0f} s")


def _few(told: Sequence[Any]) -> str:
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return "; ".join(map(str, told[:3])) + more


if __name__ == "__main__":
    sys.exit(main())
