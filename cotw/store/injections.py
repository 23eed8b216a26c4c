"""Injections: what was put into prompts, as the journal keeps it: digests and addresses, never the words.

A block takes two lines. One says what it is known by; the other names the records it was made of, and is lost
when one of them is forgotten. The first one stays, so that a transcript that still holds the block cannot
bring the forgotten words back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from cotw.records.block import Seal
from cotw.store.chain import Chain

KIND, MADE_OF = "injected", "injected_from"


def injection_lines(
    block: str, seal: Seal, sources: Sequence[str], facts: dict[str, Any]
) -> list[dict[str, Any]]:
    """The lines of the journal for one block; `facts` is what else is noted of it."""
    known_by = {"block": block, "characters": seal.characters, "digest": seal.digest}
    return [
        {"kind": KIND, **known_by, **facts},
        {"kind": MADE_OF, "block": block, "sources": list(sources)},
    ]


class Injections:
    """The seals of all blocks of a home, read from its journal when one is first asked for."""

    def __init__(self, journal: Chain) -> None:
        self._journal = journal
        self._read: str | None = None
        self._seals: dict[str, Seal] = {}

    def seal_of(self, block: str) -> Seal | None:
        """What the block of this id is known by; None if this home has injected none of that id.

        The journal is read again only if it has grown since.
        """
        if block not in self._seals and self._read != (extent := self._journal.extent()):
            self._seals = dict(_seals(self._journal))
            self._read = extent
        return self._seals.get(block)


def _seals(journal: Chain) -> Iterator[tuple[str, Seal]]:
    for record in journal.of_kind(KIND):
        with suppress(KeyError, TypeError, ValueError):
            yield str(record["block"]), Seal(int(record["characters"]), str(record["digest"]))
