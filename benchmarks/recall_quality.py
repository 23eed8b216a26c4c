"""Which path finds what, and which bounds of relevance keep answers and drop the rest?

    python -m benchmarks.recall_quality DIR [--conversations 5]

DIR holds `docs.jsonl` and `questions.jsonl` as `cotw bench recall` reads them; that command measures how
well recall does as a whole. Here the first table compares the ranking of each path with the fused one.

The second is about relevance: which questions keep an answer, and how many questions that belong to
another conversation get anything at all, for pairs of the settings `min_cosine` and `min_word_share`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cotw.founding import bench_vectors, encoder_folder
from cotw.measure.asking import Remembered, remembering
from cotw.measure.cases import Question, read_cases
from cotw.measure.figures import Scored, figures
from cotw.measure.scoring import Item, Level, gold_of, is_adversarial, score
from cotw.models.bundled import NAME
from cotw.models.embedding import load_embedder
from cotw.models.vectors import VectorCache
from cotw.records.hit import Hit
from cotw.retrieval.bounds import Bounds
from cotw.retrieval.proposing import KEYWORD, SEMANTIC
from cotw.settings import RecallSettings

FUSED = "fused"
LISTS = (KEYWORD, SEMANTIC, FUSED)
SHOWN = ("any@1", "any@5", "any@10", "all@10", "MRR")
COSINES = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
SHARES = (0.5, 0.6, 0.8, 1.0, 1.25, 1.5)


@dataclass(frozen=True, slots=True)
class Proposed:
    """An exchange that was proposed: its turns, its rank on every list, and what relevance is judged by."""

    turns: Item
    ranks: dict[str, int]
    cosine: float
    word_share: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked of a memory of so many units, and the exchanges that were proposed."""

    question: Question
    gold: frozenset[str]
    proposed: tuple[Proposed, ...]
    units: int

    def ranked(self, way: str) -> list[Item]:
        """What one list has, best first."""
        some = [one for one in self.proposed if way in one.ranks]
        return [one.turns for one in sorted(some, key=lambda one: one.ranks[way])]

    def kept(self, min_cosine: float, min_word_share: float) -> list[Item]:
        """What these bounds leave of the fused list."""
        settings = RecallSettings.model_construct(min_cosine=min_cosine, min_word_share=min_word_share)
        bounds = Bounds.of(settings, self.units)
        return [one.turns for one in self.proposed if bounds.admit(one.cosine, one.word_share)]


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--conversations", type=int, help="only the first so many")
    options = parser.parse_args()
    asked, foreign = _ask_all(options.folder, options.conversations)
    _print_ranks(asked)
    _print_relevance(asked, foreign)


def _ask_all(folder: Path, limit: int | None) -> tuple[list[Asked], list[Asked]]:
    """Every question asked of its own conversation, and of the one after it."""
    cases, embedder = read_cases(folder), load_embedder(NAME, encoder_folder())
    names = list(islice(cases.conversations, limit))
    asked: list[Asked] = []
    foreign: list[Asked] = []
    with VectorCache(bench_vectors()) as cache:
        for place, name in enumerate(names):
            with remembering(cases.conversations[name], embedder, cache) as memory:
                for question in cases.questions:
                    if question.conversation == name:
                        asked.append(_ask(memory, question))
                    elif question.conversation == names[place - 1]:
                        foreign.append(_ask(memory, question))
            print(f"{name}: {len(memory.turns)} exchanges", flush=True)
    return asked, foreign


def _ask(memory: Remembered, question: Question) -> Asked:
    hits = memory.ask(question).hits
    proposed = tuple(_proposed(memory, hit, rank) for rank, hit in enumerate(hits, 1))
    return Asked(question, gold_of(question, Level.EXCHANGE), proposed, memory.units)


def _proposed(memory: Remembered, hit: Hit, rank: int) -> Proposed:
    ranks = {name: place.rank for name, place in hit.paths.items() if place.rank is not None}
    cosine = hit.paths[SEMANTIC].score if SEMANTIC in hit.paths else 0.0
    return Proposed(memory.turns[hit.exchange], {**ranks, FUSED: rank}, cosine, hit.word_share)


def _print_ranks(asked: Iterable[Asked]) -> None:
    answerable = [one for one in asked if one.gold]
    tables = {
        way: figures([Scored(one.question, score(one.gold, one.ranked(way))) for one in answerable])
        for way in LISTS
    }
    print(f"\n{'':37}{'n':>5}" + "".join(f"{name:>8}" for name in SHOWN))
    for rows in zip(*tables.values(), strict=True):
        for way, row in zip(tables, rows, strict=True):
            means = "".join(f"{row.means[name]:8.3f}" for name in SHOWN)
            print(f"{row.group[:27]:28}{way:9}{row.questions:>5}{means}")


def _print_relevance(asked: Iterable[Asked], foreign: Sequence[Asked]) -> None:
    answerable = [one for one in asked if one.gold and not is_adversarial(one.question)]
    found = [one for one in answerable if _answered(one, one.ranked(FUSED))]
    print(f"\nOf {len(found)} questions with an answer among the first 5, the share that keeps one there; of")
    print(f"{len(foreign)} questions of other conversations, the share that gets any hit (kept / foreign).")
    print("min_cosine \\ min_word_share".ljust(28) + "".join(f"{share:>14.2f}" for share in SHARES))
    for cosine in COSINES:
        cells = []
        for share in SHARES:
            kept = [_answered(one, one.kept(cosine, share)) for one in found]
            noise = [bool(one.kept(cosine, share)) for one in foreign]
            cells.append(f"{_mean(kept):6.3f} / {_mean(noise):5.3f}")
        print(f"{cosine:<28.2f}" + "".join(cells))


def _answered(asked: Asked, ranked: Sequence[Item]) -> bool:
    return score(asked.gold, ranked)["any@5"] == 1


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


if __name__ == "__main__":
    main()
