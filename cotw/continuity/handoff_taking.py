"""Taking a handoff: the next start of a thread is given what the last session left, once.

Nothing is read but file names, headers and the end of the journal. The page is claimed by renaming it, given
to whoever shows it, and noted as shown when that is done. Who was killed between the two has not shown it: a
minute later it is there to be taken again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from cotw.continuity.handoff_page import Page, instant_of, modes_of, read_facts, read_page
from cotw.continuity.handoff_places import (
    CLAIMED,
    NEXT,
    SHOWN,
    WAITING,
    Lying,
    claim_name,
    free_place,
    lying_in,
    session_folder,
)
from cotw.extraction.plain import plain
from cotw.records.passage import Passage, Warrant
from cotw.records.threads import MAIN_THREAD
from cotw.store.truth import Truth

KIND = "shown"
# Of so many pages that wait, the latest by their files' times, the headers are read.
_MOST_READ = 50


class Begin(StrEnum):
    """How a session began. Only a fresh start consumes a handoff."""

    STARTUP = "startup"
    RESUME = "resume"
    CLEAR = "clear"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Start:
    """A session that begins: where, and whose words it may be given (`sees`: modes)."""

    thread: str
    sees: frozenset[str]
    session: str | None = None
    project: str | None = None
    begin: Begin = Begin.STARTUP


@dataclass(frozen=True, slots=True)
class Taken:
    """A handoff that was claimed: its passages, to be shown, and where the pages lie meanwhile."""

    passages: tuple[Passage, ...]
    claim: Path
    beside: tuple[Path, ...]
    stem: str
    digest: str
    start: Start


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The pages of one stem of which none was shown yet."""

    page: Lying
    beside: tuple[Lying, ...]
    facts: Mapping[str, Any]
    written: datetime


def take_handoff(truth: Truth, start: Start, *, claim_seconds: float) -> Taken | None:
    """Claims the newest handoff for this start, if there is one; show it, then call `note_shown`.

    Taken is one of the start's own thread: in `main`, which everything shares that names no thread, one of
    the same project if both name theirs. Else one of the same project that was said in no thread.
    Raises Locked if another process keeps the truth for too long.
    """

    def claimed(page: Lying) -> Path:
        return page.path.rename(claim_name(page, truth.clock()))

    return _given(truth, start, claim_seconds, claimed)


def look_for_handoff(truth: Truth, start: Start, *, claim_seconds: float) -> Taken | None:
    """The handoff that `take_handoff` would claim, left where it lies: `claim` is the page as it waits."""
    return _given(truth, start, claim_seconds, lambda page: page.path)


def note_claimed(truth: Truth, claim: Path, beside: Collection[Path], start: Start) -> bool:
    """Notes the same of a page that a hook has claimed and shown; False if no such claim lies there.

    The page may have been noted before, by somebody who was killed before it was put away.
    """
    pages = {one.path: one for one in lying_in(claim.parent)}
    found = pages.get(claim)
    if found is None or found.state != CLAIMED:
        return False
    if _was_shown(truth, found):
        _put_away(claim.parent, found.stem, [claim])
        return True
    with_it = [path for path in beside if path in pages and pages[path].stem == found.stem]
    digest = read_page(claim.read_bytes().decode("utf-8", "replace")).digest
    note_shown(truth, Taken((), claim, tuple(with_it), found.stem, digest, start))
    return True


def note_shown(truth: Truth, taken: Taken) -> None:
    """Notes that a handoff was shown, and puts its pages where no start looks for them."""
    line = {"claim": str(taken.claim.relative_to(truth.home.root)), "digest": taken.digest}
    named = {"thread": taken.start.thread, "session": taken.start.session}
    with truth.writing() as writer:
        writer.record(truth.journal, {"kind": KIND, "what": "handoff", **line, **named})
        _put_away(taken.claim.parent, taken.stem, [taken.claim, *taken.beside])


def passage_of(page: Page, name: str) -> Passage:
    """The body of a page for a prompt: evidence, whoever edited it."""
    written = str(page.facts.get("written", ""))[:16].replace("T", " ")
    label = f"{page.facts.get('cotw', 'handoff')} of {written}" if written else "handoff"
    return Passage(plain(page.body).strip(), Warrant.QUOTED, page.sources, speaker=name, label=label)


