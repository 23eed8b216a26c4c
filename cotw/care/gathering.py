"""Gathering: what a pass over an inquiry has before it, every piece quoted with its source.

Rules do this much honestly, and no more: the exchange, what was said around it, earlier ones that recall
finds, sentences that pull two ways, counts. It is journalled, so that whoever thinks, and whenever, has the
same before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cotw.care.reflected import record_once
from cotw.clock import local_minute
from cotw.errors import NothingFound, Wordless
from cotw.extraction.shortening import clipped
from cotw.index.opening import Index
from cotw.memory import Memory
from cotw.records.exchange import Exchange
from cotw.records.hit import Hit, RecallFilters
from cotw.records.stability import Tension
from cotw.reflection.inquiries import GATHERED, Inquiry, Pass, Quoted
from cotw.reflection.measuring import last_of
from cotw.reflection.tensions import tensions
from cotw.retrieval.neighbours import find_exchange, neighbours

EXCHANGE, BEFORE, AFTER, ALSO, RELATED, TENSION = "exchange", "before", "after", "also", "related", "tension"
_SIDE_CHARACTERS = 800
_MOST_RELATED = 5
_MOST_ALSO = 5
_MOST_TENSIONS = 3
_TENSE = 200


def gather(memory: Memory, inquiry: Inquiry) -> bool:
    """Journals what the next pass of an inquiry has before it, unless that was done; returns whether.

    Raises IndexMissing, and NothingFound if its exchange is not indexed (any more).
    """
    number = inquiry.next_pass
    if number is None or inquiry.has_gathered is not None:
        return False
    with memory.index() as index:
        gatherer = _Gatherer(memory, inquiry, index)
        evidence, counts = list(gatherer.evidence(number)), gatherer.counts()
    sources = dict.fromkeys([inquiry.address, *(one.source for one in evidence)])
    record: dict[str, Any] = {
        "kind": GATHERED,
        "inquiry": inquiry.id,
        "pass": int(number),
        "evidence": [asdict(one) for one in evidence],
        "counts": counts,
        "sources": list(sources),
    }
    return record_once(memory, record, "inquiry", "pass")


class _Gatherer:
    """Gathers for one inquiry, from an index that is open."""

    def __init__(self, memory: Memory, inquiry: Inquiry, index: Index) -> None:
        self._memory = memory
        self._inquiry = inquiry
        self._index = index
        # An inquiry stays within what may be told where it began.
        self._sees = memory.config.modes.seen_from(inquiry.mode)
        self._exchange = find_exchange(index.database, inquiry.exchange)
        self._said = last_of(index.database, "thread", self._exchange.thread, _TENSE)

    def evidence(self, number: Pass) -> Iterator[Quoted]:
        """For the first pass what was said around the exchange, for the others what was said long before."""
        yield from self._sides(EXCHANGE, self._exchange)
        if number is Pass.CLARIFY:
            before, after = neighbours(self._index.database, self._exchange, 1)
            for part, beside in ((BEFORE, before), (AFTER, after)):
                for one in beside:
                    yield from self._sides(part, one)
        else:
            yield from self._also()
            yield from self._related()
        yield from self._tensions()

    def counts(self) -> dict[str, int]:
        """What there is to count."""
        return {
            "exchanges about the same": len(self._inquiry.also) + 1,
            "latest exchanges of the thread that were read": len(self._said),
            "sentences of these that pull two ways": len(self._pulling()),
        }

    def _also(self) -> Iterator[Quoted]:
        for id_ in self._inquiry.also[:_MOST_ALSO]:
            try:
                yield from self._sides(ALSO, find_exchange(self._index.database, id_))
            except NothingFound:  # it was left for another turn since
                continue

    def _related(self) -> Iterator[Quoted]:
        """Earlier exchanges that recall finds for the words of this one."""
        filters = RecallFilters(until=self._exchange.started, modes=tuple(sorted(self._sees)))
        question = clipped(self._exchange.human or self._exchange.agent, _SIDE_CHARACTERS)
        try:
            posed = self._memory.pose(question, self._memory.clock())
        except Wordless:
            return
        found = self._memory.found(self._index, posed, filters, limit=_MOST_RELATED, inject=False)
        for hit in found.hits:
            if hit.exchange not in (self._exchange.id, *self._inquiry.also):
                yield from self._hit(hit)

    def _tensions(self) -> Iterator[Quoted]:
        for one in self._pulling()[:_MOST_TENSIONS]:
            for quote in (one.first, one.second):
                when = self._when(quote.at)
                yield Quoted(
                    f"{TENSION}: {one.kind.value}",
                    quote.speaker,
                    when,
                    quote.text,
                    quote.source,
                    self._exchange.thread,
                    self._mode_of(quote.source),
                )

    def _pulling(self) -> list[Tension]:
        """The tensions in which the exchange, or one about the same, takes part."""
        about = {self._inquiry.exchange, *self._inquiry.also}
        seen = [one for one in self._said if one.mode in self._sees]
        return [
            one
            for one in tensions(seen)
            if about & {quote.source.rpartition("#")[2] for quote in (one.first, one.second)}
        ]

    def _mode_of(self, source: str) -> str:
        return next((one.mode for one in self._said if one.address == source), self._exchange.mode)

    def _sides(self, part: str, one: Exchange) -> Iterable[Quoted]:
        if one.mode not in self._sees:
            return []
        return self._quoted(part, one.human, one.agent, one.started, one.address, one.thread, one.mode)

    def _hit(self, hit: Hit) -> Iterable[Quoted]:
        return self._quoted(RELATED, hit.human, hit.agent, hit.started, hit.address, hit.thread, hit.mode)

    def _quoted(
        self, part: str, human: str, agent: str, at: datetime, address: str, thread: str, mode: str
    ) -> list[Quoted]:
        sides = (("human", human), ("agent", agent))
        return [
            Quoted(part, speaker, self._when(at), clipped(text, _SIDE_CHARACTERS), address, thread, mode)
            for speaker, text in sides
            if text.strip()
        ]

    def _when(self, at: datetime) -> str:
        return local_minute(at, self._memory.truth.zone)
