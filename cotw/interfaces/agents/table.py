"""The tools whose hooks can call us."""

from __future__ import annotations

from difflib import get_close_matches

from cotw.errors import UsageError
from cotw.interfaces.agents.agent import Agent
from cotw.interfaces.agents.claude_code import AGENT as CLAUDE_CODE
from cotw.interfaces.agents.codex import AGENT as CODEX
from cotw.interfaces.agents.openclaw import AGENT as OPENCLAW

AGENTS = {agent.name: agent for agent in (CLAUDE_CODE, CODEX, OPENCLAW)}


def agent_named(name: str) -> Agent:
    """The tool of that name. Raises UsageError, which names the nearest."""
    wanted = name.casefold().replace(" ", "-").replace("_", "-")
    if wanted in AGENTS:
        return AGENTS[wanted]
    near = get_close_matches(wanted, AGENTS, n=1, cutoff=0.4)
    raise UsageError(
        f"there are no hooks for {name!r}",
        hint=f"did you mean {near[0]}?" if near else f"there are: {', '.join(AGENTS)}",
    )
