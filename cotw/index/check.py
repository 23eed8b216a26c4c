"""Check: is the index what truth makes of it? Reads truth once more, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from cotw.home import Home
from cotw.index.behind import behind, noted_files
from cotw.index.comparing import (
    Drift,
    compare_counts,
    compare_exchanges,
    compare_truth,
    compare_units,
    compare_vectors,
)
from cotw.index.graph_check import compare_graph
from cotw.index.knowledge_check import compare_knowledge
from cotw.index.opening import Fingerprint, Index, open_index
from cotw.index.placing import unplaced
from cotw.index.rows import fetched
from cotw.index.rules import Rules
from cotw.index.shelf_check import compare_shelf
from cotw.models.embedding import Embedder
from cotw.settings import Config
from cotw.store.archive import Archive
from cotw.store.decided import decided_in


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How many exchanges and units were compared, and what differs; nothing does in a sound index."""

    exchanges: int
    units: int
    drifts: tuple[Drift, ...]

    @property
    def sound(self) -> bool:
        """Whether the index is what truth makes of it."""
        return not self.drifts


def check(
    home: Home, config: Config, archive: Archive, embedder: Embedder, *, wait_seconds: float
) -> CheckReport:
    """Compares every layer of the index with the one below it. Raises IndexMissing and Locked."""
    with open_index(home, write=False, wait_seconds=wait_seconds) as index:
        drifts = list(_fingerprint_drift(index, Fingerprint.of(config, embedder.version)))
        rules = Rules.of(config, decided_in(home))
        late, undone = behind(index, home, archive), unplaced(index, rules.decided)
        if undone:
            drifts.append(Drift("decisions about threads that the index does not know of", undone))
        elif late:
            # Nothing else can be right before the index is brought up to date.
            drifts += Drift.of("files of the archive not (wholly) in the index", late.paths)
        else:
            drifts += _layer_drifts(index, rules, archive, embedder)
            drifts += compare_knowledge(index, home)
        exchanges, units = (
            fetched(index.database, f"SELECT count(*) FROM {table}")[0][0] for table in ("exchanges", "units")
        )
    return CheckReport(exchanges, units, tuple(drifts))


def _layer_drifts(index: Index, rules: Rules, archive: Archive, embedder: Embedder) -> Iterator[Drift]:
    return chain(
        compare_truth(index, archive, noted_files(index), rules),
        compare_exchanges(index, rules),
        compare_units(index, rules, embedder),
        compare_graph(index),
        compare_counts(index, rules.decided.threads),
        compare_vectors(index, embedder.version),
        compare_shelf(index),
    )


def _fingerprint_drift(index: Index, wanted: Fingerprint) -> Iterator[Drift]:
    built = index.fingerprint
    if built.settings != wanted.settings:
        yield Drift("time zone or modes of the config that the index was not built with", 1)
    if built.encoder != wanted.encoder:
        yield Drift("encoder that the index was not built with", 1, (wanted.encoder,))
