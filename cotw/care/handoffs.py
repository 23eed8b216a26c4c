"""Handoffs of a home: written of a session and of its thread, listed, found by what a person calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from cotw.continuity.handoff import Handoff, Scope, handoff_of
from cotw.continuity.handoff_page import Page, modes_of, project_names, read_facts, read_page
from cotw.continuity.handoff_places import (
    CLAIMED,
    NEXT,
    WAITING,
    Lying,
    lying_in,
    session_folder,
    stem_for,
    thread_folder,
)
from cotw.continuity.handoff_rendering import body_of, facts_of
from cotw.continuity.handoff_taking import Begin, Start, Taken, look_for_handoff, take_handoff
from cotw.continuity.handoff_writing import Debounce, Reason, Written, why_not, write_page
from cotw.continuity.still_open import still_open
from cotw.continuity.threads import decided_threads
from cotw.continuity.warm_start import Limits, Teller, thread_pages, warm_start
from cotw.errors import NothingFound
from cotw.extraction.plain import plain
from cotw.extraction.settled import decisions
from cotw.index.opening import Index
from cotw.memory import Memory
from cotw.provenance.neutral import visible
from cotw.records.exchange import Exchange
from cotw.records.message import Kind
from cotw.records.passage import Passage
from cotw.records.threads import MAIN_THREAD, Threads
from cotw.retrieval.prefixes import full_id, utf8
from cotw.retrieval.stretch import extent_of, stretch_of


@dataclass(frozen=True, slots=True)
class Wish:
    """Of what a handoff is wanted: a session (else the latest) with its thread, or a thread alone.

    `folder` is where an agent says that its session is, which its transcript may say otherwise.
    """

    session: str | None = None
    thread: str | None = None
    mode: str | None = None
    reason: Reason = Reason.MANUAL
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A handoff that was asked for: its scope, what became of it, and with a dry run what it would say."""

    scope: Scope
    written: Written
    body: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page on disk with its header."""

    lying: Lying
    facts: Mapping[str, Any]

    @property
    def state(self) -> str:
        """`waiting`, `next` (beside an edited page), `claimed`, `shown`; of a thread's page `kept`."""
        return "kept" if self.lying.path.parent.name == "threads" else self.lying.state


def write_handoffs(memory: Memory, wish: Wish, *, dry_run: bool = False) -> list[Done]:
    """Writes what is wished for, if it is time. Raises NothingFound if the mode may see nothing of it."""
    threads = decided_threads(memory.truth)
    with memory.index() as index:
        scopes = [_named(scope, threads) for scope in _scopes(index, wish)]
        done = [_write(memory, index, scope, wish.reason, threads, dry_run) for scope in scopes]
    if not any(one is not None for one in done):
        raise NothingFound(
            "nothing was said there that this mode may see",
            hint="see what there is: cotw recall, cotw status",
        )
    return [one for one in done if one is not None]


def take_at_start(
    memory: Memory,
    thread: str,
    mode: str,
    *,
    session: str | None = None,
    project: str | None = None,
    begin: Begin = Begin.STARTUP,
    claim: bool = True,
) -> Taken | None:
    """What a session that begins is given of the last one (`take_handoff`); `note_shown` once it is shown.

    Without `claim` it is only looked at, and is there for the next start.
    """
    start = Start(thread, memory.config.modes.seen_from(mode), session, project, begin)
    take = take_handoff if claim else look_for_handoff
    return take(memory.truth, start, claim_seconds=memory.config.continuity.handoff_claim_seconds)


def warm_starts(
    memory: Memory, thread: str, mode: str, teller: Teller | None = None, *, project: str | None = None
) -> list[Passage]:
    """The warm start of a thread: one, or two if a page was written beside one that a person edited.

    None of `main`, which everything shares that names no thread, if its page tells of other projects.
    """
    settings = memory.config.continuity
    limits = Limits(settings.warm_start_tokens, settings.warm_start_timeout_seconds)
    sees = memory.config.modes.seen_from(mode)
    starts = [
        warm_start(
            memory.truth, page, count_tokens=memory.embedder.count_pieces, limits=limits, teller=teller
        )
        for _, page in thread_pages(memory.home, thread, sees)
        if thread != MAIN_THREAD or project is None or project_names(page) <= {project}
    ]
    return [start.passage(thread) for start in starts if start is not None]


def kept_pages(memory: Memory, thread: str | None = None) -> Iterator[Kept]:
    """The pages of handoffs, the last changed first."""
    sessions = memory.home.handoffs / "sessions"
    folders = [session_folder(memory.home, thread)] if thread else sorted(sessions.glob("[!.]*"))
    found = [one for folder in (*folders, thread_folder(memory.home)) for one in lying_in(folder)]
    dated: list[tuple[float, Lying]] = []
    for one in found:
        with suppress(OSError):
            dated.append((one.path.stat().st_mtime, one))
    for _, one in sorted(dated, key=lambda pair: pair[0], reverse=True):
        with suppress(OSError):
            facts = read_facts(one.path)
            if thread is None or str(facts.get("thread")) == thread:
                yield Kept(one, facts)


