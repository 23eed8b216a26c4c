"""Which exchanges moved somebody, and is it found? Precision and recall of each term of entropy.

    python -m benchmarks.stability [--half writing|reporting] [--errors] [--floor 0.9 0.8]
    python -m benchmarks.stability --speed

benchmarks/labelled/stability holds short talks that we wrote ourselves, each labelled with all the terms that
its last exchange has; many have none and look as if. `harder` was written when the first rules were there, to
be said otherwise than they knew. Every second talk of a file belongs to the half `writing`, by whose errors
rules are written; the others are `reporting`, and tell how well they do.

    precision   of the exchanges in which a term is found, the share that has it
    recall      of the exchanges that have a term, the share in which it is found

With `--speed` it is measured instead how long an exchange takes, after twenty others of its kind.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import yaml

from benchmarks.labelling import Counts, is_below, messages_said, options_of
from cotw.extraction.pairing import pair
from cotw.measure.bootstrap import SEED
from cotw.measure.figures import quantile
from cotw.records.exchange import Exchange
from cotw.records.stability import Entropy, Term
from cotw.reflection.entropy import LEAD, entropies

FOLDER = Path(__file__).resolve().parent / "labelled" / "stability"
HALVES = ("writing", "reporting")
# Lengths of answers, in characters: a sentence, a usual one, a long one, one of an hour's work.
ANSWERS = (200, 1_000, 5_000, 50_000)
SPEED_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Labelled:
    """A talk, and the terms that its last exchange has."""

    id: str
    half: str
    language: str
    exchanges: tuple[Exchange, ...]
    terms: frozenset[Term]

    @property
    def entropy(self) -> Entropy:
        """What the rules make of it."""
        return entropies(self.exchanges)[-1]


def main() -> int:
    """Prints the table; 1 if the floor is not reached."""
    options = options_of(__doc__, HALVES, measured="an exchange")
    labelled = read_labelled()
    if options.speed:
        print_speed(labelled)
        return 0
    some = [one for one in labelled if one.half == options.half]
    counts = counted(some)
    if options.errors and options.half == HALVES[0]:
        print_errors(some)
    print(
        f"{options.half}: {len(some)} exchanges, {sum(not one.terms for one in some)} of them without a term"
    )
    print(f"{'':<16}{'there':>6}{'found':>6}{'precision':>11}{'recall':>8}")
    for name, one in counts.items():
        print(f"{name:<16}{one.there:>6}{one.found:>6}{one.precision:>11.3f}{one.recall:>8.3f}")
    every = counts["all"]
    return int(is_below(options.floor, every.precision, every.recall))


def read_labelled() -> list[Labelled]:
    """All talks, by file and in their order."""
    return [
        _labelled(HALVES[place % 2], written)
        for path in sorted(FOLDER.glob("*.yaml"))
        for place, written in enumerate(yaml.safe_load(path.read_text("utf-8")))
    ]


def _labelled(half: str, written: Mapping[str, str]) -> Labelled:
    name = written["id"]
    exchanges = tuple(pair(list(messages_said(name, written["said"])), UTC))
    return Labelled(
        name, half, written.get("language", "en"), exchanges, frozenset(map(Term, written["terms"]))
    )


def counted(labelled: Sequence[Labelled]) -> dict[str, Counts]:
    """The counts of all terms together, and of each."""
    marks = [(frozenset(weight.term for weight in one.entropy.weights), one.terms) for one in labelled]
    every = {term.value: _counts(term, marks) for term in Term}
    sums = (sum(getattr(one, name) for one in every.values()) for name in ("found", "right", "there"))
    return {"all": Counts(*sums)} | every


def _counts(term: Term, marks: Sequence[tuple[frozenset[Term], frozenset[Term]]]) -> Counts:
    return Counts(
        sum(term in found for found, _ in marks),
        sum(term in found and term in there for found, there in marks),
        sum(term in there for _, there in marks),
    )


def print_speed(labelled: Sequence[Labelled]) -> None:
    """Median and 95th percentile of the processor's time for an exchange, by the length of its answer."""
    chance = random.Random(SEED)
    human = [one.human for talk in labelled for one in talk.exchanges]
    agent = [one.agent for talk in labelled for one in talk.exchanges]
    print(f"{'answer':>20}{'median':>12}{'p95':>12}")
    for length in ANSWERS:
        taken = []
        for _ in range(SPEED_ROUNDS):
            talk = list(_talk(labelled[0].exchanges[0], human, agent, length, chance))
            began = time.thread_time()
            entropies(talk)
            taken.append(1_000 * (time.thread_time() - began) / len(talk))
        print(f"{length:>9,} characters{quantile(taken, 0.5):>9.2f} ms{quantile(taken, 0.95):>9.2f} ms")


def _talk(
    like: Exchange, human: Sequence[str], agent: Sequence[str], length: int, chance: random.Random
) -> Iterator[Exchange]:
    for _ in range(LEAD + 1):
        yield replace(like, human=_text(human, length // 4, chance), agent=_text(agent, length, chance))


def _text(said: Sequence[str], length: int, chance: random.Random) -> str:
    text = ""
    while len(text) < length:
        text += chance.choice(said) + "\n\n"
    return text[:length]


def print_errors(labelled: Sequence[Labelled]) -> None:
    """What was missed, and what was found though it is not there."""
    for one in labelled:
        found = {weight.term: weight for weight in one.entropy.weights}
        for term in sorted(one.terms - found.keys()):
            print(f"missed  {one.id:24}{term}: {one.exchanges[-1].human[:80]}")
        for term in sorted(found.keys() - one.terms):
            print(f"wrong   {one.id:24}{term}: {found[term].evidence[0].words}")
    print()


if __name__ == "__main__":
    sys.exit(main())