def _given(
    truth: Truth, start: Start, claim_seconds: float, claimed: Callable[[Lying], Path]
) -> Taken | None:
    """The best handoff for this start; `claimed` says under which name its page lies from now on."""
    if start.begin is not Begin.STARTUP or not truth.home.handoffs.is_dir():
        return None
    with truth.writing():  # nothing is forgotten while pages change their names, or are read
        for waiting in _candidates(truth, start, timedelta(seconds=claim_seconds)):
            with suppress(FileNotFoundError):
                return _taken(truth, start, waiting, claimed(waiting.page))
    return None


def _taken(truth: Truth, start: Start, waiting: _Waiting, claim: Path) -> Taken:
    beside = tuple(one.path for one in waiting.beside)
    pages = [(path, read_page(path.read_bytes().decode("utf-8", "replace"))) for path in (claim, *beside)]
    name = str(waiting.page.path.with_name(f"{waiting.page.stem}.md").relative_to(truth.home.root))
    passages = tuple(passage_of(page, name) for _, page in pages)
    return Taken(passages, claim, beside, waiting.page.stem, pages[0][1].digest, start)


def _candidates(truth: Truth, start: Start, patience: timedelta) -> list[_Waiting]:
    """What may be taken, the best first."""
    own = _waiting_in(truth, session_folder(truth.home, start.thread), start, patience)
    own = [one for one in own if start.thread != MAIN_THREAD or _same_project(one, start, unless_named=True)]
    if own or start.thread == MAIN_THREAD or start.project is None:
        return own
    others = _waiting_in(truth, session_folder(truth.home, MAIN_THREAD), start, patience)
    return [one for one in others if _same_project(one, start)]


def _waiting_in(truth: Truth, folder: Path, start: Start, patience: timedelta) -> list[_Waiting]:
    stems: dict[str, list[Lying]] = {}
    for lying in lying_in(folder):
        if lying.state != SHOWN:
            stems.setdefault(lying.stem, []).append(lying)
    latest = sorted(stems.values(), key=_changed, reverse=True)[:_MOST_READ]
    found = [one for pages in latest if (one := _waiting(truth, pages, patience)) and _is_for(one, start)]
    return sorted(found, key=lambda one: one.written, reverse=True)


def _waiting(truth: Truth, pages: list[Lying], patience: timedelta) -> _Waiting | None:
    """The pages of a stem, if they wait: one lies there unclaimed, or its claim has lapsed."""
    beside = tuple(one for one in pages if one.state == NEXT)
    first = next((one for one in pages if one.state == WAITING), None)
    if first is None:
        claims = [one for one in pages if one.state == CLAIMED and one.claimed]
        first = max(claims, key=lambda one: str(one.claimed), default=None)
        if first is None or abs(truth.clock() - _claimed(first)) < patience:
            return None
        if _was_shown(truth, first):
            _put_away(first.path.parent, first.stem, [first.path, *(one.path for one in beside)])
            return None
    headers = [facts for one in (first, *beside) if modes_of(facts := read_facts(one.path))]
    written = [instant for facts in headers if (instant := instant_of(facts, "written"))]
    return _Waiting(first, beside, headers[0], max(written)) if written else None


def _is_for(waiting: _Waiting, start: Start) -> bool:
    modes = modes_of(waiting.facts)
    resumed = start.session is not None and waiting.facts.get("session") == start.session
    return modes is not None and modes <= start.sees and not resumed


def _same_project(waiting: _Waiting, start: Start, *, unless_named: bool = False) -> bool:
    named = (waiting.facts.get("project"), waiting.facts.get("folder"))
    theirs = {one for one in named if one is not None}
    if unless_named and (not theirs or start.project is None):
        return True
    return start.project in theirs


def _was_shown(truth: Truth, claim: Lying) -> bool:
    """Whether the journal says so; it is read back to the moment of the claim and no further."""
    name = str(claim.path.relative_to(truth.home.root))
    return any(line.get("claim") == name for line in truth.journal.read_back(KIND, _claimed(claim)))


def _put_away(folder: Path, stem: str, shown: list[Path]) -> None:
    """Older claims of the same stem tell less than what was shown, and go with it."""
    older = [one.path for one in lying_in(folder) if one.stem == stem and one.state == CLAIMED]
    for path in dict.fromkeys([*shown, *older]):
        with suppress(FileNotFoundError):
            path.rename(free_place(folder, stem, SHOWN))


def _claimed(claim: Lying) -> datetime:
    assert claim.claimed is not None
    return claim.claimed


def _changed(pages: list[Lying]) -> float:
    times: Iterator[float] = (one.path.stat().st_mtime for one in pages if one.path.exists())
    return max(times, default=0.0)
