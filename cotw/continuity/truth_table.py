"""The truth table: what a person said holds now, by key. The newest decision wins; nothing is overwritten.

Every line of it is a decision in the ledger, and the table is folded from them. A key is free text, and
`Shop phone`, `shop-phone` and `SHOP_PHONE` are one key. A row may hold everywhere or in one thread, and there
the thread's own row wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from difflib import get_close_matches
from typing import Any

from cotw.clock import local_day, parse_instant
from cotw.extraction.words import query_words
from cotw.records.passage import Passage, Warrant
from cotw.records.source import SourceRef
from cotw.retrieval.wordmatch import held, sought

KIND = "truth"
_GAPS = re.compile(r"[\s_-]+")
_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: `key` has this `value` from `at` on; None: it has none any more.

    It holds everywhere, or in one `thread`.
    """

    id: str
    at: datetime
    key: str
    value: str | None
    thread: str | None
    because: str
    actor: str
    channel: str

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Entry:
        """The decision of a ledger line. Raises KeyError, TypeError or ValueError."""
        value, thread = record["value"], record["thread"]
        return cls(
            str(record["id"]),
            parse_instant(record["at"]),
            str(record["key"]),
            None if value is None else str(value),
            None if thread is None else str(thread),
            str(record.get("because", "")),
            str(record.get("actor", "")),
            str(record.get("channel", "")),
        )

    def source(self, zone: tzinfo) -> SourceRef:
        """Where it stands in the ledger."""
        return SourceRef(local_day(self.at, zone), self.id, "ledger")


@dataclass(frozen=True, slots=True)
class Row:
    """What holds now under a key: the last decision, and the value before it, None if there was none."""

    now: Entry
    was: Entry | None

    @property
    def text(self) -> str:
        """The row as it is told: `key: value (was: old)`."""
        before = "" if self.was is None else f" (was: {self.was.value})"
        return f"{self.now.key}: {self.now.value}{before}"


@dataclass(frozen=True, slots=True)
class TruthTable:
    """Every decision, by normal form of its key and by thread, oldest first."""

    entries: Mapping[tuple[str, str | None], tuple[Entry, ...]] = field(default_factory=dict)

    def rows(self, thread: str | None) -> list[Row]:
        """What holds in `thread` (None: everywhere), the newest first; the thread's own rows win."""
        found: dict[str, Row] = {}
        for scope in dict.fromkeys((None, thread)):
            of_scope = ((key, entries) for (key, where), entries in self.entries.items() if where == scope)
            for key, entries in of_scope:
                row = _row(entries)
                if row is not None:
                    found[key] = row
        return _newest_first(found.values())

    def every_row(self) -> list[Row]:
        """What holds anywhere, the newest first."""
        rows = (_row(entries) for entries in self.entries.values())
        return _newest_first(row for row in rows if row is not None)

    def history(self, key: str) -> list[Entry]:
        """All that was decided about a key, in any thread, oldest first."""
        wanted = normal_key(key)
        found = [one for (name, _), entries in self.entries.items() if name == wanted for one in entries]
        return sorted(found, key=lambda one: one.at)

    def current(self, key: str, thread: str | None) -> Entry | None:
        """The last decision about a key in exactly this scope."""
        entries = self.entries.get((normal_key(key), thread))
        return entries[-1] if entries else None

    def row(self, key: str, thread: str | None) -> Row | None:
        """What holds under a key in exactly this scope."""
        entries = self.entries.get((normal_key(key), thread))
        return _row(entries) if entries else None

    def near(self, key: str) -> list[str]:
        """Keys in use that are spelled much like this one and are others."""
        names = {normal_key(row.now.key): row.now.key for row in self.every_row()}
        wanted = normal_key(key)
        if wanted in names:
            return []
        return [names[name] for name in get_close_matches(wanted, names, n=3, cutoff=_NEAR)]


def normal_key(key: str) -> str:
    """The form in which keys are compared: case, and what stands between words, do not count."""
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", key).casefold()).strip(" :")


def fold(records: Iterable[Mapping[str, Any]]) -> TruthTable:
    """The table that these lines of the ledger make; other kinds and broken lines are passed over."""
    entries: dict[tuple[str, str | None], tuple[Entry, ...]] = {}
    for record in records:
        if record.get("kind") != KIND:
            continue
        try:
            entry = Entry.from_record(record)
        except (KeyError, TypeError, ValueError):
            continue
        place = normal_key(entry.key), entry.thread
        entries[place] = (*entries.get(place, ()), entry)
    return TruthTable(entries)


def truth_passages(
    table: TruthTable,
    thread: str | None,
    zone: tzinfo,
    question: str | None = None,
    *,
    most: int,
    characters: int,
    asked_for: bool | None = None,
) -> list[Passage]:
    """What a prompt is told of the table: at most `most` rows, of so many characters together.

    Rows that share words with the question come first, then the newest. With `asked_for` only those of them
    whose keys the question asks for, or only the others.
    """
    words = sought(query_words(question or ""))
    rows = sorted(table.rows(thread), key=lambda row: -len(held(words, row.now.key, row.now.value or "")))
    told: list[Row] = []
    left = characters
    for row in rows:
        if len(told) == most:
            break
        if len(row.text) <= left:
            left -= len(row.text)
            told.append(row)
    wanted = told if asked_for is None else [row for row in told if _asks(question, row) is asked_for]
    return [_passage(row, zone) for row in wanted]


def _asks(question: str | None, row: Row) -> bool:
    """Whether a question holds half of the words of a row's key."""
    words = sought(query_words(row.now.key))
    return bool(question and words) and 2 * len(held(words, question or "")) >= len(words)


def _passage(row: Row, zone: tzinfo) -> Passage:
    label = f"set {local_day(row.now.at, zone).isoformat()}"
    return Passage(row.text, Warrant.DECLARED, (str(row.now.source(zone)),), speaker="human", label=label)


def _row(entries: tuple[Entry, ...]) -> Row | None:
    now = entries[-1]
    if now.value is None:
        return None
    was = next((one for one in reversed(entries) if one.value not in (None, now.value)), None)
    return Row(now, was)


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.now.at, reverse=True)
