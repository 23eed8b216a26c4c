"""Knowledge in the index: the facts of bound files, on the shelf, as journal and ledger tell of them.

What is read of a chain is what was added since, and where no line among it is about knowledge that is all.
Otherwise the whole is folded again, by one pass that parses those lines alone, and what differs is written:
so a refresh cannot give anything but what a rebuild gives. A chain that was rewritten is folded again too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cotw.clock import format_instant
from cotw.home import Home
from cotw.index.database import transaction
from cotw.index.knowledge_table import FactRow
from cotw.index.opening import Index
from cotw.index.shelf import Shelf
from cotw.records.fact import Binding, Life, binding_of
from cotw.store.chain import MONTHLY, Chain
from cotw.store.declared import BINDING_KIND, KIND, fold, fold_bindings
from cotw.store.following import Place, end_of, still_stands

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors

# The place is noted anew, if nothing else changes, once so many bytes have to be read to get there.
_FAR_BYTES = 1 << 20


def project_knowledge(index: Index, home: Home) -> None:
    """Brings the facts in the index up to date with journal and ledger."""
    chains = {KIND: Chain(home.journal, MONTHLY), BINDING_KIND: Chain(home.ledger, MONTHLY)}
    noted = index.shelf.knowledge.places()
    places: dict[str, Place] = {}
    changed = far = False
    for kind, chain in chains.items():
        known = noted.get(kind, Place())
        stands = still_stands(chain, known)
        places[kind], found = end_of(chain, known if stands else Place(), kind)
        changed = changed or found or not stands
        far = far or places[kind].name != known.name or places[kind].offset > known.offset + _FAR_BYTES
    if not changed and not far:
        return
    rows = fact_rows(home) if changed else None

    def change(shelf: Shelf) -> None:
        if rows is not None:
            shelf.knowledge.put(rows)
        shelf.knowledge.note_places(places)

    _shelve(index, change)


def fact_rows(home: Home) -> dict[str, FactRow]:
    """Every life of every fact, by id, as truth tells of it."""
    bindings = fold_bindings(Chain(home.ledger, MONTHLY).of_kind(BINDING_KIND))
    declared = fold(Chain(home.journal, MONTHLY).of_kind(KIND))
    return {life.id: _row(life, binding_of(life.path, bindings)) for life in declared.lives()}


def pending_facts(index: Index) -> dict[str, str]:
    """The facts that have no vector yet, by id, with the text that is to be embedded."""
    return index.shelf.knowledge.pending()


def store_fact_vectors(index: Index, vectors: Mapping[str, Vectors]) -> None:
    """Keeps the vectors of facts that still stand."""
    _shelve(index, lambda shelf: shelf.knowledge.put_vectors(vectors))


def _shelve(index: Index, change: Callable[[Shelf], None]) -> None:
    number = index.shelve(change)
    with transaction(index.database):
        index.set_meta(shelved=str(number))


def _row(life: Life, binding: Binding | None) -> FactRow:
    first, last = life.statement.span
    return FactRow(
        life.id,
        life.lineage,
        life.path,
        life.title,
        life.text,
        first,
        last,
        format_instant(life.began),
        life.beginning.value,
        None if life.ended is None else format_instant(life.ended),
        None if life.ending is None else life.ending.value,
        life.superseded_by,
        int(binding is not None),
        None if binding is None else binding.thread,
    )
