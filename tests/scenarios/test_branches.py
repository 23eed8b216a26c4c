"""A conversation that was taken up again elsewhere: both ways are found, and told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder


def node(id_: str, parent: str | None, role: str, text: str, second: int) -> dict[str, object]:
    """A message of a ChatGPT export."""
    content = {"content_type": "text", "parts": [text]}
    message = {"id": id_, "author": {"role": role}, "create_time": 1_772_600_000 + second, "content": content}
    return {"id": id_, "parent": parent, "children": [], "message": message}


def test_an_edited_prompt_is_marked(cotw: Cotw, tmp_path: Path) -> None:
    """The prompt that was left is found like any other, with a mark that says so."""
    nodes: list[dict[str, object]] = [
        {"id": "root", "parent": None, "children": [], "message": None},
        node("q1", "root", "user", "Which glue holds a cork grip?", 1),
        node("a1", "q1", "assistant", "Contact cement.", 2),
        node("q2", "root", "user", "Which glue holds a leather grip?", 3),
        node("a2", "q2", "assistant", "Hide glue.", 4),
    ]
    mapping = {str(each["id"]): each for each in nodes}
    talk = {
        "id": "c1",
        "title": "Grips",
        "create_time": 1_772_600_000,
        "current_node": "a2",
        "mapping": mapping,
    }
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps([talk]))
    cotw("ingest", path)
    hits = json.loads(cotw("recall", "cork grip glue", "--json").out)["hits"]
    assert {hit["human"]: hit["branch"] is None for hit in hits} == {
        "Which glue holds a cork grip?": False,
        "Which glue holds a leather grip?": True,
    }
    left = next(hit for hit in hits if hit["branch"])
    assert "Contact cement." in left["agent"]
    assert "(left for another turn)" in cotw("recall", "cork grip glue").out
    assert "(left for another turn)" in cotw("show", left["short_id"], "--around", "0").out
