"""Are questions about Mara's workshop answered as well as they were?

    python -m benchmarks.sample_recall [--floor 0.8]

A small set that we wrote ourselves (benchmarks/sample: the conversations of the sample archive), to notice
when recall breaks: it is too small to choose settings by. A question counts as answered if one of the first
three exchanges answers it. Of the questions about other things none should get a hit that is shown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from cotw.founding import bench_vectors, encoder_folder
from cotw.measure.asking import remembering
from cotw.measure.cases import Cases, read_cases
from cotw.measure.recall import measure_recall
from cotw.measure.scoring import Level
from cotw.models.bundled import NAME
from cotw.models.embedding import Embedder, load_embedder
from cotw.models.vectors import VectorCache
from cotw.settings import RecallSettings

SAMPLE = Path(__file__).resolve().parent / "sample"
MEASURE = "any@3"


def main() -> int:
    options = argparse.ArgumentParser(description="Questions about the sample archive.")
    options.add_argument("--floor", type=float, default=0.8, help=f"the least {MEASURE} that is accepted")
    floor = options.parse_args().floor
    cases, embedder = read_cases(SAMPLE), load_embedder(NAME, encoder_folder())
    with tempfile.TemporaryDirectory() as folder:
        measured = measure_recall(cases, Level.EXCHANGE, embedder, Path(folder) / "vectors.sqlite")
    for one in measured.figures:
        shown = "  ".join(f"{name} {one.means[name]:.3f}" for name in ("any@1", MEASURE, "all@5", "MRR"))
        print(f"{one.group:<12}{one.questions:>3}  {shown}")
    got, foreign = _foreign(cases, embedder)
    print(f"{got} of {foreign} questions about other things got a hit")
    return 0 if not measured.problems and measured.figures[0].means[MEASURE] >= floor else 1


def _foreign(cases: Cases, embedder: Embedder) -> tuple[int, int]:
    """How many of the questions whose answer is silence get a hit, and how many there are."""
    foreign = [question for question in cases.questions if question.abstention]
    (conversation,) = cases.conversations.values()
    with VectorCache(bench_vectors()) as cache, remembering(conversation, embedder, cache) as memory:
        return sum(bool(memory.ask(one, RecallSettings()).hits) for one in foreign), len(foreign)


if __name__ == "__main__":
    sys.exit(main())
