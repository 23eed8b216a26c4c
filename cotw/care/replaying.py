"""Replaying: a question and its answer kept in the journal, asked again later, and compared.

Asked of the same index, with the same truth, the answer must be the same. Where either has changed, the old
answer is compared with what is found now, and with an exact search, so that what the vector index misses can
be told from what truth has gained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cotw.errors import UsageError
from cotw.extraction.plain import plain
from cotw.index.identity import identity
from cotw.records.hit import Hit, RecallFilters
from cotw.records.recall_record import Build, RecallRecord, RecordedHit
from cotw.retrieval.asking import NOWHERE, Standpoint
from cotw.retrieval.comparing import Comparison, compare
from cotw.retrieval.prefixes import id_among
from cotw.retrieval.recall import recall
from cotw.settings import RecallSettings
from cotw.store.recalls import journal_line, recall_records

if TYPE_CHECKING:
    from cotw.memory import Memory
    from cotw.retrieval.answer import Answer

# What two builds may differ in, and what to say of it.
_CHANGES: tuple[tuple[str, Callable[[Build], object]], ...] = (
    ("another version of cotw asks", lambda build: build.cotw),
    ("the encoder is another one", lambda build: build.encoder),
    ("time zone, modes or chunks are set otherwise", lambda build: build.settings),
    ("what was said is read otherwise", lambda build: build.projection),
    ("truth has grown or shrunk", lambda build: (build.records, build.digest)),
)


@dataclass(frozen=True, slots=True)
class Replay:
    """A record, asked again: what has `changed` since (nothing: the answer must be the same), and how the
    hits compare with those found now, and with those of an exact search.

    `later` are the hits that are new because they were said after the question was asked; `ignored` are
    recorded settings that this version does not have.
    """

    record: RecallRecord
    changed: tuple[str, ...]
    ignored: tuple[str, ...]
    hits: tuple[Hit, ...]
    now: Comparison
    exact: Comparison | None
    later: frozenset[str]

    @property
    def is_broken(self) -> bool:
        """Whether the answer should be the same and is not."""
        return not self.changed and not self.now.is_same


def recall_and_record(
    memory: Memory,
    question: str,
    filters: RecallFilters,
    standpoint: Standpoint = NOWHERE,
    *,
    limit: int | None = None,
) -> tuple[Answer, str]:
    """The answer to `question`, and the id under which it was kept; secrets in the question are masked."""
    asked, settings = memory.clock(), memory.config.recall
    posed = memory.pose(plain(question), asked, standpoint)
    limit = settings.limit if limit is None else limit
    with memory.index() as index:
        found = recall(index, posed, filters, settings, limit=limit)
        record = RecallRecord(
            question=posed.text,
            asked=asked,
            filters=found.filters,
            thread=standpoint.thread,
            mode=standpoint.mode,
            limit=limit,
            settings=settings.model_dump(mode="json"),
            build=identity(index, posed.embedder.version),
            hits=tuple(map(RecordedHit.of, found.hits)),
        )
        answer = memory.answer(index, found)
    with memory.truth.writing() as writer:
        writer.record(memory.truth.journal, journal_line(record))
    return answer, record.id


def list_records(memory: Memory) -> list[RecallRecord]:
    """Every record once, the latest last."""
    return list({record.id: record for record in recall_records(memory.truth.journal)}.values())


def find_record(memory: Memory, prefix: str) -> RecallRecord:
    """The one record whose id begins with `prefix`. Raises UsageError and NothingFound."""
    records = {record.id: record for record in list_records(memory)}
    return records[id_among(records, prefix, "record", hint="see them with: cotw replay --list")]


def replay(memory: Memory, record: RecallRecord) -> Replay:
    """Asks the question of `record` again, as it was asked then, and compares."""
    posed = memory.pose(record.question, record.asked, Standpoint(record.thread, record.mode))
    settings, ignored = _settings(record.settings)
    exact = None
    with memory.index() as index:
        changed = tuple(_changes(record.build, identity(index, posed.embedder.version)))
        found = recall(index, posed, record.filters, settings, limit=record.limit)
        if changed:
            index.search_exactly()
            exactly = recall(index, posed, record.filters, settings, limit=record.limit)
            exact = compare(record.hits, _recorded(exactly.hits))
    now = compare(record.hits, _recorded(found.hits))
    later = frozenset(hit.exchange for hit in found.hits if hit.started > record.asked)
    return Replay(record, changed, ignored, found.hits, now, exact, later)


def _recorded(hits: tuple[Hit, ...]) -> list[RecordedHit]:
    return [RecordedHit.of(hit) for hit in hits]


def _changes(then: Build, now: Build) -> Iterator[str]:
    for what, of in _CHANGES:
        if of(then) != of(now):
            yield what
    # An index that was made before builds had ids cannot be told from another one.
    if then.id != now.id or not then.id:
        yield "the index was built anew"
    elif then.rows != now.rows:
        yield "rows of the index were added, merged or removed"


def _settings(recorded: Mapping[str, Any]) -> tuple[RecallSettings, tuple[str, ...]]:
    """The settings as they were, and the names of those that are not known any more."""
    ignored = tuple(sorted(recorded.keys() - RecallSettings.model_fields.keys()))
    known = {name: value for name, value in recorded.items() if name not in ignored}
    try:
        return RecallSettings.model_validate(known), ignored
    except ValueError as error:
        raise UsageError(
            "this version of cotw does not take the settings of that record",
            hint="ask anew with: cotw recall",
        ) from error
