"""`cotw handoff`, as a person and a program use it."""

from __future__ import annotations

import json

import pytest

from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder


def test_written_listed_shown(remembering: Cotw) -> None:
    """The latest session and its thread; on stdout stand paths, rows or Markdown, and nothing else."""
    dry = remembering("handoff", "write", "--dry-run")
    assert dry.out.startswith("# ")
    assert remembering("handoff", "list", expect=4).err.startswith("cotw: there is no handoff yet")
    written = remembering("handoff", "write", "--reason", "end")
    paths = written.out.splitlines()
    assert [path.split("/handoffs/")[1].split("/")[0] for path in paths] == ["sessions", "threads"]
    assert "cotw handoff show" in written.err
    shown = remembering("handoff", "show")
    assert shown.out == dry.out.split("\n# ")[0].rstrip() + "\n"
    rows = remembering("handoff", "list").out.splitlines()
    assert [row.split()[2] for row in rows[1:]] in (["kept", "waiting"], ["waiting", "kept"])
    again = remembering("handoff", "write", "--reason", "pause")
    assert again.out == ""
    assert "nothing new was said" in again.err


def test_as_json(remembering: Cotw) -> None:
    """Everything that lists or shows has a version; a page comes in sections with its sources."""
    written = json.loads(remembering("handoff", "write", "--json").out)
    session, thread = written["handoffs"]
    assert (written["version"], thread["session"]) == (1, None)
    (page,) = json.loads(remembering("handoff", "show", session["session"][:6], "--format", "json").out)[
        "handoffs"
    ]
    assert page["header"]["session"] == session["session"]
    assert "Last exchanges" in page["sections"]
    assert page["sources"][0].startswith("archive:")
    assert not page["edited"]
    by_thread = json.loads(
        remembering("handoff", "show", "--thread", thread["thread"], "--format", "json").out
    )
    assert by_thread["handoffs"][0]["kind"] == "thread handoff"
    listed = json.loads(remembering("handoff", "list", "--json").out)["handoffs"]
    assert {one["state"] for one in listed} == {"waiting", "kept"}
    assert len(json.loads(remembering("handoff", "list", "-n", "1", "--json").out)["handoffs"]) == 1


def test_what_cannot_be_meant(remembering: Cotw) -> None:
    """It is said in a sentence, with its exit code."""
    for arguments, code in (
        (("write", "--session", "a", "--thread", "b"), 2),
        (("write", "--reason", "whim"), 2),
        (("write", "--session", "no such session"), 4),
        (("write", "--thread", "nowhere"), 4),
        (("write", "--mode", "nobody speaks so"), 4),
        (("show", "--format", "html"), 2),
        (("show",), 4),
        (("show", ""), 4),
        (("list", "--thread", "../.."), 4),
    ):
        assert remembering("handoff", *arguments, expect=code).err.startswith("cotw: "), arguments


def test_no_secret_is_handed_over(remembering: Cotw) -> None:
    """A check for secrets in derived files finds none in handoffs, and the homes' check stays clean."""
    remembering("handoff", "write")
    assert remembering("check").code == 0
    assert remembering("backup", "create", str(remembering.home.parent / "b.tar")).code == 0
