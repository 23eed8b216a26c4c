"""Small indexes for the tests of retrieval, filled by hand from exchanges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from cotw.ids import short_digest
from cotw.index.database import bound
from cotw.index.exchanges import Changes
from cotw.index.graph import write_graph
from cotw.index.opening import Fingerprint, Index, create_index, open_folder
from cotw.index.rows import exchange_table, naive, unit_table
from cotw.index.shelf import Embedded, Shelf
from cotw.index.storing import put_units
from cotw.index.units import units_of
from cotw.models.embedding import Embedder
from cotw.models.hashing import HashEmbedder
from cotw.records.exchange import Exchange
from cotw.settings import Config, RecallSettings
from tests.builders import NOON

EMBEDDER = HashEmbedder()
# Hashed words know no meaning: with these settings every exchange that is proposed is kept.
KEEP_ALL = RecallSettings(min_cosine=-1.0)
ONLY_WORDS = RecallSettings(min_cosine=1.0, min_word_share=0.5)


def talk(human: str, agent: str = "", *, minute: float = 0, **changes: Any) -> Exchange:
    """An exchange that began `minute` minutes after noon of 2026-03-14."""
    session = changes.get("session", "s1")
    values: dict[str, Any] = {
        "id": short_digest("talk", session, str(minute), human, agent),
        "session": session,
        "thread": "main",
        "mode": "chat",
        "started": NOON + timedelta(minutes=minute),
        "ended": NOON + timedelta(minutes=minute, seconds=30),
        "order": 0,
        "human": human,
        "agent": agent,
        "human_sender": "human" if human else "",
        "agent_sender": "agent" if agent else "",
        "address": f"archive:2026-03-14#{minute}",
        "tool": "test",
        "project": None,
        "message_count": 2,
        **changes,
    }
    return Exchange(**values)


@contextmanager
def index_of(
    folder: Path, exchanges: Sequence[Exchange], embedder: Embedder = EMBEDDER, encoder: str | None = None
) -> Iterator[Index]:
    """An index of these exchanges, open for reading; `encoder` is written as the units' version."""
    place = folder / "live"
    create_index(
        place,
        Fingerprint.of(Config(), embedder.version),
        encoder_name=embedder.name,
        dimension=embedder.dimension,
    )
    with open_folder(place, write=True) as index:
        _fill_tables(index, exchanges)
        add_units(index, exchanges, embedder, encoder or embedder.version)
    with open_folder(place, write=False) as index:
        yield index


def add_units(index: Index, exchanges: Sequence[Exchange], embedder: Embedder, encoder: str) -> None:
    """Embeds the units of these exchanges and puts them into both stores."""
    pairs = [(unit, each) for each in exchanges for unit in units_of(each, each.day(UTC), embedder)]
    if not pairs:
        return
    with bound(index.database, batch=unit_table([unit for unit, _ in pairs])):
        index.database.execute("INSERT INTO units SELECT *, false FROM batch")
    units = [
        Embedded(
            unit.id,
            each.id,
            unit.speaker.value,
            each.session,
            each.thread,
            each.mode,
            each.started,
            unit.text,
            encoder,
        )
        for unit, each in pairs
    ]
    put_units(index, units, embedder.embed_documents([unit.text for unit in units]))


def _fill_tables(index: Index, exchanges: Sequence[Exchange]) -> None:
    if not exchanges:
        return
    with bound(index.database, batch=exchange_table(exchanges)):
        index.database.execute("INSERT INTO exchanges BY NAME SELECT * FROM batch")
    titles = {each.session: f"title of {each.session}" for each in exchanges}

    def shelve(shelf: Shelf) -> None:
        shelf.put_exchanges(exchanges)
        shelf.put_titles(titles)

    index.set_meta(shelved=str(index.shelve(shelve)))
    write_graph(index.database, Changes(list(exchanges), [], []))
    for session in {each.session: each for each in exchanges}.values():
        index.database.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, NULL, 'test', ?, ?, ?, 1, 2)",
            [
                session.session,
                session.thread,
                session.mode,
                titles[session.session],
                naive(session.started),
                naive(session.ended),
            ],
        )
    for thread in {each.thread: each for each in exchanges}.values():
        index.database.execute(
            "INSERT INTO threads VALUES (?, ?, 'open', 0, ?, 1)",
            [thread.thread, f"The {thread.thread.title()}", naive(thread.ended)],
        )
