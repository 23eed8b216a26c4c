"""Hooks gone astray: those that call a home which is not there, or no longer this one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cotw.care.doctor.ailment import Ailment
from cotw.home import Home
from cotw.interfaces.agents.standing import last_calls, standings
from cotw.memory import Memory
from cotw.wire.paths import default_root


def examine_hooks(memory: Memory) -> Iterator[Ailment]:
    """The hooks of tools that call elsewhere. Two homes may be meant, but not if a tool called this one."""
    around, root = memory.surroundings, memory.home.root
    default = Path(default_root(around.environment))
    called_here = last_calls(root)
    for one in standings(around, None, default):
        called = one.home or default
        if one.program is None or called.resolve() == root.resolve():
            continue
        remedy = f"cotw --home {root} hook install {one.tool}"
        if not Home(called).exists:
            told = f"the hooks of {one.title} call a home that is not there: {called}"
            yield Ailment("hooks", told, remedy)
        elif one.tool in called_here:
            told = f"the hooks of {one.title} called this home, and now call another: {called}"
            yield Ailment("hooks", told, f"{remedy}  (if they are to call this one)")
