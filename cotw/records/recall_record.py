"""A recall record: one question with all that its answer hung on, so that it can be asked again and compared.

It holds the question, the moment of asking, the bounds, the settings and the index that answered, and of the
hits their ids, scores and ranks – never what was said in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cotw.clock import format_instant, parse_instant
from cotw.files import to_json
from cotw.ids import short_digest
from cotw.records.hit import Hit, PathScore, RecallFilters


@dataclass(frozen=True, slots=True)
class Build:
    """Which index answered.

    `id` is new with every index that is made; `records` and `digest` say which records of truth it knew,
    in whatever files they lay; `rows` is the version of its vector table, which changes whenever rows are
    added or merged; `encoder` and `cotw` are the versions of what asked.
    """

    id: str
    projection: str
    settings: str
    records: int
    digest: str
    rows: int
    encoder: str
    cotw: str


@dataclass(frozen=True, slots=True)
class RecordedHit:
    """A hit without its words: the exchange, its score, what each voice added and each path thought of it."""

    exchange: str
    score: float
    voices: Mapping[str, float]
    paths: Mapping[str, PathScore]

    @classmethod
    def of(cls, hit: Hit) -> RecordedHit:
        """What is kept of a hit."""
        return cls(hit.exchange, hit.score, dict(hit.voices), dict(hit.paths))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> RecordedHit:
        """The hit as `to_record` wrote it."""
        paths = {
            name: PathScore(None if place["rank"] is None else int(place["rank"]), float(place["score"]))
            for name, place in record["paths"].items()
        }
        voices = {str(name): float(said) for name, said in record["voices"].items()}
        return cls(str(record["exchange"]), float(record["score"]), voices, paths)


@dataclass(frozen=True, slots=True)
class RecallRecord:
    """One question and its answer. `asked` is the moment of asking, `settings` all those of recall.

    `thread` and `mode` are those it was asked from, None if from nowhere in particular.
    """

    question: str
    asked: datetime
    thread: str | None
    mode: str | None
    filters: RecallFilters
    limit: int
    settings: Mapping[str, Any]
    build: Build
    hits: tuple[RecordedHit, ...]

    @property
    def id(self) -> str:
        """The digest of all of it: the same question with the same answer is the same record."""
        return short_digest("recall", to_json(self._content()).decode())

    def to_record(self) -> dict[str, Any]:
        """The record as it is written to the journal."""
        return {"id": self.id, **self._content()}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> RecallRecord:
        """The record as `to_record` wrote it. Raises KeyError, TypeError, ValueError or AttributeError."""
        bounds = dict(record["filters"])
        if bounds.get("modes") is not None:
            bounds["modes"] = tuple(bounds["modes"])
        instants = {name: parse_instant(bounds[name]) for name in ("since", "until") if bounds.get(name)}
        return cls(
            question=str(record["question"]),
            asked=parse_instant(record["asked"]),
            thread=record["thread"],
            mode=record["mode"],
            filters=RecallFilters(**{**bounds, **instants}),
            limit=int(record["limit"]),
            settings=dict(record["settings"]),
            build=Build(**record["build"]),
            hits=tuple(RecordedHit.from_record(hit) for hit in record["hits"]),
        )

    def _content(self) -> dict[str, Any]:
        bounds = {name: value for name, value in asdict(self.filters).items() if value is not None}
        return {
            "question": self.question,
            "asked": format_instant(self.asked),
            "thread": self.thread,
            "mode": self.mode,
            "filters": {name: _plain(value) for name, value in bounds.items()},
            "limit": self.limit,
            "settings": dict(self.settings),
            "build": asdict(self.build),
            "hits": [asdict(hit) for hit in self.hits],
        }


def _plain(value: Any) -> Any:
    return format_instant(value) if isinstance(value, datetime) else value
