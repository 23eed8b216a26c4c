"""Sessions that answer a question, each by its best exchanges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cotw.commands._common import Context, printable, say

if TYPE_CHECKING:
    from cotw.retrieval.answer import Shown

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A session with its score and its hits, the best first."""

    session: str
    score: float
    hits: tuple[Shown, ...]


def by_session(hits: Sequence[Shown], limit: int) -> list[Found]:
    """The best sessions of these hits."""
    from cotw.retrieval.by_session import session_scores

    of: defaultdict[str, list[Shown]] = defaultdict(list)
    for shown in hits:
        of[shown.hit.session].append(shown)
    scores = session_scores((shown.hit.session, shown.hit.score) for shown in hits)
    return [Found(session, score, tuple(of[session])) for session, score in list(scores.items())[:limit]]


def print_sessions(context: Context, found: Sequence[Found]) -> None:
    """A line for each session (at least one), and below it the passages that speak for it."""
    console = context.console()
    for number, one in enumerate(found, 1):
        first = one.hits[0]
        count = f"{len(one.hits)} hit{'s' * (len(one.hits) != 1)}"
        head = f"{number}  {first.started:%Y-%m-%d}  {first.hit.title}  {one.session}"
        console.print(printable(head), style="bold", soft_wrap=True)
        console.print(printable(f"   thread {first.hit.thread} · {count}"), style="dim", soft_wrap=True)
        for shown in one.hits[:_SHOWN]:
            line = f"   {shown.short_id}  {shown.started:%H:%M}  {shown.snippet.text}"
            console.print(printable(line), soft_wrap=True)
    say(f"next: cotw session show {found[0].session}")


def session_records(found: Sequence[Found]) -> Iterator[dict[str, Any]]:
    """The same for JSON."""
    for one in found:
        first = one.hits[0].hit
        yield {
            "session": one.session,
            "title": first.title,
            "thread": first.thread,
            "mode": first.mode,
            "score": one.score,
            "hits": [shown.hit.exchange for shown in one.hits],
        }
