"""The work that refresh and rebuild share: project what is new, embed what has no vector, store it.

No lock is held while texts are embedded, but for a few: opening the index again would take longer. Vectors
are cached and stored in slices, so that the work may be interrupted, or killed, at any time and goes on
where it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.home import Home
from cotw.index.catching_up import catch_up
from cotw.index.knowledge import pending_facts, project_knowledge, store_fact_vectors
from cotw.index.opening import Fingerprint, Index
from cotw.index.projector import Projected
from cotw.index.rules import Rules
from cotw.index.storing import pending_units, store_vectors, unit_texts
from cotw.index.tidying import tidy
from cotw.models.cached import embed_cached
from cotw.models.embedding import Embedder
from cotw.models.vectors import VectorCache
from cotw.records.problem import Problem
from cotw.settings import Config
from cotw.store.archive import Archive
from cotw.store.decided import decided_in

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors

# Opens the index that is worked on, for writing, for the time of a block.
Site = Callable[[], AbstractContextManager[Index]]
# Called with the number of units embedded so far and of all that this run has to embed.
Progress = Callable[[int, int], None]

# Some seconds of embedding, or more where so much is to be done that finding a slice takes its time.
_SLICE_UNITS, _LARGEST_SLICE, _SLICES = 512, 4096, 256
_GROUP_UNITS = 32
_GOLDEN = 0.6180339887498949
# What is embedded in some hundredths of a second.
_FEW = 4


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh or rebuild has done.

    Records and messages taken in, exchanges written (new or changed) and removed, units embedded, and
    the records of truth that could not be read.
    """

    records: int = 0
    messages: int = 0
    exchanges: int = 0
    removed: int = 0
    embedded: int = 0
    rebuilt: bool = False
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: RefreshReport) -> RefreshReport:
        """Both together."""
        return RefreshReport(
            self.records + other.records,
            self.messages + other.messages,
            self.exchanges + other.exchanges,
            self.removed + other.removed,
            self.embedded + other.embedded,
            self.rebuilt or other.rebuilt,
            self.problems + other.problems,
        )


@dataclass(frozen=True, slots=True)
class Work:
    """What it takes to bring an index up to date."""

    home: Home
    config: Config
    archive: Archive
    embedder: Embedder
    cache: VectorCache
    wait_seconds: float
    progress: Progress | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """What the index will have been built with."""
        return Fingerprint.of(self.config, self.embedder.version)

    def bring_up(self, site: Site) -> RefreshReport:
        """Projects, embeds and stores. Raises OutOfStep when truth did not merely grow."""
        problems = len(self.archive.problems)
        projected = Projected()
        embedded = 0
        slices: list[list[str]] | None = None
        facts: dict[str, str] = {}
        while slices is None:
            with site() as index:
                if self.project(index, projected):
                    pending, facts = pending_units(index), pending_facts(index)
                    slices = _slices(pending) if len(pending) > _FEW else []
                    texts = unit_texts(index, slices[0]) if slices else {}
                    if pending and not slices:
                        embedded = self._embed_few(index, [id_ for id_, _ in pending])
        if slices:
            embedded = self._embed(site, slices, texts)
        if facts:
            self._embed_facts(site, facts)
        return RefreshReport(
            projected.records,
            projected.messages,
            projected.exchanges,
            projected.removed,
            embedded,
            problems=tuple(self.archive.problems[problems:]),
        )

    def project(self, index: Index, projected: Projected) -> bool:
        """Projects what `index` is behind; False when there is more to do."""
        rules = Rules.of(self.config, decided_in(self.home))
        done = catch_up(index, self.home, self.archive, rules, self.embedder, projected)
        if done:
            project_knowledge(index, self.home)
        return done

    def _embed_few(self, index: Index, ids: Sequence[str]) -> int:
        """Embeds and stores some units while the index is open."""
        vectors = self._vectors(unit_texts(index, ids), 0, len(ids))
        stored = store_vectors(index, self.embedder.version, vectors)
        tidy(index, self.config.index, more_to_come=False)
        return stored

    def _embed(self, site: Site, slices: Sequence[Sequence[str]], texts: dict[str, str]) -> int:
        """Embeds and stores slice by slice; `texts` are those of the first one."""
        total = sum(map(len, slices))
        done = stored = 0
        self._tell(0, total)
        for number, ids in enumerate(slices):
            vectors = self._vectors(texts, done, total)
            done += len(ids)
            self._tell(done, total)
            following = slices[number + 1] if number + 1 < len(slices) else []
            with site() as index:
                stored += store_vectors(index, self.embedder.version, vectors)
                texts = unit_texts(index, following)
                tidy(index, self.config.index, more_to_come=bool(following))
        return stored

    def _embed_facts(self, site: Site, facts: dict[str, str]) -> None:
        """Embeds and stores facts, which are short and seldom many."""
        vectors = self._vectors(facts, 0, len(facts))
        with site() as index:
            store_fact_vectors(index, vectors)

    def _vectors(self, texts: dict[str, str], done: int, total: int) -> dict[str, Vectors]:
        """The vector of each unit or fact, by its id."""

        def tell(count: int) -> None:
            nonlocal done
            done += count
            self._tell(done, total)

        made = embed_cached(self.embedder, self.cache, list(texts.values()), tell)
        return dict(zip(texts, made, strict=True))

    def _tell(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, total)


def _slices(pending: Sequence[tuple[str, int]]) -> list[list[str]]:
    """Ids of units, sorted by length, in slices that each hold a fair sample of all lengths.

    Groups of nearly equal length make batches fast; the sample makes an estimate of the remaining time
    honest. Processes that refresh at once begin at different slices and find each other's vectors in
    the cache.
    """
    groups = [pending[at : at + _GROUP_UNITS] for at in range(0, len(pending), _GROUP_UNITS)]
    scattered = sorted(range(len(groups)), key=lambda number: (number * _GOLDEN) % 1.0)
    row = [id_ for number in scattered for id_, _ in groups[number]]
    size = min(max(len(row) // _SLICES, _SLICE_UNITS), _LARGEST_SLICE)
    slices = [row[first : first + size] for first in range(0, len(row), size)]
    turn = os.getpid() % len(slices) if slices else 0
    return slices[turn:] + slices[:turn]
