"""The sample archive that the demo is made from."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAYS = sorted((ROOT / "examples" / "archive").iterdir())


@pytest.mark.parametrize("path", DAYS, ids=lambda path: path.stem)
def test_a_day_is_whole(path: Path) -> None:
    """Date, count and digests are those of its messages, which stand in the order of their instants."""
    day = json.loads(path.read_text(encoding="utf-8"))
    messages = day["messages"]
    assert path.name == f"{day['date']}.json"
    assert day["messageCount"] == len(messages)
    assert all(one["contentHash"] == hashlib.sha256(one["text"].encode()).hexdigest() for one in messages)
    instants = [datetime.fromisoformat(one["timestamp"]) for one in messages]
    assert instants == sorted(instants)
    assert {str(instant.date()) for instant in instants} == {day["date"]}
    assert [one["sender"] for one in messages] == ["user", "assistant"] * (len(messages) // 2)


def test_the_demo_asks_three_questions() -> None:
    """One shares no word with its answer, one names a person, one asks for a decision."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    questions = re.findall(r"^QUESTION_\d := (.+)$", makefile, re.MULTILINE)
    assert len(questions) == 3
    said = " ".join(
        one["text"] for path in DAYS for one in json.loads(path.read_text(encoding="utf-8"))["messages"]
    )
    words = set(re.findall(r"\w+", said.lower()))
    assert not {"allergic", "nuts"} & words
    assert "allergic to nuts" in questions[0]
    assert {"yusuf", "lease", "deposit"} <= words
    assert "Postgres" in questions[2]
    assert "SQLite instead of Postgres" in said
