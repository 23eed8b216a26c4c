"""Which messages move a dimension of standing, and is it found? Precision and recall of each.

    python -m benchmarks.standing [--half choosing|reporting] [--errors] [--floor 0.9 0.7]
    python -m benchmarks.standing --speed

benchmarks/labelled/standing holds short exchanges that we wrote ourselves, each labelled with the patterns
that the person's words show; many show none and look as if. `harder` says the same in words that the rules
did not know when they were written. Every second exchange of a file belongs to the half `choosing`, by whose
errors rules and their confidence are chosen; the others are `reporting`, and tell how well they do.

    precision   of the signs that are found, the share that is there
    recall      of the signs that are there, the share that is found

With `--speed` it is measured instead how long a message takes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import yaml

from benchmarks.labelling import Counts, is_below, messages_said, options_of
from cotw.extraction.pairing import pair
from cotw.measure.figures import quantile
from cotw.records.standing import Dimension
from cotw.reflection.standing_patterns import PATTERN_NAMED
from cotw.reflection.standing_signs import LONGEST, signs

FOLDER = Path(__file__).resolve().parent / "labelled" / "standing"
HALVES = ("choosing", "reporting")
LENGTHS = (100, 500, LONGEST)
SPEED_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a person said, and the patterns that are in it."""

    id: str
    file: str
    half: str
    language: str
    human: str
    signs: frozenset[str]

    @property
    def found(self) -> frozenset[str]:
        """The patterns that the rules find."""
        return frozenset(sign.pattern.name for sign in signs(self.human))


def main() -> int:
    """Prints the table; 1 if the floor is not reached."""
    options = options_of(__doc__, HALVES, measured="a message")
    labelled = read_labelled()
    if options.speed:
        print_speed(labelled)
        return 0
    some = [one for one in labelled if one.half == options.half]
    if options.errors and options.half == HALVES[0]:
        print_errors(some)
    every = print_table(options.half, some)
    return int(is_below(options.floor, every.precision, every.recall))


def read_labelled() -> list[Labelled]:
    """All exchanges, by file and in their order."""
    return [
        _labelled(path.stem, HALVES[place % 2], written)
        for path in sorted(FOLDER.glob("*.yaml"))
        for place, written in enumerate(yaml.safe_load(path.read_text("utf-8")))
    ]


def _labelled(file: str, half: str, written: Mapping[str, str]) -> Labelled:
    name, names = written["id"], frozenset(written["signs"])
    if unknown := names - PATTERN_NAMED.keys():
        raise ValueError(f"{name} is labelled with unknown patterns: {sorted(unknown)}")
    exchange = pair(list(messages_said(name, written["said"])), UTC)[0]
    return Labelled(name, file, half, written.get("language", "en"), exchange.human, names)


def counted(labelled: Sequence[Labelled]) -> Counts:
    """What was found, what of it is there, and what is there altogether."""
    return Counts(
        sum(len(one.found) for one in labelled),
        sum(len(one.found & one.signs) for one in labelled),
        sum(len(one.signs) for one in labelled),
    )


def _of(dimension: Dimension, names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if PATTERN_NAMED[name].dimension is dimension)


def print_table(half: str, labelled: Sequence[Labelled]) -> Counts:
    """All, then by dimension, by language and by file."""
    none = sum(not one.signs for one in labelled)
    print(f"{half}: {len(labelled)} exchanges, {none} of them without a sign")
    print(f"{'':<16}{'there':>6}{'found':>6}{'precision':>11}{'recall':>8}")
    rows = {"all": counted(labelled)}
    for dimension in Dimension:
        pairs = [(_of(dimension, one.found), _of(dimension, one.signs)) for one in labelled]
        rows[dimension.value] = Counts(
            sum(len(found) for found, _ in pairs),
            sum(len(found & there) for found, there in pairs),
            sum(len(there) for _, there in pairs),
        )
    for language in ("en", "de"):
        rows[language] = counted([one for one in labelled if one.language == language])
    rows["harder"] = counted([one for one in labelled if one.file == "harder"])
    for name, one in rows.items():
        print(f"{name:<16}{one.there:>6}{one.found:>6}{one.precision:>11.3f}{one.recall:>8.3f}")
    return rows["all"]


def print_errors(labelled: Sequence[Labelled]) -> None:
    """What was missed, and what was found though it is not there."""
    for one in labelled:
        for name in sorted(one.signs - one.found):
            print(f"missed  {one.id:22}{name}: {one.human[:80]}")
        for name in sorted(one.found - one.signs):
            print(f"wrong   {one.id:22}{name}: {one.human[:80]}")


def print_speed(labelled: Sequence[Labelled]) -> None:
    """Median and 95th percentile of the processor's time for a message of so many characters."""
    said = "\n".join(one.human for one in labelled)
    print(f"{'message':>20}{'median':>12}{'p95':>12}")
    for length in LENGTHS:
        taken: list[float] = []
        for place in range(SPEED_ROUNDS):
            begin = (place * 97) % (len(said) - length)
            began = time.thread_time()
            signs(said[begin : begin + length])
            taken.append(1_000 * (time.thread_time() - began))
        print(f"{length:>9,} characters{quantile(taken, 0.5):>9.2f} ms{quantile(taken, 0.95):>9.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