def find_pages(
    memory: Memory, prefix: str | None, thread: str | None, sees: frozenset[str] | None = None
) -> list[tuple[Path, Page]]:
    """The pages of one handoff: a thread's, or a session's by the beginning of its id, else the latest.

    With `sees` none but those that hold words of these modes alone.
    """
    chosen: str | None = None
    found: list[Path] = []
    for kept in kept_pages(memory, thread):
        is_thread = kept.state == "kept"
        fits = is_thread if thread else not is_thread and _is_called(kept, prefix)
        seen = sees is None or is_seen(modes_of(kept.facts), sees)
        if fits and seen and chosen in (None, kept.lying.stem):
            chosen = kept.lying.stem
            found.append(kept.lying.path)
    if not found:
        raise NothingFound(
            "there is no such handoff", hint="see: cotw handoff list; write one: cotw handoff write"
        )
    live = [path for path in found if _is_live(path)] or found[:1]
    return [(path, read_page(path.read_bytes().decode("utf-8", "replace"))) for path in sorted(live)]


def is_seen(modes: frozenset[str] | None, sees: frozenset[str]) -> bool:
    """Whether a page with words of these modes may be shown; one that does not say whose it holds may not."""
    return modes is not None and modes <= sees


def _is_called(kept: Kept, prefix: str | None) -> bool:
    if prefix is None:
        return True
    session = str(kept.facts.get("session", ""))
    return bool(prefix) and (session.startswith(prefix) or kept.lying.stem.startswith(prefix.lower()))


def _is_live(path: Path) -> bool:
    states = {one.path: one.state for one in lying_in(path.parent)}
    return states.get(path) in (WAITING, NEXT, CLAIMED)


def _scopes(index: Index, wish: Wish) -> Iterator[Scope]:
    """The scopes as the index knows them, in the mode that is wished for or was spoken in last."""
    database = index.database
    thread = wish.thread
    if thread is None:
        session = wish.session and full_id(database, "sessions", wish.session)
        where, given = ("id = ?", [session]) if session else ("true", [])
        row = database.execute(
            f"SELECT id, thread, mode, project FROM sessions WHERE {where} ORDER BY ended DESC, id LIMIT 1",
            given,
        ).fetchone()
        if row is None:
            raise NothingFound("no session is known", hint="take in transcripts with: cotw ingest PATH")
        session, thread, mode, project = (value and str(value) for value in row)
        yield Scope(str(thread), wish.mode or str(mode), session, project, wish.folder)
    row = database.execute(
        "SELECT mode FROM exchanges WHERE thread = ? ORDER BY started DESC, ord DESC, id DESC LIMIT 1",
        [utf8(str(thread))],
    ).fetchone()
    if row is None:
        raise NothingFound(f"nothing was said in the thread {thread!r}", hint="see: cotw handoff list")
    yield Scope(str(thread), wish.mode or str(row[0]))


def _named(scope: Scope, threads: Threads) -> Scope:
    """A scope with what was decided of its thread; a session's title is made of what was said in it."""
    thread = threads.thread(scope.thread)
    title = plain(thread.title) if thread.made and scope.session is None else ""
    return replace(scope, title=title, compactions=thread.compactions)


def _decided(exchange: Exchange) -> list[str]:
    """The sentences by which the person decided something."""
    return [one.text for one in decisions(exchange) if one.speaker == Kind.HUMAN]


def _write(
    memory: Memory, index: Index, scope: Scope, reason: Reason, threads: Threads, dry_run: bool
) -> Done | None:
    settings = memory.config.continuity
    seen = memory.config.modes.seen_from(scope.mode)
    key, value = ("thread", scope.thread) if scope.session is None else ("session", scope.session)
    extent = extent_of(index.database, key, value, seen)
    if extent is None:
        return None
    folder = (
        thread_folder(memory.home) if scope.session is None else session_folder(memory.home, scope.thread)
    )
    stem = stem_for(folder, value, scope.mode)
    debounce = Debounce(settings.handoff_pause_seconds, settings.handoff_pause_exchanges)
    if reasoned := why_not(folder, stem, extent, reason, debounce, memory.clock()):
        return Done(scope, Written(None, why_not=reasoned))
    first, last = settings.handoff_first_exchanges, settings.handoff_last_exchanges
    stretch = stretch_of(index.database, key, value, seen, first=first, last=last)
    folders = threads.projects(scope.thread)
    handoff = handoff_of(
        stretch, scope, find_open=partial(still_open, folders=folders), find_decided=_decided
    )
    return _put(memory, handoff, folder, stem, reason, dry_run)


def _put(memory: Memory, handoff: Handoff, folder: Path, stem: str, reason: Reason, dry_run: bool) -> Done:
    zone = memory.truth.zone
    written = body_of(
        handoff,
        zone,
        memory.home.root / "templates",
        memory.embedder.count_pieces,
        memory.config.continuity.warm_start_tokens,
    )
    # A person reads the page in an editor, where hidden marks would turn its words round.
    body = visible(written)
    if dry_run:
        return Done(handoff.scope, Written(folder / f"{stem}.md"), body)
    facts = facts_of(handoff, memory.clock(), reason.value, zone)
    return Done(handoff.scope, write_page(memory.truth, folder, stem, facts, handoff.sources, body), body)
