"""The graph path: exchanges that name what the question names, or what is said to have to do with that.

From each entity of the question it goes up to two links far (`links`); an exchange is worth what all ways to
the entities it names add up to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cotw.extraction.mention import key
from cotw.index.graph import number_of
from cotw.index.searching import UnitSearch
from cotw.index.shelf import UnitRow
from cotw.retrieval.filters import one_of
from cotw.retrieval.links import Web
from cotw.retrieval.paths import Path

_LONGEST_NAME = 4  # words
_UNITS_PER_EXCHANGE = 4
_AROUND = "\"'“”„‘’`.,;:!?…()[]{}<>*"


def path(search: UnitSearch, web: Web, text: str, words: Sequence[str], where: str | None) -> Path:
    """The path to what `text` names; `words` are those of its words that can be looked for."""
    walked = web.walked(seeds(web, text, words))
    scores: dict[str, float] = {}

    async def ask(count: int) -> Mapping[int, float]:
        scores.update(web.exchanges_of(walked, count))
        if not scores:
            return {}
        named = one_of("exchange", scores)
        wanted = named if where is None else f"{named} AND {where}"
        return await search.by_time(wanted, count * _UNITS_PER_EXCHANGE, oldest_first=False)

    def score(unit: UnitRow, _: float) -> float | None:
        return scores.get(unit.exchange)

    return Path(ask, score)


def seeds(web: Web, text: str, words: Sequence[str]) -> dict[int, float]:
    """The entities that `text` names, and with less weight those that may be meant by them."""
    found: dict[int, float] = {}
    named = [number_of(name) for name in possible_names(text, words)]
    for entity in filter(web.knows, named):
        found[entity] = 1.0
        for other, confidence in web.aliases.get(entity, ()):
            found[other] = max(found.get(other, 0.0), confidence)
    return found


def possible_names(text: str, words: Sequence[str]) -> list[str]:
    """The keys of all that `text` may name: its content words, and every few words side by side."""
    parts = [part.strip(_AROUND) for part in text.split()]
    runs = (
        " ".join(parts[start : start + length])
        for length in range(2, _LONGEST_NAME + 1)
        for start in range(len(parts) - length + 1)
    )
    single = (part for part in parts if key(part) in words or not part.isalpha())
    return list(dict.fromkeys(name for run in (*single, *runs) if (name := key(run))))
