"""What does each path and voice add, and do its weights hold on conversations they were not chosen on?

    python -m benchmarks.ablation DIR… [--limit 50]

Each DIR holds `docs.jsonl` and `questions.jsonl` as `cotw bench recall` reads them; exchanges are ranked, and
questions whose answer is silence or that were built to mislead are left out.

The first table has the default settings and, for each weight, what is lost without it: the mean of the paired
differences over questions and below it the middle 95 % by bootstrap. The second leaves one conversation out
at a time: each weight is chosen (as a multiple of the default, the others as they are) on all but one, and
judged on that one; the gain is that of choosing over the default, and should be about 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cotw.founding import bench_vectors, encoder_folder
from cotw.measure.asking import RANKED, Remembered, remembering
from cotw.measure.bootstrap import intervals
from cotw.measure.cases import Question, read_cases
from cotw.measure.scoring import Level, gold_of, is_adversarial, score
from cotw.models.bundled import NAME
from cotw.models.embedding import load_embedder
from cotw.models.vectors import VectorCache
from cotw.retrieval.asking import pose
from cotw.retrieval.recall import recall
from cotw.settings import RecallSettings

SHOWN = ("any@1", "any@5", "any@10", "frac@10", "MRR")
FACTORS = (0.0, 0.5, 1.0, 1.5, 2.0)
# A weight, and what it is multiplied by.
Variant = tuple[str, float]
DEFAULT: Variant = ("", 1.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one conversation, and its measures under every variant."""

    conversation: str
    scores: Mapping[Variant, Mapping[str, float]]


def main() -> None:
    """Prints both tables for each folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", metavar="DIR", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=RANKED.limit, help="hits asked for")
    options = parser.parse_args()
    for folder in options.folders:
        asked = list(_asked(folder, options.limit))
        print(f"\n{folder.name}: {len(asked)} questions")
        if asked:
            _print_ablation(asked)
            _print_left_out(asked)


def weights() -> list[str]:
    """The settings that weigh a path or a voice and are on."""
    return [
        name for name in RecallSettings.model_fields if name.endswith("_weight") and getattr(RANKED, name)
    ]


def variants(limit: int) -> dict[Variant, RecallSettings]:
    """The default settings, and those with one weight multiplied."""
    default = RANKED.model_copy(update={"limit": limit})
    changed = {
        (name, factor): default.model_copy(update={name: factor * getattr(default, name)})
        for name in weights()
        for factor in FACTORS
        if factor != 1
    }
    return {DEFAULT: default, **changed}


def _asked(folder: Path, limit: int) -> Iterator[Asked]:
    cases, embedder = read_cases(folder), load_embedder(NAME, encoder_folder())
    plain = [one for one in cases.questions if gold_of(one, Level.EXCHANGE) and not is_adversarial(one)]
    with VectorCache(bench_vectors()) as cache:
        for name, questions in groupby(sorted(plain, key=_conversation), _conversation):
            with remembering(cases.conversations[name], embedder, cache) as memory:
                yield from (_ask(memory, question, variants(limit)) for question in questions)


def _conversation(question: Question) -> str:
    return question.conversation


def _ask(memory: Remembered, question: Question, wanted: Mapping[Variant, RecallSettings]) -> Asked:
    posed = pose(question.text, memory.embedder, question.asked_at or memory.ended, distil=True)
    gold = gold_of(question, Level.EXCHANGE)
    scores = {}
    for variant, settings in wanted.items():
        hits = recall(memory.index, posed, settings=settings, kept=memory.kept).hits
        scores[variant] = score(gold, [memory.turns[hit.exchange] for hit in hits])
    return Asked(question.conversation, scores)


def _print_ablation(asked: Sequence[Asked]) -> None:
    print(f"\n{'':26}" + "".join(f"{name:>14}" for name in SHOWN))
    whole = [one.scores[DEFAULT] for one in asked]
    print(f"{'as it is':26}" + "".join(f"{_mean(row[name] for row in whole):14.3f}" for name in SHOWN))
    for weight in weights():
        lost = [_difference(one.scores[weight, 0.0], one.scores[DEFAULT]) for one in asked]
        bounds = intervals(lost)
        print(
            f"{f'without {weight}':26}"
            + "".join(f"{_mean(row[name] for row in lost):+14.3f}" for name in SHOWN)
        )
        print(f"{'':26}" + "".join(f"{'{:+.3f} {:+.3f}'.format(*bounds[name]):>14}" for name in SHOWN))


def _print_left_out(asked: Sequence[Asked]) -> None:
    names = list(dict.fromkeys(one.conversation for one in asked))
    if len(names) < 2:
        return
    print(f"\n{'chosen without':18}" + "".join(f"{name[:10]:>11}" for name in names) + f"{'gain':>9}")
    for weight in weights():
        chosen, gained = [], []
        for name in names:
            others = [one for one in asked if one.conversation != name]
            best = max(FACTORS, key=lambda factor: (_merit(others, weight, factor), factor == 1))
            chosen.append(best)
            here = [one for one in asked if one.conversation == name]
            gained.append((_merit(here, weight, best) - _merit(here, weight, 1.0)) * len(here))
        factors = "".join(f"{f'× {factor:g}':>11}" for factor in chosen)
        print(f"{weight:18}{factors}{sum(gained) / len(asked):+9.4f}")


def _merit(asked: Iterable[Asked], weight: str, factor: float) -> float:
    """What weights are chosen by: the mean of all that is shown."""
    variant = DEFAULT if factor == 1 else (weight, factor)
    return _mean(_mean(one.scores[variant][name] for name in SHOWN) for one in asked)


def _difference(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {name: one[name] - other[name] for name in SHOWN}


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else 0.0


if __name__ == "__main__":
    main()
