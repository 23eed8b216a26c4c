"""Decided: the lines of the ledger about threads, read when they are first asked for.

The ledger holds decisions of many kinds; its files are searched for lines of this one, so that only these
are parsed. What has not grown since somebody noted its `extent` need not be read at all.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cotw.files import to_json
from cotw.home import Home
from cotw.ids import short_digest
from cotw.records.threads import KIND, Threads, fold_threads
from cotw.store.chain import MONTHLY, Chain

Record = dict[str, Any]
# How many homes' decisions a process keeps: mostly it has to do with one.
_HOMES = 4


def decided_in(home: Home) -> Decided:
    """The decisions about threads of a home; as long as its ledger does not grow they are read once."""
    return _decided(home.ledger, Chain(home.ledger, MONTHLY).extent())


@lru_cache(maxsize=_HOMES)
def _decided(ledger: Path, extent: str) -> Decided:
    return Decided(Chain(ledger, MONTHLY))


class Decided:
    """The decisions about threads that stand in a ledger now; in none, nothing was decided."""

    def __init__(self, ledger: Chain | None = None) -> None:
        self._ledger = ledger
        # Before the lines are read: what is added meanwhile is then noticed the next time.
        self.extent = "" if ledger is None else ledger.extent()

    @cached_property
    def records(self) -> list[Record]:
        """The lines, oldest first."""
        return [] if self._ledger is None else list(self._ledger.of_kind(KIND))

    @cached_property
    def threads(self) -> Threads:
        """What they come to."""
        return fold_threads(self.records)

    def note(self, count: int | None = None) -> str:
        """What identifies the first `count` lines, or all: their number, and a digest of what they say."""
        lines = self.records if count is None else self.records[:count]
        said = ({key: value for key, value in line.items() if key != "prev"} for line in lines)
        return f"{len(lines)} {short_digest(*(to_json(one).decode() for one in said))}"

    def since(self, note: str) -> list[Record] | None:
        """The lines after those that were noted; None if what was noted does not stand here any more."""
        if not note:
            return self.records
        count = int(note.partition(" ")[0])
        return self.records[count:] if self.note(count) == note else None
