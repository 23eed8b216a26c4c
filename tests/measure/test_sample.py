"""The questions that hold the floor of recall: benchmarks/sample."""

from __future__ import annotations

import json
from pathlib import Path

from cotw.measure.cases import read_cases

ROOT = Path(__file__).resolve().parents[2]


def test_the_sample_is_the_sample_archive() -> None:
    """Its turns are what examples/archive says, word for word; every answer it names is there."""
    cases = read_cases(ROOT / "benchmarks" / "sample")
    assert not cases.problems
    days = [json.loads(path.read_bytes()) for path in sorted((ROOT / "examples" / "archive").glob("*.json"))]
    said = [(one["sessionId"], one["text"]) for day in days for one in day["messages"]]
    assert [(one.session, one.text) for one in cases.conversations["mara"].turns()] == said
    assert all(bool(one.gold_turns) != one.abstention for one in cases.questions)
