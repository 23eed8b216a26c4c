"""Reading: the texts of the best exchanges, and what of the question stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cotw.retrieval import temporal
from cotw.retrieval.asking import Asking
from cotw.retrieval.fetch import Found, fetch
from cotw.retrieval.relevance import names
from cotw.retrieval.when import microseconds


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of some exchanges.

    Of each its texts, as far as they are asked for; which of the question's words it holds (their places
    among them); and what share of them all that is, the rarer the more.
    """

    rows: Mapping[str, Found]
    texts: Mapping[str, list[str]]
    held: Mapping[str, frozenset[int]]
    shares: Mapping[str, float]


def read(asking: Asking, exchanges: Iterable[str]) -> Read:
    """Reads those of the exchanges that are there."""
    rows = fetch(asking.index.shelf, exchanges)
    texts = {id_: _texts(row, asking.filters.speaker) for id_, row in rows.items()}
    held = {id_: asking.weighed.held(*some) for id_, some in texts.items()}
    shares = {id_: asking.weighed.share(numbers) for id_, numbers in held.items()}
    return Read(rows, texts, held, shares)


def known_share(asking: Asking, was_read: Read, exchange: str) -> float:
    """The share of the question's words that an exchange holds; its words of time are held by its date.

    What speaks for it is the share of all words: what its date says for it is said by another voice.
    """
    share = was_read.shares[exchange]
    if not temporal.inside(asking, microseconds(was_read.rows[exchange].started)):
        return share
    return max(share, asking.topic.share(asking.topic.held(*was_read.texts[exchange])))


def _texts(row: Found, speaker: str | None) -> list[str]:
    """What was said, by one side if one is asked for, and the names of those who said it."""
    sides = {"human": (row.human, row.human_sender), "agent": (row.agent, row.agent_sender)}
    asked = [side for name, side in sides.items() if speaker in (None, name)]
    return [text for text, _ in asked] + names(sender for _, sender in asked)
