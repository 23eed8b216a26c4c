"""Whole measurements, with a stand-in for the encoder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cotw.measure.asking import remembering
from cotw.measure.cases import read_cases
from cotw.measure.recall import Measured, measure_recall
from cotw.measure.scoring import Level
from cotw.models.hashing import HashEmbedder
from cotw.models.vectors import VectorCache
from tests.measure.cases_of_mara import TURNS, question, turn, write_cases

SIGN = question("sign", "Who draws the sign for the bakery?", "1:3")
VALVE = question("valve", "Which valve of the compressor?", "2:1", "2:2", category="repair")


def measure(folder: Path, level: Level, questions: list[dict[str, Any]], **more: Any) -> Measured:
    """What is measured with `questions`."""
    cases = read_cases(write_cases(folder / "cases", questions))
    return measure_recall(cases, level, HashEmbedder(), folder / "vectors.sqlite", **more)


def test_what_is_found_is_scored_and_written(tmp_path: Path) -> None:
    """The exchange that answers comes first; the ranked list has the turns of each exchange."""
    out = tmp_path / "ranked.jsonl"
    told: list[tuple[int, str]] = []
    measured = measure(
        tmp_path,
        Level.EXCHANGE,
        [SIGN, VALVE],
        out=out,
        progress=lambda done, name: told.append((done, name)),
    )
    assert [(one.group, one.questions, one.means["all@1"]) for one in measured.figures] == [
        ("all", 2, 1.0),
        ("repair", 1, 1.0),
        ("workshop", 1, 1.0),
    ]
    ranked = {row["question_id"]: row["ranked"] for row in map(json.loads, out.read_text().splitlines())}
    assert ranked["sign"][0] == ["1:3", "1:4"]
    assert sorted(ranked["valve"]) == [["1:1", "1:2"], ["1:3", "1:4"], ["2:1", "2:2"]]
    assert told == [(0, "mara"), (1, "mara"), (2, "mara")]
    assert 0 < measured.median_ms <= measured.p95_ms
    assert not measured.problems


def test_every_level_ranks_its_own_ids(tmp_path: Path) -> None:
    """Turns and sessions are written as plain ids."""
    for level, first in ((Level.TURN, ["2:1", "2:2"]), (Level.SESSION, ["2", "1"])):
        out = tmp_path / f"{level}.jsonl"
        measured = measure(tmp_path, level, [VALVE], out=out)
        assert json.loads(out.read_text())["ranked"][:2] == first
        assert measured.figures[0].means["any@1"] == 1


def test_what_cannot_be_scored_is_counted(tmp_path: Path) -> None:
    """Silence and missing labels are left out; what cannot be asked found nothing, and is named."""
    silent = question("silent", "What does Ines earn?", abstention=True)
    bare = question("bare", "Who is Pixel?")
    mute = question("mute", "?!", "1:1")
    lost = question("lost", "Who is Ruben?", "1:1", conv="ruben")
    measured = measure(tmp_path, Level.TURN, [SIGN, silent, bare, mute, lost])
    assert (measured.asked, measured.silent, measured.unlabelled) == (5, 1, 1)
    assert (measured.figures[0].questions, measured.figures[0].means["any@1"]) == (3, 1 / 3)
    assert [str(one).split(": ", 1)[1] for one in measured.problems] == [
        "docs.jsonl has no turn of the conversation ruben",
        "mute cannot be asked: '?!' has no word that can be looked for",
    ]


def test_people_who_talk_are_paired(tmp_path: Path) -> None:
    """Where nobody is an agent, two turns in a row are an exchange; none stands in two."""
    talk = tuple(
        turn(f"1:{place}", f"We true wheel {place}.", role="user", who=who)
        for place, who in enumerate(("Mara", "Tariq", "Mara", "Tariq", "Mara"), 1)
    )
    cases = read_cases(write_cases(tmp_path / "cases", [SIGN], talk))
    with (
        VectorCache(tmp_path / "vectors.sqlite") as cache,
        remembering(cases.conversations["mara"], HashEmbedder(), cache) as memory,
    ):
        assert sorted(memory.turns.values()) == [("1:1", "1:2"), ("1:3", "1:4"), ("1:5",)]


def test_vectors_are_made_once(tmp_path: Path) -> None:
    """A second run takes them from the file, and gives the same figures."""
    first = measure(tmp_path, Level.TURN, [SIGN, VALVE])
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        made = cache.count()
    assert made >= len(TURNS) / 2
    again = measure(tmp_path, Level.TURN, [SIGN, VALVE])
    assert again.figures == first.figures
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        assert cache.count() == made
