"""Operations: what a keeper answers, each by name – and what a command does itself where there is no keeper.

An operation takes what was sent as JSON and gives JSON. It is a context manager: what is to happen once the
answer was shown (`wait_shown`) happens when its block has ended well. A context is what an agent waits for:
what only the others need is imported by them.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from cotw.care.context import Wish, injecting
from cotw.clock import format_instant, parse_instant
from cotw.continuity.handoff_taking import Begin
from cotw.errors import UsageError
from cotw.interfaces.codec import decoded, encoded
from cotw.memory import Memory

if TYPE_CHECKING:
    from cotw.care.handoffs import Done
    from cotw.records.message import Message

Wanted: TypeAlias = Mapping[str, Any]
Operation: TypeAlias = Callable[[Memory, Wanted], AbstractContextManager[dict[str, Any]]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ContextWanted:
    """For `context`: as `care.context.Wish`; without a mode it is that of the `tool`. `full`: all of it.

    The keeper looks at `wait_shown` and at `at_once`: whether it is to refuse as long as it is not ready.
    """

    prompt: str = ""
    thread: str | None = None
    mode: str | None = None
    session: str | None = None
    project: str | None = None
    budget: int | None = None
    start: bool = False
    begin: str = Begin.STARTUP.value
    tool: str | None = None
    full: bool = False
    wait_shown: bool = False
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class LearnWanted:
    """For `learn`: a `turn` or `data` (base64) as in `care.telling`; who reports it, and when it is told.

    Who asks again after a keeper has died says the same `now`: so nothing is learnt twice.
    """

    reporter: str
    turn: Any = None
    place: str = "the input"
    data: str = ""
    names: Mapping[str, Any] = field(default_factory=dict)
    typed: bool = False
    now: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class HandoffWanted:
    """For `handoff`: as `care.handoffs.Wish`, the thread as a person calls it."""

    session: str | None = None
    thread: str | None = None
    mode: str | None = None
    reason: str = "manual"
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class KnowledgeWanted:
    """For `knowledge`: a question, and the thread whose facts count as well, as a person calls it."""

    question: str
    thread: str | None = None
    limit: int = 10


@contextmanager
def _context(memory: Memory, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The block, and how long each source took; with `full` also the whole `records.injection.Injection`."""
    asked = _understood(ContextWanted, wanted)
    if asked.begin not in list(Begin):
        raise UsageError(f"a session does not begin by {asked.begin!r}", hint=f"say {', '.join(Begin)}")
    wish = Wish(
        prompt=asked.prompt,
        thread=asked.thread,
        mode=asked.mode or memory.config.modes.by_tool.get(asked.tool or ""),
        session=asked.session,
        project=asked.project,
        budget=asked.budget,
        start=asked.start,
        begin=Begin(asked.begin),
    )
    with injecting(memory, wish) as injection:
        context = injection.context
        sources = [
            {"name": part.name, "ms": part.milliseconds, "failed": part.failure is not None}
            for part in context.parts
        ]
        answer = {"text": context.text, "tokens": context.tokens, "sources": sources}
        answer |= {"noted_ms": injection.noted}
        yield answer | ({"injection": encoded(injection)} if asked.full else {})


@contextmanager
def _recall(memory: Memory, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """A `retrieval.answer.Recalled`; what is wanted is a `care.recalling.Wish`."""
    from cotw.care import recalling

    yield encoded(recalling.recalled(memory, _understood(recalling.Wish, wanted)))


@contextmanager
def _learn(memory: Memory, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The messages that are archived now, without their words, and how many were `known`."""
    from cotw.care.learning import Reporter, learn
    from cotw.care.telling import Telling, told_by

    asked = _understood(LearnWanted, wanted)
    try:
        data = b64decode(asked.data, validate=True)
        now = None if asked.now is None else parse_instant(asked.now)
    except (binascii.Error, ValueError) as error:
        raise UsageError(f"what is to be learnt is not understood: {error}") from None
    told = told_by(Telling(asked.turn, asked.place, data, asked.names), memory.truth.zone)
    reporter = Reporter(asked.reporter, typed=asked.typed)
    learnt = learn(memory, told, reporter, dry_run=asked.dry_run, now=now)
    yield {"known": learnt.known, "messages": [_message(one) for one in learnt.messages]}


@contextmanager
def _refresh(memory: Memory, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Brings the index up to date if that is little work; whether it is `current` now."""
    from cotw.care.learning import refresh_bounded

    yield {"current": refresh_bounded(memory)}


@contextmanager
def _handoff(memory: Memory, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Each of the `handoffs`: of what, where it lies or why not; with `dry_run` its text."""
    from cotw.care import handoffs
    from cotw.care.starts import prepare_starts
    from cotw.continuity.handoff_writing import Reason

    asked = _understood(HandoffWanted, wanted)
    if asked.reason not in list(Reason):
        raise UsageError(f"{asked.reason!r} is no reason", hint=f"say one of: {', '.join(Reason)}")
    thread = _thread(memory, asked.thread)
    wish = handoffs.Wish(asked.session, thread, asked.mode, Reason(asked.reason))
    done = handoffs.write_handoffs(memory, wish, dry_run=asked.dry_run)
    if not asked.dry_run:
        prepare_starts(memory, [])
    yield {"handoffs": [_done(one, dry_run=asked.dry_run) for one in done]}


@contextmanager
def _knowledge(memory: Memory, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The `facts`, the best first: their rows, where they stand, and how well they fit."""
    from cotw.care.knowledge import search_facts

    asked = _understood(KnowledgeWanted, wanted)
    found = search_facts(memory, asked.question, _thread(memory, asked.thread), most=asked.limit)
    yield {
        "facts": [
            {**fact.row._asdict(), "source": fact.source, "cosine": fact.cosine, "share": fact.share}
            for fact in found
        ]
    }


def _tool(memory: Memory, wanted: Wanted) -> AbstractContextManager[dict[str, Any]]:
    """What one of the tools of MCP answers."""
    from cotw.interfaces.mcp.keeping import tool_answered

    return tool_answered(memory, wanted)


OPERATIONS: Mapping[str, Operation] = {
    "context": _context,
    "recall": _recall,
    "learn": _learn,
    "refresh": _refresh,
    "handoff": _handoff,
    "knowledge": _knowledge,
    "tool": _tool,
}
# These write the index: whoever keeps it open lets go of it before.
WRITE_THE_INDEX = frozenset({"refresh"})


def _understood(kind: type[T], wanted: Wanted) -> T:
    try:
        return decoded(kind, wanted)
    except ValueError as error:
        raise UsageError(f"what was asked is not understood: {error}") from None


def _thread(memory: Memory, named: str | None) -> str | None:
    from cotw.care.threads import thread_called

    return None if named is None else thread_called(memory, named)


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "exchange": message.turn,
        "kind": message.kind.value,
        "session": message.session,
        "thread": message.thread,
        "at": format_instant(message.timestamp),
        "origin": message.origin.value,
        "reported_by": message.reported_by,
    }


def _done(done: Done, *, dry_run: bool) -> dict[str, Any]:
    scope, written = done.scope, done.written
    record: dict[str, Any] = {
        "session": scope.session,
        "thread": scope.thread,
        "mode": scope.mode,
        "path": written.path and str(written.path),
        "beside": written.beside,
        "why_not": written.why_not or None,
    }
    return record | ({"text": done.body} if dry_run else {})
