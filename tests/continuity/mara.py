"""A fortnight in Mara's bicycle workshop: two threads, three sessions, two weeks that meet on a Monday."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from cotw.continuity.summaries import Summaries
from cotw.continuity.summary_cache import SummaryCache
from cotw.index.opening import Index, open_folder
from tests.retrieval.builders import index_of, talk

BERLIN = ZoneInfo("Europe/Berlin")
_DAY = 24 * 60
# Minutes from noon (UTC) of Saturday, 14 March 2026.
SPOKES = talk(
    "Which spokes does the cargo bike need? The rear wheel broke two of them.",
    "The rear wheel needs 2 mm butted spokes. We decided on 36 of them, because the cargo bike is heavy.",
    minute=0,
)
TRUING = talk("ok", "The rear wheel is true now; the cargo bike is finished.", minute=40)
RENT = talk(
    "Yusuf wants the deposit for the lease by Friday.",
    "Then the lease costs 1,200 € more in March.",
    minute=200,
    session="s2",
    thread="shop",
)
EARLIER = talk("The cargo bike has a bent rear wheel.", "Bring it in.", minute=-3 * _DAY, session="s0")
LATE = talk(
    "A cargo bike with a child seat came in.", "The child seat is safe.", minute=11 * 60 + 30, session="s3"
)
NEXT_WEEK = talk("The child seat of the cargo bike is loose.", "Tighten it.", minute=2 * _DAY, session="s3")
TALKS = [EARLIER, SPOKES, TRUING, RENT, LATE, NEXT_WEEK]


@cache
def _built() -> TemporaryDirectory[str]:
    """The index, made once for all tests; whoever opens it only reads."""
    folder = TemporaryDirectory()
    with index_of(Path(folder.name), TALKS):
        return folder


@contextmanager
def workshop() -> Iterator[Index]:
    """The index of all that was said."""
    with open_folder(Path(_built().name) / "live", write=False) as index:
        yield index


@contextmanager
def summaries(folder: Path, mode: str | None = None) -> Iterator[Summaries]:
    """The summaries of it, for somebody in Berlin."""
    with workshop() as index, SummaryCache(folder / "summaries.sqlite") as cache:
        yield Summaries(index.database, BERLIN, cache, {}, mode)
