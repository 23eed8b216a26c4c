"""Are the questions of benchmarks/sample_questions.jsonl answered from the sample archive?

    python -m benchmarks.sample_recall [--floor 0.8]

A small set that we wrote ourselves, to notice when recall breaks: it is too small to choose settings by.
A question counts as answered if the exchange with its words is among the first hits that are shown.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from cotw.founding import init_home
from cotw.memory import Memory

HERE = Path(__file__).resolve().parent
FOREIGN = (
    "How do I renew a passport in Canada?",
    "What is the boiling point of ethanol at altitude?",
    "Which guitar strings sound warmest?",
    "When was the treaty of Westphalia signed?",
)


def main() -> int:
    options = argparse.ArgumentParser(description="Questions about the sample archive.")
    options.add_argument("--floor", type=float, default=0.8, help="share of answers among the first 3 hits")
    floor = options.parse_args().floor
    questions = [json.loads(line) for line in (HERE / "sample_questions.jsonl").read_text().splitlines()]
    ranks: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        root = init_home(Path(folder) / "home", name="sample", timezone="Europe/Berlin").home.root
        with Memory.open(root, environment={}) as memory:
            memory.ingest([HERE.parent / "examples" / "archive"])
            memory.refresh()
            for question in questions:
                ranks.append(_rank(memory, question["question"], question["words"]))
            foreign = sum(bool(memory.recall(question).hits) for question in FOREIGN)
    first, third = (sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, 3))
    print(f"{len(ranks)} questions: {first:.0%} answered by the first hit, {third:.0%} by the first three")
    for question, rank in zip(questions, ranks, strict=True):
        if rank != 1:
            print(f"  {'not found' if not rank else f'hit {rank}'}: {question['question']}")
    print(f"{foreign} of {len(FOREIGN)} questions about other things got a hit")
    return 0 if third >= floor else 1


def _rank(memory: Memory, question: str, words: str) -> int:
    """The place of the hit that holds `words`, 0 if there is none."""
    answer = memory.recall(question, limit=10)
    texts = (f"{shown.hit.human} {shown.hit.agent}" for shown in answer.hits)
    return next((place for place, text in enumerate(texts, 1) if words in text), 0)


if __name__ == "__main__":
    sys.exit(main())
