"""What each tool sends, and what it is answered: a golden file each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cotw.interfaces.hooks.dialects import TOOLS, dialect_of

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_tool_says_and_is_answered(tool: str) -> None:
    """Each line of the golden file: what is sent, the event in it, and what is printed."""
    dialect = dialect_of(tool)
    assert dialect is not None
    for line in (GOLDEN / f"{tool}.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        event = dialect.read(told["sent"])
        assert event is not None
        fields = ("tool", "kind", "session", "transcript", "project", "begin", "reason", "prompt")
        assert {name: getattr(event, name) for name in fields} == told["event"]
        if event.kind in ("start", "prompt"):
            assert dialect.answer(event, "BLOCK") == told["printed"]


def test_no_other_tool_has_a_dialect() -> None:
    """A name that is none imports nothing."""
    assert dialect_of("../claude_code") is None


@pytest.mark.parametrize("key", ["agent:main:subagent:7", "agent:main:subagent:7:x"])
def test_sub_agents_of_openclaw_are_passed_over(key: str) -> None:
    """Their sessions say so in their key."""
    dialect = dialect_of("openclaw")
    assert dialect is not None
    assert dialect.read({"event": "stop", "session": "s", "session_key": key}) is None
    assert dialect.read({"event": "stop", "session": "s", "session_key": "agent:main:main"}) is not None
