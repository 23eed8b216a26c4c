"""Reading turns and questions, and what is said of lines that cannot be used."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cotw.errors import UsageError
from cotw.measure.cases import read_cases
from tests.measure.cases_of_mara import TURNS, question, turn, write_cases

ASKED = question("q1", "Who draws the sign?", "1:3")


def test_turns_and_questions_are_read(tmp_path: Path) -> None:
    """All that a line says is kept; the moment of asking is there where the question has a date."""
    dated = question("q2", "Why does it squeal?", "1:2", date="2026/03/05 (Thu) 09:30")
    cases = read_cases(write_cases(tmp_path, [ASKED, dated]))
    assert not cases.problems
    assert [(one.id, one.asked_at) for one in cases.questions] == [
        ("q1", None),
        ("q2", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
    ]
    assert cases.questions[0].gold_turns == {"1:3"}
    assert cases.questions[0].gold_sessions == {"1"}
    turns = cases.conversations["mara"].turns()
    assert [(one.id, one.order, one.role) for one in turns[:2]] == [
        ("1:1", 0, "user"),
        ("1:2", 1, "assistant"),
    ]
    assert [one.text for one in turns] == [row["text"] for row in TURNS]


@pytest.mark.parametrize(
    "written", ["8:12 am on 2 March, 2026", "2026/03/02 (Mon) 08:12", "2026-03-02T08:12"]
)
def test_three_forms_of_dates_are_understood(tmp_path: Path, written: str) -> None:
    """Those of LoCoMo, of LongMemEval and of ISO 8601; without a zone they are in UTC."""
    cases = read_cases(write_cases(tmp_path, [ASKED], (*TURNS, turn("3:1", "Moin!", date=written))))
    assert cases.conversations["mara"].turns()[-1].instant == datetime(2026, 3, 2, 8, 12, tzinfo=UTC)


def test_conversations_may_be_mixed(tmp_path: Path) -> None:
    """Lines of several conversations stand in any order; each gets its own, and ids may be the same."""
    others = tuple({**row, "conv": "tariq", "text": "Rims."} for row in TURNS[:2])
    mixed = (TURNS[0], others[0], TURNS[1], others[1], *TURNS[2:])
    cases = read_cases(write_cases(tmp_path, [ASKED], mixed))
    assert [one.text for one in cases.conversations["tariq"].turns()] == ["Rims.", "Rims."]
    assert len(cases.conversations["mara"].turns()) == len(TURNS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": None}, "text is missing or not a text"),
        ({"session": ""}, "session is missing or not a text"),
        ({"date": "next week"}, "date names no instant"),
        ({"date": "0001-01-01T00:00:00Z"}, "date names no instant"),
        ({"seq": "first"}, "seq is not a place"),
        ({"turn": "1:1"}, "the turn 1:1 stands there twice"),
    ],
)
def test_a_turn_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    """By its line and what is wrong with it; the others are read."""
    bad = {**turn("3:1", "Moin!"), **changes}
    cases = read_cases(write_cases(tmp_path, [ASKED], (*TURNS, bad)))
    assert [str(one) for one in cases.problems] == [f"docs.jsonl:7: {said}"]
    assert len(cases.conversations["mara"].turns()) == len(TURNS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question": 7}, "question is missing or not a text"),
        ({"gold_turns": "1:3"}, "gold_turns and gold_sessions are not lists of ids"),
        ({"gold_turns": ["9:9"]}, "the turn 9:9 of q2 is not in docs.jsonl"),
        ({"gold_sessions": ["9"]}, "the session 9 of q2 is not in docs.jsonl"),
        ({"conv": "ines"}, "docs.jsonl has no turn of the conversation ines"),
        ({"question_id": "q1"}, "the question q1 stands there twice"),
    ],
)
def test_a_question_that_cannot_be_answered_is_named(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    """Also one that names what stands in no line: it would count as a miss without anybody knowing why."""
    bad = question("q2", "Why does it squeal?", "1:2", **changes)
    cases = read_cases(write_cases(tmp_path, [ASKED, bad]))
    assert [str(one) for one in cases.problems] == [f"questions.jsonl:2: {said}"]


@pytest.mark.parametrize("line", [b"{half", b"[1, 2]", b"7", b'{"conv": "\xff"}', b"{} {}"])
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: bytes) -> None:
    """Half lines, other values, bytes that are not UTF-8, two objects on one line."""
    folder = write_cases(tmp_path, [ASKED])
    with (folder / "docs.jsonl").open("ab") as stream:
        stream.write(b"\n" + line + b"\n")
    problems = read_cases(folder).problems
    assert [one.line for one in problems] == [8]


@pytest.mark.parametrize("name", ["docs.jsonl", "questions.jsonl"])
def test_a_missing_or_empty_file_ends_it(tmp_path: Path, name: str) -> None:
    """There is nothing to measure then; one sentence names the file."""
    folder = write_cases(tmp_path, [ASKED])
    (folder / name).write_bytes(b"")
    with pytest.raises(UsageError, match=f"{name} holds nothing that can be used"):
        read_cases(folder)
    (folder / name).unlink()
    with pytest.raises(UsageError, match=f"{name}: No such file"):
        read_cases(folder)
