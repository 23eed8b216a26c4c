"""Context: what an agent is given for a turn, out of everything a home holds, and the note that it was.

What is injected is in the journal before anybody sees it: so a transcript that comes back with it can be
told from what was said.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.care.context_sources import HANDOFF, Sources
from cotw.continuity.context import assemble
from cotw.continuity.gathering import gathering
from cotw.continuity.handoff_taking import Begin, Taken, note_shown
from cotw.continuity.threads import decided_threads, thread_titled
from cotw.continuity.turn import Turn
from cotw.extraction.plain import plain, readable
from cotw.ids import short_digest
from cotw.importers.asked import asked_in
from cotw.index.sharing import SharedIndex
from cotw.records.block import Seal
from cotw.records.injection import Context, Injection
from cotw.records.threads import MAIN_THREAD, thread_of_now
from cotw.store.injections import injection_lines

if TYPE_CHECKING:
    from cotw.continuity.recalled import Opened
    from cotw.memory import Memory

# A pasted log is no longer question than its beginning.
_PROMPT_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a context is wanted for; None where nothing is known. `start`: a session only begins, so or so.

    Without a thread it is that of the session or of the project's folder.
    """

    prompt: str = ""
    thread: str | None = None
    mode: str | None = None
    session: str | None = None
    project: str | None = None
    budget: int | None = None
    start: bool = False
    begin: Begin = Begin.STARTUP


@contextmanager
def injecting(memory: Memory, wish: Wish, *, opened: Opened | None = None) -> Iterator[Injection]:
    """The context for `wish`, to be shown inside of the `with`: a late source comes to its end after it.

    `opened` gives an index that is open already. What is not empty stands in the journal by now; a handoff
    in it counts as shown once the block has ended well.
    """
    begin = time.perf_counter()
    settings, turn = memory.config.context, turn_of(memory, wish)
    shared = SharedIndex(opened or memory.index)
    sources = Sources(memory, turn, shared)
    with ExitStack() as answering:
        answering.enter_context(shared.wanted())
        with gathering(turn, sources.listed(), settings.source_seconds) as gathered:
            answering.close()  # from here on only a late source keeps the index open
            budget = settings.budget_tokens if wish.budget is None else wish.budget
            context = assemble(turn, gathered, budget, memory.embedder.count_pieces)
            assembled = time.perf_counter()
            if context.text:
                note(memory, turn, context)
            noted = time.perf_counter()
            yield Injection(
                context,
                turn.thread,
                turn.mode,
                turn.sees,
                (assembled - begin) * 1000,
                (noted - assembled) * 1000,
            )
            for taken in _shown(context, sources.taken):
                note_shown(memory.truth, taken)


def _shown(context: Context, taken: Sequence[Taken]) -> Sequence[Taken]:
    """The handoffs that a context holds; one that found no room in it waits for another start."""
    shown = any(part.name == HANDOFF and part.passages for part in context.parts)
    return taken if shown else []


def turn_of(memory: Memory, wish: Wish) -> Turn:
    """The turn as this home sees it."""
    # Names come from whoever calls, and go into the journal.
    mode = plain(wish.mode or memory.config.modes.default)
    session = None if wish.session is None else plain(wish.session)
    return Turn(
        prompt=readable(asked_in(wish.prompt)[:_PROMPT_CHARACTERS]),
        now=memory.clock().astimezone(memory.truth.zone),
        mode=mode,
        sees=memory.config.modes.seen_from(mode),
        thread=_thread_of(memory, wish),
        session=session,
        project=wish.project,
        start=wish.start,
        begin=wish.begin,
    )


def _thread_of(memory: Memory, wish: Wish) -> str | None:
    """The thread named, else decided for session or project, or switched to; None where none was."""
    threads = decided_threads(memory.truth)
    if wish.thread:
        return thread_titled(threads, plain(wish.thread))
    thread = thread_of_now(threads, memory.clock(), session=wish.session, project=wish.project)
    return None if thread == MAIN_THREAD else thread


def note(memory: Memory, turn: Turn, context: Context) -> None:
    """Notes in the journal that `context` was injected, durably; no word of it, nor of the prompt."""
    facts = {
        "question": short_digest(context.id, plain(turn.prompt)) if turn.prompt else None,
        "thread": turn.thread,
        "mode": turn.mode,
        "session": turn.session,
        "start": turn.start or None,
        "tokens": context.tokens,
        "parts": [part.name for part in context.parts if part.passages],
    }
    known = {name: fact for name, fact in facts.items() if fact is not None}
    lines = injection_lines(context.id, Seal.of(context.text), context.sources, known)
    with memory.truth.writing() as writer:
        writer.record_all(memory.truth.journal, lines)
