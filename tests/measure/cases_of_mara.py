"""Questions about Mara's workshop, in the two files that `cotw bench` reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATE = "2026-03-02T08:12:00Z"


def turn(id: str, text: str, **changes: Any) -> dict[str, Any]:
    """A turn `2:1` is the first of the session `2`; odd ones are Mara's."""
    session, place = id.split(":")
    role = "user" if int(place) % 2 else "assistant"
    values = {"conv": "mara", "session": session, "turn": id, "seq": int(place) - 1, "who": role}
    return {**values, "role": role, "date": DATE, "text": text, **changes}


def question(id: str, text: str, *gold: str, **changes: Any) -> dict[str, Any]:
    """A question that the turns `gold` answer."""
    sessions = sorted({turn.split(":")[0] for turn in gold})
    values = {"question_id": id, "conv": "mara", "question": text, "category": "workshop"}
    return {**values, "gold_turns": list(gold), "gold_sessions": sessions, "abstention": False, **changes}


TURNS = (
    turn("1:1", "The cargo bike squeals like a tram."),
    turn("1:2", "Replace the brake pads, they have soaked up oil."),
    turn("1:3", "Freya draws the sign for the bakery."),
    turn("1:4", "A pretzel made of a chain, then."),
    turn("2:1", "The compressor builds no pressure."),
    turn("2:2", "Look at the check valve first."),
)


def write_cases(
    folder: Path, questions: list[dict[str, Any]], turns: tuple[dict[str, Any], ...] = TURNS
) -> Path:
    """The two files in `folder`, which is returned."""
    folder.mkdir(exist_ok=True)
    for name, rows in (("docs", turns), ("questions", questions)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder
