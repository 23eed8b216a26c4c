"""Threads and sessions from the command line: what is decided is seen at once, everywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.conftest import Cotw

SAID = (
    ("2026-03-02T09:00:00Z", "user", "true the front wheel of the red tandem", "5e55105e-wheel", None),
    ("2026-03-02T09:01:00Z", "assistant", "It runs true to half a millimetre.", "5e55105e-wheel", None),
    ("2026-03-03T10:00:00Z", "user", "the till counts tea twice", "7e11a0c5-till", "/nowhere/shop/till"),
)


@pytest.fixture
def remembering(cotw: Cotw, tmp_path: Path) -> Cotw:
    """A home with two sessions that name no thread."""
    names = ("timestamp", "sender", "text", "session", "project")
    lines = (json.dumps(dict(zip(names, said, strict=True))) for said in SAID)
    path = tmp_path / "said.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    cotw("ingest", path)
    return cotw


def said_json(cotw: Cotw, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(cotw(*arguments, "--json").out)
    assert document["version"] == 1
    return document


def test_a_session_goes_into_a_thread(remembering: Cotw) -> None:
    """It is made, its title is known to recall, the session is moved, and nothing is indexed again."""
    session = said_json(remembering, "session", "list")["sessions"][1]
    assert session["state"] == "over"
    made = remembering("thread", "new", "Kranz & Speichen")
    assert (made.out, "thread switch kranz-speichen" in made.err) == ("kranz-speichen\n", True)
    remembering("thread", "switch", "kranz", "--session", session["id"][:12], "--whole")
    page = said_json(remembering, "thread", "show", "kranz & speichen")
    assert page["thread"]["row"]["exchanges"] == session["exchanges"]
    assert [one["id"] for one in page["latest_sessions"]] == [session["id"]]
    shown = remembering("thread", "show", "kranz")
    assert "1 session" in shown.out
    assert f"next: cotw session show {session['id'][:12]}" in shown.err
    found = json.loads(remembering("recall", "--thread", "Kranz", session["title"], "--json").out)
    assert {hit["thread"] for hit in found["hits"]} == {"kranz-speichen"}
    assert "up to date" in remembering("status").out
    assert "holds what it should" in remembering("index", "check").out


def test_a_page_of_a_session(remembering: Cotw) -> None:
    """Title, span, counts, state, thread and where it lies; then it is closed."""
    session = said_json(remembering, "session", "list", "--limit", "1")["sessions"][0]
    page = remembering("session", "show", session["id"][:12])
    assert page.out.startswith(session["title"])
    for fact in ("over", "exchange", "message", "thread", "archive:"):
        assert fact in page.out
    assert "next: cotw show" in page.err
    remembering("session", "close", session["id"][:12], "--reason", "built")
    closed = said_json(remembering, "session", "list", "--state", "closed")["sessions"]
    assert [one["id"] for one in closed] == [session["id"]]


def test_a_folder_is_bound_and_let_go(remembering: Cotw) -> None:
    """What is in it moves there and back again."""
    remembering("thread", "new", "Shop", "--bind", "/nowhere/shop/")
    bound = said_json(remembering, "thread", "show", "shop")["thread"]
    assert (bound["bound"], bound["spoken_in"]) == (["/nowhere/shop"], {"/nowhere/shop/till": 1})
    remembering("thread", "bind", "shop", "/nowhere/shop", "--undo")
    assert said_json(remembering, "thread", "show", "shop")["thread"]["row"]["exchanges"] == 0
    remembering("thread", "bind", "shop", "/nowhere/shop", "--undo", expect=4)


def test_threads_are_listed(cotw: Cotw) -> None:
    """Without an index too; archived ones only when they are asked for; where typed words go is marked."""
    assert "make one" in cotw("thread", "list", expect=4).err
    cotw("thread", "new", "Rims")
    cotw("thread", "new", "Beans \x1b[31m")
    cotw("thread", "link", "rims", "beans")
    cotw("thread", "rename", "beans", "Runner beans")
    cotw("thread", "archive", "rims")
    listed = cotw("thread", "list")
    assert "Runner beans" in listed.out
    assert "Rims" not in listed.out
    assert "1 archived" in listed.err
    cotw("thread", "switch", "beans")
    assert "(switched to)" in cotw("thread", "list", "--all").out
    cotw("thread", "archive", "rims", "--undo")
    assert {one["id"] for one in said_json(cotw, "thread", "list")["threads"]} == {"rims", "beans"}
    assert "has to do with: rims (Rims)" in cotw("thread", "show", "beans").out
    assert "there is a thread" in cotw("thread", "new", "rims", expect=2).err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("thread", "show", "nobody"), 4),
        (("thread", "switch", "main", "--session", "5e55"), 4),
        (("thread", "switch", "main", "--whole"), 2),
        (("thread", "switch", "main", "--session", "a" * 20, "--project", "/p"), 2),
        (("thread", "new", " "), 2),
        (("thread", "link", "main", "main"), 2),
        (("session", "list"), 12),
        (("session", "close", "5e55"), 4),
    ],
)
def test_what_cannot_be_meant_is_told(cotw: Cotw, arguments: tuple[str, ...], code: int) -> None:
    """In one sentence, with the right exit code."""
    assert cotw(*arguments, expect=code).err.startswith("cotw: ")
