"""Words told outright: learnt, labelled wherever they are shown, and believed no more than they deserve."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.scenarios.conftest import Cotw
from tests.terminal import Terminal

Pipe = Callable[[Any], None]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    """Puts a value into standard input: bytes as they are, anything else as JSON."""

    def put(value: Any) -> None:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return put


def test_a_report_is_shown_as_one(cotw: Cotw, pipe: Pipe) -> None:
    """In recall, show and both exports; a second time it is known."""
    turn = {"user": "Oil bath three is for tandem chains.", "agent": "Noted.", "tool": "openclaw", "id": "7"}
    pipe(turn)
    ran = cotw("learn", "--refresh")
    assert "reported by openclaw" in ran.err
    label = "human (reported by openclaw):"
    assert label in cotw("recall", "what is oil bath three for?").out
    assert label in cotw("show", ran.out.strip()).out
    (hit,) = json.loads(cotw("recall", "--json", "oil bath three").out)["hits"]
    assert (hit["origin"], hit["reported_by"]) == ("reported", "openclaw")
    assert "reported by openclaw" in cotw("export", "--format", "markdown", "-o", "-").out
    assert '"reported_by":"openclaw"' in cotw("export", "-o", "-").out
    pipe(turn)
    assert json.loads(cotw("learn", "--json").out)["messages"] == []


@pytest.mark.parametrize(
    "data", [b"", b'{"user": "a"', b'{"user": 1}', b"[{}]", b'{"user": "a"}\n{"usr": "b"}']
)
def test_what_cannot_be_read_writes_nothing(cotw: Cotw, pipe: Pipe, data: bytes) -> None:
    """One sentence, a hint, exit code 2."""
    pipe(data)
    ran = cotw("learn", expect=2)
    assert ran.err.count("\n") == 2
    assert not list((cotw.home / "archive").rglob("*.jsonl"))


def test_who_types_at_a_terminal_is_the_person(cotw: Cotw) -> None:
    """Their side counts as typed, unless an agent left its sign in that terminal."""
    words = ("learn", "--json", "--user", "From now on write in German.", "--agent", "Gern.", "--at")
    plain = {
        name: value for name, value in os.environ.items() if "CLAUDE" not in name and "AGENT" not in name
    }
    for at, signs, origin in (("09:00", {}, "typed"), ("10:00", {"CLAUDECODE": "1"}, "reported")):
        terminal = Terminal(*words, f"2026-04-01T{at}", environment={**plain, **signs})
        assert terminal.finish() == 0
        sides = json.loads(terminal.said)["messages"]
        assert [side["origin"] for side in sides] == [origin, "reported"]
    assert sides[0]["reported_by"] == "claude-code"


def test_a_turn_learns_and_recalls(remembering: Cotw, pipe: Pipe) -> None:
    """It gives the block for a prompt; what was just said is not told back, and is known the next time."""
    previous = {"user": "The tandem with frame number 4411 belongs to Ada.", "agent": "I will remember."}
    prompt = "Who does the tandem with frame number 4411 belong to?"
    pipe({"prompt": prompt, "previous": previous, "tool": "openclaw"})
    assert "belongs to Ada" not in remembering("turn").out
    block = remembering("turn", "--prompt", prompt).out
    assert "human (reported by openclaw)" in block
    assert "> The tandem with frame number 4411 belongs to Ada." in block
    assert remembering("turn", "--prompt", "ok").out == ""


def test_neither_half_of_a_turn_needs_the_other(cotw: Cotw, pipe: Pipe) -> None:
    """Without an index it is learnt and said so; with a cache that cannot be opened, answered."""
    pipe({"prompt": "Where is Ada?", "previous": {"user": "Ada is here.", "agent": "Fine."}})
    ran = cotw("turn", "--json", expect=12)
    assert len(json.loads(ran.out)["learnt"]) == 2
    assert "not answered: there is no index yet" in ran.err
    cache = cotw.home / "cache" / "known.sqlite"
    cache.unlink()
    cache.mkdir()
    pipe({"prompt": "Where is Ada?", "previous": {"user": "Ada is there.", "agent": "Fine."}})
    ran = cotw("turn", expect=3)
    assert "not learnt" in ran.err
    assert "Ada is here." in ran.out
