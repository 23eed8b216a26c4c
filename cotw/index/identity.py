"""Identity: which index it is that answers, and what of truth it knows.

The same identity means the same answer. Another vector table over the same truth may give words another
score: LanceDB counts how rare a word is in the rows that are merged into its index, and in those that are
not yet, each for themselves.
"""

from __future__ import annotations

from cotw import __version__
from cotw.index.opening import Index
from cotw.index.rows import fetched
from cotw.records.recall_record import Build

# Sums of keys rather than of files: a day that is sealed moves its records and changes none.
_KNOWN = "SELECT count(*), coalesce(sum(key), 0), coalesce(bit_xor(key), 0) FROM records"


def identity(index: Index, encoder: str) -> Build:
    """Which index this is; `encoder` is the version of the one that embedded the question."""
    ((records, total, mixed),) = fetched(index.database, _KNOWN)
    return Build(
        id=index.meta("build"),
        projection=index.fingerprint.projection,
        settings=index.fingerprint.settings,
        records=records,
        digest=f"{int(total):x}-{mixed:08x}",
        rows=int(index.units.table.version),
        encoder=encoder,
        cotw=__version__,
    )
