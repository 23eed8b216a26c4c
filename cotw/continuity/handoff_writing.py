"""Writing a handoff: debounced, atomic, beside a page that a person edited and never over it, journalled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from cotw.continuity.handoff_page import instant_of, page_text, read_facts
from cotw.continuity.handoff_places import NEXT, free_place, lying_in
from cotw.errors import CotwError
from cotw.files import atomic_write
from cotw.retrieval.stretch import Extent
from cotw.store.forgetting import DONE, unfinished
from cotw.store.forgetting import KIND as FORGET
from cotw.store.truth import Truth

KIND = "handoff"


class Reason(StrEnum):
    """Why a handoff is written."""

    END = "end"
    PAUSE = "pause"
    COMPACT = "compact"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Debounce:
    """In a pause a handoff is written again after so many seconds or new exchanges, and not before."""

    seconds: float
    exchanges: int


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a handoff: its page (`beside` one that a person edited), or why none was written."""

    path: Path | None
    beside: bool = False
    why_not: str = ""


def why_not(
    folder: Path, stem: str, extent: Extent, reason: Reason, debounce: Debounce, now: datetime
) -> str:
    """Why no handoff is to be written now; empty if one is."""
    former = _latest_facts(folder, stem)
    if former is None or reason is Reason.MANUAL:
        return ""
    count = former.get("exchanges")
    fresh = extent.count - count if isinstance(count, int) else extent.count
    last_active, written = instant_of(former, "last_active"), instant_of(former, "written")
    # A page tells milliseconds.
    if fresh == 0 and last_active and extent.last_active - last_active < timedelta(milliseconds=1):
        return "nothing new was said since the last one"
    waited = (now - written).total_seconds() if written else debounce.seconds
    if reason is Reason.PAUSE and 0 <= waited < debounce.seconds and fresh < debounce.exchanges:
        return (
            f"the last one was written {waited:.0f} seconds and"
            f" {max(fresh, 0)} {'exchange' if fresh == 1 else 'exchanges'} ago"
        )
    return ""


def write_page(
    truth: Truth, folder: Path, stem: str, facts: Mapping[str, Any], sources: tuple[str, ...], body: str
) -> Written:
    """Writes the page and notes it in the journal. The caller holds the index that it was made of.

    Raises CotwError if one of the sources is being forgotten: the index may hold it for a moment longer.
    """
    text, digest = page_text(facts, sources, body)
    with truth.writing() as writer:
        refuse_forgotten(truth, sources)
        path = free_place(folder, stem)
        atomic_write(path, text.encode())
        for outdated in _outdated(folder, stem, path):
            outdated.unlink(missing_ok=True)
        line = {"path": str(path.relative_to(truth.home.root)), "digest": digest, "sources": list(sources)}
        named = {name: facts[name] for name in ("thread", "session", "mode", "reason") if name in facts}
        writer.record(truth.journal, {"kind": KIND, **line, **named})
    return Written(path, beside=path.name != f"{stem}.md")


def refuse_forgotten(truth: Truth, sources: Iterable[str]) -> None:
    """Raises CotwError if one of the sources of a page is being forgotten. The caller may write."""
    forgettings = unfinished(truth.decisions(FORGET), until=DONE)
    going = {id_ for forgetting in forgettings for id_ in forgetting.ids}
    if not going.isdisjoint(address.partition("#")[2] for address in sources):
        raise CotwError("what this page would tell is being forgotten", hint="try again in a moment")


def _latest_facts(folder: Path, stem: str) -> Mapping[str, Any] | None:
    """The header of the newest page of a stem, whatever has become of it."""
    found: list[Mapping[str, Any]] = []
    for lying in lying_in(folder):
        if lying.stem == stem:
            with suppress(OSError):
                found.append(read_facts(lying.path))
    dated = [
        (instant, place) for place, facts in enumerate(found) if (instant := instant_of(facts, "written"))
    ]
    return found[max(dated)[1]] if dated else None


def _outdated(folder: Path, stem: str, path: Path) -> Iterator[Path]:
    """Pages beside that the new one replaces: what was written beside an edited page that is gone."""
    if path == folder / f"{stem}.md":
        beside = free_place(folder, stem, NEXT)
        if beside.exists():
            yield beside
