"""Who decides: an agent is known by what it leaves in the environment."""

from __future__ import annotations

from cotw.commands._person import decider


def test_who_decides_is_named() -> None:
    """An agent as one, with the sign it was known by; anybody else by name and terminal."""
    assert decider({"CLAUDECODE": "1"}) == {"actor": "agent", "channel": "CLAUDECODE"}
    person = decider({})
    assert person["actor"] not in ("", "agent")
    assert person["channel"].startswith(("terminal ", "no terminal"))
