"""How often is a prompt given what answers it, and how often something it did not ask for?

    python -m benchmarks.injection DIR [--conversations 5]

DIR holds `docs.jsonl` and `questions.jsonl` as `cotw bench recall` reads them. Every question is asked of the
memory of its own conversation and of all others; to each memory some small talk is said as well.

    answered    questions with an answer (no adversarial ones): an exchange that answers is injected
    unrelated   questions of other conversations: anything is injected
    small talk  prompts that ask nothing of any memory: anything is injected
    each        exchanges injected, where there are any, for a question with an answer

The last lines, of three conversations or more, are held out: the threshold for each conversation is the one
that lets a given share of unrelated questions through in the other ones. In brackets 95 % intervals.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cotw.errors import UsageError
from cotw.founding import bench_vectors, encoder_folder
from cotw.measure.asking import Remembered, remembering
from cotw.measure.bootstrap import intervals
from cotw.measure.cases import Cases, Question, read_cases
from cotw.measure.figures import quantile
from cotw.measure.scoring import Level, gold_of, is_adversarial
from cotw.models.bundled import NAME
from cotw.models.embedding import load_embedder
from cotw.models.vectors import VectorCache
from cotw.retrieval.injection import MOST, admitted, evidence, needed, tells_nothing, ungated
from cotw.settings import RecallSettings

ANSWERABLE, UNRELATED, TALK = "answered", "unrelated", "small talk"
THRESHOLDS = (0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80)
HELD_OUT_SHARES = (0.02, 0.05, 0.08, 0.10)
SMALL_TALK = (
    "thanks",
    "ok go on",
    "hello",
    "sounds good",
    "yes please",
    "no, the other one",
    "undo that",
    "make it shorter",
    "looks good, ship it",
    "fix the failing test",
    "run the tests and commit",
    "add a README",
    "rename the variable to count",
    "use tabs instead of spaces",
    "the build is red again",
    "what does this error mean: KeyError 'name'",
    "how do I reverse a list in Python?",
    "refactor this function to use a dataclass",
    "write a regular expression for email addresses",
    "write a haiku",
    "tell me a joke",
    "why is the sky blue?",
    "what is the capital of France?",
    "convert 5 miles to kilometres",
    "translate this into German: good evening",
    "summarise this article",
    "give me three ideas for dinner",
    "what should I read next?",
    "can you help me write a cover letter?",
    "draft an email to my landlord about the broken heater",
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a memory of so many units was asked, whose question that is, what speaks for the first exchanges.

    `answers` says of each of them whether it answers.
    """

    kind: str
    memory: str
    conversation: str
    units: int
    evidence: tuple[float, ...]
    answers: tuple[bool, ...]

    def injected(self, threshold: float) -> Sequence[int]:
        """The places of the exchanges that are injected."""
        return admitted(self.evidence, needed(threshold, self.units))

    @property
    def strongest(self) -> float:
        """The highest threshold that lets anything through."""
        return max(self.evidence, default=0.0) - needed(0.0, self.units)

    def counts(self, threshold: float) -> bool:
        """Whether it counts: as answered, or else as given anything."""
        places = self.injected(threshold)
        return any(self.answers[place] for place in places) if self.kind == ANSWERABLE else bool(places)


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--conversations", type=int, help="only the first so many")
    options = parser.parse_args()
    prompts = list(ask_all(read_cases(options.folder), options.conversations))
    print_thresholds(prompts)
    print_held_out(prompts)


def ask_all(cases: Cases, limit: int | None) -> Iterator[Prompt]:
    """Every question and all small talk, asked of every memory."""
    embedder = load_embedder(NAME, encoder_folder())
    with VectorCache(bench_vectors()) as cache:
        names = list(islice(cases.conversations, limit))
        for name in names:
            with remembering(cases.conversations[name], embedder, cache) as memory:
                for question in cases.questions:
                    if question.conversation in names and (kind := _kind(question, name)):
                        yield _ask(memory, question, name, kind)
                for text in SMALL_TALK:
                    yield _ask(memory, Question("", "", text, TALK), name, TALK)
            print(f"{name}: {len(memory.turns)} exchanges", flush=True)


