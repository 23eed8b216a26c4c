"""What is left open at the end of a conversation, and how much of it is found?

    python -m benchmarks.open_threads [--half writing|reporting] [--errors] [--floor 0.85 0.80]
    python -m benchmarks.open_threads --speed

benchmarks/labelled/open_threads holds short dialogues that we wrote ourselves before there was a rule, each
labelled with what is open at its end. A digest of each dialogue's name puts it into one of two halves: rules
were written by the errors of `writing`; `reporting` tells how well they do.

    precision   of what is found, the share that is open; the same thing found twice counts once as wrong
    recall      of what is open, the share that is found: all words of its label stand in it
    closed      of what was closed, taken back or never meant, the share that is found all the same

In brackets 95 % intervals over dialogues. With `--speed` it is measured instead how long an exchange takes,
decisions and promises included: prompts and answers of lengths that occur, made of what the dialogues say.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import numpy as np
import yaml

from benchmarks.labelling import SPEAKERS, is_below, messages_said, options_of
from cotw.extraction.open_threads import open_threads
from cotw.extraction.pairing import pair
from cotw.extraction.settled import commitments, decisions
from cotw.ids import short_digest
from cotw.measure.bootstrap import RESAMPLES, SEED
from cotw.measure.figures import quantile
from cotw.records.exchange import Exchange
from cotw.records.open_thread import OpenThread

FOLDER = Path(__file__).resolve().parent / "labelled" / "open_threads"
HALVES = ("writing", "reporting")
# Lengths of answers, in characters: a sentence, a usual one, a long one, one of an hour's work.
ANSWERS = (200, 1_000, 5_000, 50_000)
SPEED_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Label:
    """Something that is open: whose words, why, and the words that must be found."""

    speaker: str
    kind: str
    words: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Label:
        """The label that is written as `A commitment: send invoice`."""
        head, _, words = text.partition(": ")
        speaker, kind = head.split()
        return cls(str(SPEAKERS[speaker]), kind, tuple(words.lower().split()))

    def fits(self, thread: OpenThread) -> bool:
        """Whether this is what was found."""
        return all(word in thread.text.lower() for word in self.words)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation, what is open at its end, and what only looks so."""

    id: str
    kind: str
    language: str
    exchanges: tuple[Exchange, ...]
    open: tuple[Label, ...]
    closed: tuple[str, ...]

    @property
    def half(self) -> str:
        """The half it belongs to."""
        return HALVES[int(short_digest("open threads", self.id)[:8], 16) % 2]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted: found, and right of that; open, and hit of that; closed, and found all the same."""

    found: int = 0
    right: int = 0
    open: int = 0
    hit: int = 0
    closed: int = 0
    fooled: int = 0


def main() -> int:
    """Prints the tables; 1 if the floor is not reached."""
    options = options_of(__doc__, HALVES, measured="an exchange")
    if options.speed:
        print_speed(read_dialogues())
        return 0
    dialogues = [one for one in read_dialogues() if one.half == options.half]
    found = {one.id: open_threads(one.exchanges) for one in dialogues}
    counts = {one.id: count(one, found[one.id]) for one in dialogues}
    if options.errors and options.half == HALVES[0]:
        print_errors(dialogues, found)
    print_table(options.half, dialogues, counts)
    precision, recall, _ = rates(total([counts[one.id] for one in dialogues]))
    return int(is_below(options.floor, precision, recall))


def read_dialogues() -> list[Dialogue]:
    """All dialogues, by file and in their order."""
    return [
        _dialogue(path.stem, written)
        for path in sorted(FOLDER.glob("*.yaml"))
        for written in yaml.safe_load(path.read_text("utf-8"))
    ]


def _dialogue(kind: str, written: Mapping[str, object]) -> Dialogue:
    name, said = str(written["id"]), str(written["said"])
    messages = list(messages_said(name, said))
    opened, closed = written.get("open") or [], written.get("closed") or []
    assert isinstance(opened, list)
    assert isinstance(closed, list)
    return Dialogue(
        name,
        kind,
        str(written.get("language", "en")),
        tuple(pair(messages, UTC)),
        tuple(map(Label.parse, opened)),
        tuple(closed),
    )


def count(dialogue: Dialogue, found: Sequence[OpenThread]) -> Counts:
    """What is right and wrong in what was found in one dialogue."""
    taken: set[Label] = set()
    right = 0
    for thread in found:
        fitting = {label for label in dialogue.open if label.fits(thread)}
        right += bool(fitting - taken)
        taken |= fitting
    texts = " ".join(thread.text.lower() for thread in found)
    fooled = sum(words in texts for words in dialogue.closed)
    return Counts(len(found), right, len(dialogue.open), len(taken), len(dialogue.closed), fooled)


def total(counts: Sequence[Counts]) -> Counts:
    """The sums."""
    names = Counts.__dataclass_fields__
    return Counts(**{name: sum(getattr(one, name) for one in counts) for name in names})


def rates(counts: Counts) -> tuple[float, float, float]:
    """Precision, recall and F1; where nothing was found or open, precision and recall are 1."""
    precision = counts.right / counts.found if counts.found else 1.0
    recall = counts.hit / counts.open if counts.open else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def intervals(counts: Sequence[Counts]) -> list[tuple[float, float]]:
    """The 95 % interval of each of the three rates: dialogues are drawn, rates are of their sums."""
    draws = np.random.default_rng(SEED)
    size = len(counts)
    drawn = np.array(
        [rates(total([counts[place] for place in draws.integers(size, size=size)])) for _ in range(RESAMPLES)]
    )
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def print_table(half: str, dialogues: Sequence[Dialogue], counts: Mapping[str, Counts]) -> None:
    """A line for all, for each kind and for each language."""
    heads = "".join(f"{name:>20}" for name in ("precision", "recall", "F1"))
    print(f"{half:<14}{'dialogues':>10}{'open':>6}{'found':>7}{heads}{'closed':>16}")
    groups = {"all": list(dialogues)}
    for one in dialogues:
        groups.setdefault(one.kind, []).append(one)
        groups.setdefault(one.language, []).append(one)
    for name, some in groups.items():
        rows = [counts[one.id] for one in some]
        sums = total(rows)
        cells = "".join(
            f"{rate:6.3f} [{low:.3f}–{high:.3f}]"
            for rate, (low, high) in zip(rates(sums), intervals(rows), strict=True)
        )
        fooled = f"{sums.fooled} of {sums.closed}"
        print(f"{name:<14}{len(some):>10}{sums.open:>6}{sums.found:>7}{cells}{fooled:>12}")


def print_speed(dialogues: Sequence[Dialogue]) -> None:
    """Median and 95th percentile of the processor's time for an exchange, by the length of its answer."""
    chance = random.Random(SEED)
    human = [one.human for dialogue in dialogues for one in dialogue.exchanges]
    agent = [one.agent for dialogue in dialogues for one in dialogue.exchanges]
    print(f"{'answer':>20}{'median':>12}{'p95':>12}")
    for length in ANSWERS:
        taken = []
        for _ in range(SPEED_ROUNDS):
            one = dialogues[0].exchanges[0]
            prompt, answer = _text(human, length // 4, chance), _text(agent, length, chance)
            exchange = replace(one, human=prompt, agent=answer)
            began = time.thread_time()
            open_threads([exchange])
            decisions(exchange)
            commitments(exchange)
            taken.append(1_000 * (time.thread_time() - began))
        print(f"{length:>9,} characters{quantile(taken, 0.5):>9.2f} ms{quantile(taken, 0.95):>9.2f} ms")


def _text(said: Sequence[str], length: int, chance: random.Random) -> str:
    text = ""
    while len(text) < length:
        text += chance.choice(said) + "\n\n"
    return text[:length]


def print_errors(dialogues: Sequence[Dialogue], found: Mapping[str, Sequence[OpenThread]]) -> None:
    """What was missed, and what was found though it is not open."""
    for one in dialogues:
        for label in one.open:
            if not any(label.fits(thread) for thread in found[one.id]):
                print(f"missed  {one.id:32}{label.kind}: {' '.join(label.words)}")
        for thread in found[one.id]:
            if not any(label.fits(thread) for label in one.open):
                print(f"wrong   {one.id:32}{thread.speaker} {thread.kind}: {thread.text}")
    print()


if __name__ == "__main__":
    sys.exit(main())
