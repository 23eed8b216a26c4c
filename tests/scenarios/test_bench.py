"""Measuring recall with the program, on a few questions about Mara's workshop."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.measure.cases_of_mara import question, write_cases
from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder

QUESTIONS = [
    question("sign", "Who paints the new sign?", "1:3", category="people"),
    question("noise", "Why are the brakes so loud?", "1:1", "1:2"),
    question("silent", "Which lawyer did she ask?", abstention=True),
]


def test_the_figures_of_a_folder(cotw: Cotw, tmp_path: Path) -> None:
    """A table with the intervals on stdout; ranked ids in a file of their own."""
    folder, out = write_cases(tmp_path / "cases", QUESTIONS), tmp_path / "ranked.jsonl"
    page = cotw("bench", "recall", folder, "--out", out).out
    assert "any@1" in page
    assert "1.000" in page
    assert "3 questions, ranked by exchange" in page
    assert "Not scored: 1 whose answer is silence, 0 that name no turn." in page
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["question_id"] for row in rows] == ["sign", "noise", "silent"]
    assert rows[0]["ranked"][0] == ["1:3", "1:4"]


def test_all_figures_as_json(cotw: Cotw, tmp_path: Path) -> None:
    """Every group with every measure and its interval."""
    folder = write_cases(tmp_path / "cases", QUESTIONS)
    told = json.loads(cotw("bench", "recall", folder, "--level", "session", "--json").out)
    assert (told["version"], told["level"], told["asked"], told["silent"]) == (1, "session", 3, 1)
    assert [(one["group"], one["questions"]) for one in told["groups"]] == [
        ("all", 2),
        ("people", 1),
        ("workshop", 1),
    ]
    assert told["groups"][0]["means"]["any@3"] == 1
    assert told["groups"][0]["intervals"]["any@3"] == [1, 1]


def test_lines_that_cannot_be_used(cotw: Cotw, tmp_path: Path) -> None:
    """They are named, the rest is measured, and the exit code says so."""
    folder = write_cases(tmp_path / "cases", [*QUESTIONS, question("far", "Who is Ruben?", "7:1")])
    with (folder / "docs.jsonl").open("a") as stream:
        stream.write("{half a line\n")
    ran = cotw("bench", "recall", folder, expect=3)
    assert "problem: docs.jsonl:7: not JSON" in ran.err
    assert "problem: questions.jsonl:4: the turn 7:1 of far is not in docs.jsonl" in ran.err
    assert "4 questions" in ran.out


def test_what_cannot_be_measured(cotw: Cotw, tmp_path: Path) -> None:
    """A missing folder, an unknown level, questions without labels: one sentence each."""
    assert "docs.jsonl: No such file" in cotw("bench", "recall", tmp_path / "nowhere", expect=2).err
    folder = write_cases(tmp_path / "cases", [question("bare", "Who is Pixel?")])
    assert (
        "--level takes turn, session, exchange"
        in cotw("bench", "recall", folder, "--level", "word", expect=2).err
    )
    assert "no question can be scored" in cotw("bench", "recall", folder, expect=4).err
    out = tmp_path / "missing" / "ranked.jsonl"
    assert f"cotw: {out}: No such file" in cotw("bench", "recall", folder, "--out", out, expect=1).err
