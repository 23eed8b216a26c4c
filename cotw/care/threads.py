"""Threads and sessions of a home by the names people give them; decisions, taken into its index at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cotw.continuity.sessions import Lifecycle, lifecycle
from cotw.continuity.threads import decided_threads
from cotw.errors import IndexMissing, Locked, NothingFound, UsageError
from cotw.extraction.plain import plain, readable
from cotw.index.opening import Index, open_index
from cotw.index.placing import moves, place
from cotw.index.reconciling import reconcile
from cotw.index.rows import fetched
from cotw.index.rules import Rules
from cotw.memory import Memory
from cotw.records.threads import MAIN_THREAD
from cotw.retrieval.named_threads import thread_named
from cotw.retrieval.prefixes import full_id
from cotw.store.decided import decided_in

# An id that nobody has spoken under yet is believed from this length on: no one types so much by mistake.
_WHOLE_ID_CHARACTERS = 16
_SHOWN = 5


@contextmanager
def index_if_there(memory: Memory) -> Iterator[Index | None]:
    """The index, for reading; None as long as there is none."""
    with ExitStack() as stack:
        try:
            index = stack.enter_context(memory.index())
        except IndexMissing:
            index = None
        yield index


def titles(memory: Memory) -> dict[str, str]:
    """The title of every thread by its id, those spoken in last first; `main` is always there."""
    with index_if_there(memory) as index:
        spoken = (
            [] if index is None else _column(index, "SELECT id FROM threads ORDER BY last_active DESC, id")
        )
    threads = decided_threads(memory.truth)
    ids = dict.fromkeys([*spoken, *threads.threads, MAIN_THREAD])
    return {id_: plain(threads.thread(id_).title) for id_ in ids}


def thread_called(memory: Memory, named: str) -> str:
    """The id of the thread that is meant. Raises UsageError and NothingFound."""
    return thread_named(named, titles(memory))


def archived_thread(memory: Memory, named: str) -> str:
    """The same, also of what the index does not hold."""
    try:
        return thread_called(memory, named)
    except NothingFound:
        threads = decided_in(memory.home).threads
        spoken = {threads.thread_of(message) for message in memory.truth.archive.read_all()}
        return thread_named(named, {id_: id_ for id_ in sorted(spoken)} | titles(memory))


def archived_session(memory: Memory, prefix: str) -> str:
    """The id of the one session that begins so, also of one that the index does not hold.

    Raises UsageError and NothingFound.
    """
    given = readable(prefix).strip()
    with index_if_there(memory) as index, suppress(NothingFound):
        if index is not None:
            return full_id(index.database, "sessions", given)
    spoken = {message.session for message in memory.truth.archive.read_all()}
    found = [given] if given in spoken else sorted(one for one in spoken if given and one.startswith(given))
    match found:
        case [only]:
            return only
        case []:
            raise NothingFound(f"there is no session {prefix!r}", hint="see them with: cotw session list")
        case several:
            raise UsageError(
                f"{len(several)} sessions begin with {given!r}: {', '.join(several[:_SHOWN])}",
                hint="give a longer beginning",
            )


def session_called(memory: Memory, prefix: str) -> str:
    """The id of the session that begins so; a whole id may be one that nobody has spoken in yet.

    Raises UsageError and NothingFound.
    """
    given = readable(prefix).strip()
    with index_if_there(memory) as index:
        if index is not None:
            try:
                return full_id(index.database, "sessions", given)
            except NothingFound:
                pass
    if len(given) < _WHOLE_ID_CHARACTERS:
        raise NothingFound(f"there is no session {prefix!r}", hint="see them with: cotw session list")
    return given


def folder_called(memory: Memory, named: str) -> str:
    """The project's folder that is meant: one that transcripts name so, else a path of this machine."""
    with index_if_there(memory) as index:
        query = "SELECT DISTINCT project FROM sessions WHERE project IS NOT NULL"
        known = [] if index is None else _column(index, query)
    folder = named.rstrip("/\\") or named
    if any(one == folder or one.startswith((f"{folder}/", f"{folder}\\")) for one in known):
        return folder
    return plain(str(Path(named).expanduser().resolve()))


def life(memory: Memory) -> Lifecycle:
    """What the state of sessions depends on, now."""
    return lifecycle(memory.truth.ledger, memory.clock(), memory.config.continuity)


def take_in(memory: Memory) -> bool:
    """Applies decisions to the index at once; False if that has to wait for its next refresh."""
    try:
        with open_index(memory.home, write=True, wait_seconds=memory.wait_seconds) as index:
            rules = Rules.of(memory.config, decided_in(memory.home))
            # Most decisions move nothing: then the vector table, which takes its time to open, is not needed.
            if moves(index, rules):
                reconcile(index)
            place(index, rules)
    except (IndexMissing, Locked):
        return False
    return True


def _column(index: Index, query: str) -> list[str]:
    return [str(row[0]) for row in fetched(index.database, query)]
