"""Who decides: an agent is known by what it leaves in the environment."""

from __future__ import annotations

import pytest

from cotw.commands._person import AGENT_SIGNS, agent_here, decider, require_person
from cotw.errors import NeedsHuman


def test_who_decides_is_named() -> None:
    """An agent as one, with the sign it was known by; anybody else by name and terminal."""
    assert decider({"CLAUDECODE": "1"}) == {"actor": "agent", "channel": "CLAUDECODE"}
    person = decider({})
    assert person["actor"] not in ("", "agent")
    assert person["channel"].startswith(("terminal ", "no terminal"))


@pytest.mark.parametrize("sign", AGENT_SIGNS)
def test_no_agent_is_taken_for_a_person(sign: str) -> None:
    """Whatever terminal it has."""
    with pytest.raises(NeedsHuman, match=sign):
        require_person("this", {sign: "1"})


@pytest.mark.parametrize(
    ("sign", "agent"),
    [
        ("CODEX_THREAD_ID", "codex"),
        ("COPILOT_CLI", "copilot"),
        ("AI_AGENT", "x-1"),
        ("CLINE_ACTIVE", "cline"),
    ],
)
def test_an_agent_is_named(sign: str, agent: str) -> None:
    """By its own name, or as it names itself."""
    assert agent_here({sign: "x-1"}) == agent


def test_an_agent_s_own_name_is_one_line() -> None:
    """What stands in a variable may be anything; it stands beside what a person is to decide."""
    assert agent_here({"AI_AGENT": "x\n\napproved by mara " + "y" * 99}) == "x approved by mara " + "y" * 21
    assert agent_here({"AI_AGENT": "\n"}) == "AI_AGENT"
