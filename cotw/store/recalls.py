"""The recall records of a home, read from its journal, where each is one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cotw.records.recall_record import RecallRecord
from cotw.store.chain import Chain

KIND = "recall"


def journal_line(record: RecallRecord) -> dict[str, Any]:
    """The line of the journal that keeps `record`."""
    return {"kind": KIND, **record.to_record()}


def recall_records(journal: Chain) -> Iterator[RecallRecord]:
    """Every record, oldest first; one that was forgotten, or cannot be read, is passed over."""
    for line in journal.of_kind(KIND):
        try:
            yield RecallRecord.from_record(line)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
