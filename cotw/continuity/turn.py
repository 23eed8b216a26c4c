"""A turn: what an agent is about to answer, and the sources that may have something to say to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from cotw.continuity.handoff_taking import Begin
from cotw.records.passage import Passage


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known of a turn before it is answered.

    `now` is in the person's time zone. `mode` decides whose words may be given (`sees`); `session` is the
    agent's own, whose exchanges it has before it anyway; `project` is the folder it works in. `start` says
    that the session only begins, and `begin` how: nothing was asked yet. `over` is set when nobody waits any
    more: a source that takes long may look at it.
    """

    prompt: str
    now: datetime
    mode: str
    sees: frozenset[str]
    thread: str | None = None
    session: str | None = None
    project: str | None = None
    start: bool = False
    begin: Begin = Begin.STARTUP
    over: Event = field(default_factory=Event, compare=False)


Gather = Callable[[Turn], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Source:
    """One source of passages, the most important of them first.

    `share` is its part of the budget, relative to the shares of all others; `budget` takes its place for one
    that has tokens of its own. One that is not `enough` comes along with others and is no reason for a block.
    One `instead_of` others is left out if any of these gave something. `order` sorts what is shown of it.
    """

    name: str
    share: float
    gather: Gather
    budget: int | None = None
    enough: bool = True
    instead_of: frozenset[str] = frozenset()
    order: Callable[[Passage], str] | None = None
