"""Written summaries: what a language model wrote about a period of a thread, as the journal has it.

A line `{"kind": "summary", "thread": …, "period": "2026-W11", "digest": …, "sources": [addresses], "text": …,
"by": model}` holds for as long as the exchanges it was written from are the same: `digest` is the node's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

KIND = "summary"


@dataclass(frozen=True, slots=True)
class Written:
    """A summary in prose: by which model, from which addresses, and the digest of the node it was made of."""

    text: str
    by: str
    digest: str
    sources: tuple[str, ...]


def written_summaries(records: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str], Written]:
    """The newest summary of each (thread, period, digest); other kinds and broken records are passed over."""
    found: dict[tuple[str, str, str], Written] = {}
    for record in records:
        match record:
            case {
                "kind": "summary",
                "thread": str(thread),
                "period": str(period),
                "digest": str(digest),
                "text": str(text),
                "sources": [_, *_] as sources,
            } if text.strip():
                written = Written(text, str(record.get("by", "")), digest, tuple(map(str, sources)))
                found[thread, period, digest] = written
    return found
