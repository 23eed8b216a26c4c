"""Threads: what they are called, what belongs to them, and how often they were compacted – each one decision.

A thread is what a person works on, and outlives sessions. Whoever decides names actor and channel (`by`).
It is a line of the ledger and nothing else: what follows from it is folded (`records.threads`) and projected
(`index.placing`). An agent may decide these too: they do not change who it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from cotw.clock import format_instant
from cotw.errors import UsageError
from cotw.extraction.plain import plain, readable
from cotw.records.threads import KIND, MAIN_THREAD, Decision, Scope, Thread, Threads
from cotw.store.decided import decided_in
from cotw.store.truth import Truth

By = Mapping[str, str]
_SLUG_CHARACTERS = 40
_TITLE_CHARACTERS = 120
_GAP = re.compile(r"[\W_]+")


def slug_of(title: str) -> str:
    """What a thread of this title is called by: small letters and digits of any script, and hyphens."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", title.casefold())
        if not unicodedata.combining(letter)
    )
    # Composed again: Korean syllables come apart too, and would stay so.
    slug = _GAP.sub("-", unicodedata.normalize("NFC", bare)).strip("-")
    return slug[:_SLUG_CHARACTERS].strip("-") or "thread"


def make_thread(truth: Truth, title: str, by: By, taken: Mapping[str, str]) -> Thread:
    """Makes a thread. `taken` are titles of threads by id that transcripts name. Raises UsageError."""
    title = _title(title)
    with truth.writing() as writer:
        threads = decided_in(truth.home).threads.threads
        titles = {MAIN_THREAD: MAIN_THREAD, **taken, **{id_: one.title for id_, one in threads.items()}}
        for id_, known in titles.items():
            if title.casefold() in (known.casefold(), id_.casefold()):
                raise UsageError(
                    f"there is a thread {known!r} already", hint=f"go on in it with: cotw thread switch {id_}"
                )
        id_ = _free(slug_of(title), titles)
        line = {"decision": Decision.MADE, "thread": id_, "title": title, **by}
        writer.record(truth.ledger, {"kind": KIND, **line})
    return Thread(id_, title, made=True)


def rename_thread(truth: Truth, thread: str, title: str, by: By) -> str:
    """Gives a thread another title, which is returned; its id stays."""
    title = _title(title)
    _decide(truth, Decision.RENAMED, thread, by, title=title)
    return title


def archive_thread(truth: Truth, thread: str, by: By) -> None:
    """Puts a thread away: it is not listed any more, and forgets nothing."""
    _decide(truth, Decision.ARCHIVED, thread, by)


def take_up_thread(truth: Truth, thread: str, by: By) -> None:
    """Takes a thread up again that was put away."""
    _decide(truth, Decision.TAKEN_UP, thread, by)


def link_threads(truth: Truth, thread: str, other: str, by: By) -> None:
    """Notes that two threads have to do with each other."""
    if thread == other:
        raise UsageError("a thread cannot be linked with itself")
    _decide(truth, Decision.LINKED, thread, by, to=other)


def place_session(
    truth: Truth, session: str, thread: str | None, by: By, since: datetime | None = None
) -> None:
    """Lets a session belong to a thread, from its beginning or an instant on; to None: as if never said."""
    _place(truth, thread, by, since, **{Scope.SESSION: readable(session)})


def place_project(
    truth: Truth, folder: str, thread: str | None, by: By, since: datetime | None = None
) -> None:
    """The same for all sessions in a folder and the folders in it, but for those placed themselves."""
    _place(truth, thread, by, since, **{Scope.PROJECT: folder})


def place_typed(truth: Truth, thread: str, by: By, since: datetime) -> None:
    """Lets what is typed or reported from an instant on, without a thread being named, belong to a thread."""
    _place(truth, thread, by, since)


def compacted(
    truth: Truth, thread: str, by: By, session: str | None = None, told_by: str | None = None
) -> int:
    """Counts a compaction of a thread's session; returns how many there were.

    `told_by` is the id of the pointer that tells of it: what one pointer tells is counted once.
    """
    known = {"session": session, "pointer": told_by}
    before = decided_in(truth.home).records
    if told_by is None or not any(line.get("pointer") == told_by for line in before):
        _decide(truth, Decision.COMPACTED, thread, by, **{name: one for name, one in known.items() if one})
    return decided_in(truth.home).threads.thread(thread).compactions


def decided_threads(truth: Truth) -> Threads:
    """All that is decided about threads by now."""
    return decided_in(truth.home).threads


def thread_titled(threads: Threads, named: str) -> str:
    """The thread with this id or title; else one of that name that nobody decided about, or that is new.

    For agents, which may name a thread that is only beginning: no beginning of a name is made one of ours.
    """
    wanted = readable(named).strip()
    if wanted in threads.threads:
        return wanted
    titled = [id_ for id_, one in threads.threads.items() if one.title.casefold() == wanted.casefold()]
    return titled[0] if len(titled) == 1 else named


def _place(truth: Truth, thread: str | None, by: By, since: datetime | None, **subject: str) -> None:
    begins = None if since is None else format_instant(since)
    _decide(truth, Decision.PLACED, thread, by, since=begins, **subject)


def _decide(truth: Truth, decision: Decision, thread: str | None, by: By, **more: Any) -> None:
    with truth.writing() as writer:
        line = {"kind": KIND, "decision": decision.value, "thread": thread, **more, **by}
        writer.record(truth.ledger, line)


def _free(slug: str, taken: Collection[str]) -> str:
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _title(title: str) -> str:
    # An id is made of it: what is a secret must be masked before.
    clean = " ".join(plain(title).split())
    if not clean:
        raise UsageError("the title of a thread is empty", hint='for example: cotw thread new "Silver Wheel"')
    if len(clean) > _TITLE_CHARACTERS:
        raise UsageError(
            f"a title of {len(clean)} characters is too long", hint=f"{_TITLE_CHARACTERS} at most"
        )
    return clean
