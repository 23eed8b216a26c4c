"""Recalling: a question as a person asks it on a command line, with its bounds in words, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cotw.care.replaying import recall_and_record
from cotw.care.within import bounds
from cotw.continuity.threads import decided_threads, thread_titled
from cotw.errors import UsageError
from cotw.retrieval.answer import Recalled
from cotw.retrieval.asking import Standpoint
from cotw.retrieval.by_session import HITS_PER_SESSION

if TYPE_CHECKING:
    from cotw.memory import Memory
    from cotw.records.hit import RecallFilters


@dataclass(frozen=True, slots=True)
class Wish:
    """A question and what bounds it; `since` and `until` as people say them, None where nothing is said.

    `asked_in` and `asked_in_mode` say where it is asked from. With `sessions` the hits are enough to rank so
    many whole sessions by them. `inject`: only what a prompt of these words would be given. `record`: to be
    kept, so that it can be asked again.
    """

    question: str
    thread: str | None = None
    session: str | None = None
    since: str | None = None
    until: str | None = None
    mode: str | None = None
    speaker: str | None = None
    asked_in: str | None = None
    asked_in_mode: str | None = None
    limit: int | None = None
    sessions: bool = False
    inject: bool = False
    record: bool = False


def recalled(memory: Memory, wish: Wish) -> Recalled:
    """The answer to a question. Raises UsageError and NothingFound for bounds that cannot be met."""
    within = bounds(memory, wish.since, wish.until, wish.thread, wish.mode)
    filters = replace(within, session=wish.session, speaker=wish.speaker)
    limit = wish.limit or memory.config.recall.limit
    asked_in = wish.asked_in and thread_titled(decided_threads(memory.truth), wish.asked_in)
    standpoint = Standpoint(asked_in, wish.asked_in_mode)
    hits = HITS_PER_SESSION * limit if wish.sessions else limit
    if wish.record:
        return _kept(memory, wish, filters, standpoint, hits, limit)
    answer = memory.recall(wish.question, filters, standpoint, limit=hits, inject=wish.inject)
    return Recalled(answer, None, limit)


def _kept(
    memory: Memory, wish: Wish, filters: RecallFilters, standpoint: Standpoint, hits: int, limit: int
) -> Recalled:
    if wish.inject:
        raise UsageError("--record and --inject do not go together", hint="record what a person asks")
    answer, id_ = recall_and_record(memory, wish.question, filters, standpoint, limit=hits)
    return Recalled(answer, id_, limit)
