"""What the index has of facts otherwise than journal and ledger tell of them."""

from __future__ import annotations

from collections.abc import Iterator

from cotw.home import Home
from cotw.index.comparing import Drift
from cotw.index.knowledge import fact_rows, pending_facts
from cotw.index.opening import Index


def compare_knowledge(index: Index, home: Home) -> Iterator[Drift]:
    """The facts on the shelf against those that truth tells of."""
    wanted = fact_rows(home)
    present = {row.id: row for row in index.shelf.knowledge.rows()}
    yield from Drift.of("missing facts", wanted.keys() - present.keys())
    yield from Drift.of("stray facts", present.keys() - wanted.keys())
    both = wanted.keys() & present.keys()
    yield from Drift.of("altered facts", (id_ for id_ in both if wanted[id_] != present[id_]))
    yield from Drift.of("facts not embedded yet", pending_facts(index))