def _kind(question: Question, memory: str) -> str | None:
    if question.conversation != memory:
        return UNRELATED
    return ANSWERABLE if gold_of(question, Level.EXCHANGE) and not is_adversarial(question) else None


def _ask(memory: Remembered, question: Question, name: str, kind: str) -> Prompt:
    # When a question of another conversation was asked says nothing here.
    question = question if kind == ANSWERABLE else replace(question, asked_at=None)
    gold = gold_of(question, Level.EXCHANGE) if kind == ANSWERABLE else frozenset()
    try:
        found = memory.ask(question, ungated(RecallSettings()))
    except UsageError:  # nothing can be looked for: nothing is injected
        return Prompt(kind, name, question.conversation, memory.units, (), ())
    hits = () if tells_nothing(found, memory.units) else found.hits[:MOST]
    return Prompt(
        kind,
        name,
        question.conversation,
        memory.units,
        tuple(evidence(found, hit) for hit in hits),
        tuple(not gold.isdisjoint(memory.turns[hit.exchange]) for hit in hits),
    )


def print_thresholds(prompts: Sequence[Prompt]) -> None:
    """A line for each threshold."""
    counts = {kind: sum(one.kind == kind for one in prompts) for kind in (ANSWERABLE, UNRELATED, TALK)}
    print("\n" + ", ".join(f"{count:,} {kind}" for kind, count in counts.items()) + "; by threshold:")
    memories = {one.memory for one in prompts}
    for threshold in THRESHOLDS:
        _print_line(f"{threshold:.2f}", prompts, dict.fromkeys(memories, threshold))


def print_held_out(prompts: Sequence[Prompt]) -> None:
    """A line for each share of unrelated questions that is let through elsewhere."""
    memories = sorted({one.memory for one in prompts})
    if len(memories) < 3:  # without one of them no other asks another
        return
    print("\nheld out, by the share of unrelated questions that is let through in the other conversations:")
    for share in HELD_OUT_SHARES:
        thresholds = {name: _threshold_without(name, prompts, share) for name in memories}
        low, high = min(thresholds.values()), max(thresholds.values())
        _print_line(f"{share:.2f}", prompts, thresholds, f"   thresholds {low:.3f}–{high:.3f}")


def _threshold_without(held_out: str, prompts: Iterable[Prompt], share: float) -> float:
    """The threshold that lets `share` of the unrelated questions through that have no part in `held_out`."""
    strongest = [
        one.strongest
        for one in prompts
        if one.kind == UNRELATED and held_out not in (one.memory, one.conversation)
    ]
    return quantile(strongest, 1 - share)


def _print_line(
    label: str, prompts: Iterable[Prompt], thresholds: Mapping[str, float], note: str = ""
) -> None:
    outcomes: dict[str, list[float]] = {ANSWERABLE: [], UNRELATED: [], TALK: []}
    given: list[int] = []
    for one in prompts:
        threshold = thresholds[one.memory]
        outcomes[one.kind].append(float(one.counts(threshold)))
        if one.kind == ANSWERABLE and (places := one.injected(threshold)):
            given.append(len(places))
    parts = [_with_interval(kind, outcomes[kind]) for kind in outcomes]
    each = sum(given) / len(given) if given else 0.0
    print(f"  {label}  " + "   ".join(parts) + f"   each {each:.2f}{note}")


def _with_interval(name: str, values: Sequence[float]) -> str:
    if not values:
        return f"{name} –"
    low, high = intervals([{name: value} for value in values])[name]
    return f"{name} {sum(values) / len(values):.3f} ({low:.3f}–{high:.3f})"


if __name__ == "__main__":
    main()
