"""Summing up: which days and weeks are over, and what a language model writes about them.

What it writes is journalled with the addresses it was written from, and stands before the quotes that rules
choose; where there is no model, or none may be asked, the quotes are all there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from cotw.care.language import Mouth
from cotw.care.past import summary_pages
from cotw.care.thinking import Evidence, Inquiry, any_forgotten, think
from cotw.clock import end_of_day, local_day
from cotw.continuity.calendar import Period, Span
from cotw.continuity.summaries import Node
from cotw.continuity.written import KIND
from cotw.errors import NothingFound
from cotw.extraction.shortening import clipped
from cotw.index.rows import EXCHANGE_COLUMNS, aware, exchange_of, fetched, naive
from cotw.memory import Memory
from cotw.records.consent import TextKind
from cotw.records.exchange import Exchange
from cotw.records.passage import Passage, Warrant
from cotw.store.forgetting import KIND as FORGET

PURPOSE = "summary"
_INSTRUCTION = (
    "Write two to four sentences, in the language of the conversations, that say what was talked about in "
    "them: what was decided, what was found out, what is open. State only what is quoted. No greeting, no "
    "heading, no judgement."
)
# A day that tells more is told by its beginning and end.
_MOST_EXCHANGES, _MOST_CHARACTERS = 30, 600
# What was not written in so many days is not written any more: nobody waits for it.
_DAYS_BACK = 7
_DAY = timedelta(days=1)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def days_talked(memory: Memory, *, since: date | None) -> list[date]:
    """The days on which something was said, from `since` on, in their order."""
    zone = memory.truth.zone
    first = naive(_BEGINNING if since is None else end_of_day(since - _DAY, zone))
    with memory.index() as index:
        rows = fetched(index.database, "SELECT started FROM exchanges WHERE started >= ?", first)
    return sorted({local_day(aware(started), zone) for (started,) in rows})


def unwritten(memory: Memory) -> list[Node]:
    """The summaries of periods just over that no model has written yet, the latest first."""
    return [node for period in _just_over(memory) for node in _nodes(memory, period) if node.written is None]


def write_summary(memory: Memory, mouth: Mouth, node: Node) -> str:
    """What the model writes about these exchanges, which the journal has from then on.

    Raises NeedsHuman, OverBudget, ModelMissing, and NothingFound if all of it is excluded by the settings or
    some of it was forgotten meanwhile.
    """
    thought = think(memory, mouth, Inquiry(PURPOSE, _INSTRUCTION, tuple(_evidence(memory, node))))
    line = {
        "kind": KIND,
        "thread": node.thread,
        "period": node.period.name,
        "digest": node.digest,
        "sources": list(thought.sources),
        "text": thought.text,
        "by": thought.model,
    }
    with memory.truth.writing() as writer:
        if any_forgotten(memory.truth.decisions(FORGET), thought.sources):
            raise NothingFound("something of it was forgotten meanwhile")
        if all(one.written is None for one in _nodes(memory, node.period, node.thread)):
            writer.record(memory.truth.journal, line)
    return thought.text


def _just_over(memory: Memory) -> Iterator[Period]:
    today = local_day(memory.clock(), memory.truth.zone)
    for back in range(1, _DAYS_BACK + 1):
        yield Period(today - back * _DAY, Span.DAY)
    for span in (Span.WEEK, Span.MONTH):
        yield Period.holding(today, span).before()


def _nodes(memory: Memory, period: Period, thread: str | None = None) -> list[Node]:
    try:
        return [page.node for page in summary_pages(memory, period, thread)]
    except NothingFound:
        return []


def _evidence(memory: Memory, node: Node) -> Iterator[Evidence]:
    """Of a day what was said, of a longer time the sentences that tell most of it."""
    ids = list(node.exchange_ids or dict.fromkeys(quote.exchange for quote in node.quotes))
    half = _MOST_EXCHANGES // 2
    chosen = ids if len(ids) <= _MOST_EXCHANGES else [*ids[:half], *ids[-half:]]
    query = f"""
        SELECT {EXCHANGE_COLUMNS} FROM exchanges
        WHERE started BETWEEN ? AND ? AND branch IS NULL AND id IN (SELECT unnest(?))
        ORDER BY started, ord, id
    """
    with memory.index() as index:
        rows = fetched(index.database, query, naive(node.first), naive(node.last), chosen)
    for exchange in map(exchange_of, rows):
        yield from _said(memory, exchange)


def _said(memory: Memory, exchange: Exchange) -> Iterator[Evidence]:
    label = f"{local_day(exchange.started, memory.truth.zone)}"
    for speaker, text in (("human", exchange.human), ("agent", exchange.agent)):
        if text.strip():
            words = clipped(text, _MOST_CHARACTERS)
            passage = Passage(words, Warrant.QUOTED, (exchange.address,), speaker=speaker, label=label)
            yield Evidence(passage, TextKind.CONVERSATIONS, exchange.thread, exchange.mode)
