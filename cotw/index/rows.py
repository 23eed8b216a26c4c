"""Rows: messages, exchanges and units as Arrow tables on their way into DuckDB, and back out of it.

Arrow, because a thousand rows inserted one by one take as long as half a million at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cotw.extraction.echoes import TELLING_CHARACTERS
from cotw.extraction.plain import plain
from cotw.ids import short_digest
from cotw.index.units import Unit
from cotw.records.exchange import Exchange
from cotw.records.message import Kind, Message, Origin
from cotw.records.threads import Thread
from cotw.store.archive import TruthFile

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_ROWS_AT_A_TIME = 2_000
MESSAGE_COLUMNS = (
    "id, session, instant, ord, kind, sender, text, queued, thread, mode, project, tool, origin, branch,"
    " reported_by, turn"
)
EXCHANGE_COLUMNS = (
    "id, session, thread, mode, started, ended, ord, human, agent, human_sender, agent_sender, address, tool,"
    " project, message_count, branch, origin, reported_by"
)


def naive(instant: datetime) -> datetime:
    """`instant` as the database keeps it: UTC, without saying so."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def aware(instant: datetime) -> datetime:
    """An instant of the database, saying that it is UTC."""
    return instant.replace(tzinfo=UTC)


def prompt_key(message: Message) -> int | None:
    """What is equal for human messages of the same stripped text; None for all others."""
    text = message.text.strip()
    return int(short_digest(text)[:16], 16) if text and message.kind is Kind.HUMAN else None


def words_key(message: Message) -> int | None:
    """What is equal for the same words of the same side, however they are spaced; None for none at all."""
    text = " ".join(message.text.split())
    return int(short_digest(message.kind.value, text)[:16], 16) if text else None


def message_of(row: Sequence[Any]) -> Message:
    """The message of a row of `MESSAGE_COLUMNS`, as far as exchanges need it."""
    id_, session, instant, order, kind, sender, text, queued, thread, mode, project, tool, origin, *rest = row
    branch, reported_by, turn = rest
    return Message(
        id=id_,
        timestamp=aware(instant),
        kind=Kind(kind),
        sender=sender,
        text=text,
        session=session,
        tool=tool,
        origin=Origin(origin),
        order=order,
        thread=thread,
        mode=mode,
        project=project,
        queued=queued,
        branch=branch,
        reported_by=reported_by,
        turn=turn,
    )


def exchange_of(row: Sequence[Any]) -> Exchange:
    """The exchange of a row of `EXCHANGE_COLUMNS`."""
    id_, session, thread, mode, started, ended, *rest = row
    *rest, origin, reported_by = rest
    return Exchange(
        *(id_, session, thread, mode, aware(started), aware(ended), *rest, Origin(origin), reported_by)
    )


def strings(column: Iterable[str], name: str = "id") -> pa.Table:
    """One column of texts."""
    import pyarrow as pa

    return pa.table({name: pa.array(list(column), pa.string())})


def record_table(records: Sequence[tuple[str, str, str]]) -> pa.Table:
    """Rows of the table `records`, of (id, session, file)."""
    import pyarrow as pa

    ids, sessions, files = zip(*records, strict=True) if records else ((), (), ())
    keys = [crc32(id_.encode("utf-8", "surrogatepass")) for id_ in ids]
    texts = [pa.array(column, pa.string()) for column in (ids, sessions, files)]
    return pa.Table.from_arrays(
        [texts[0], pa.array(keys, pa.uint32()), *texts[1:]], ["id", "key", "session", "file"]
    )


def file_table(files: Sequence[TruthFile]) -> pa.Table:
    """Rows of the table `truth_files`."""
    import pyarrow as pa

    sizes = pa.array([file.size for file in files], pa.int64())
    return pa.table({**_texts(files, ("path",)), "size": sizes, **_texts(files, ("digest",))})


def message_table(messages: Sequence[Message], addresses: Sequence[str], dropped: set[str]) -> pa.Table:
    """Rows of the table `messages`; the mode is filled in already."""
    import pyarrow as pa

    instants = [naive(message.timestamp) for message in messages]
    return pa.table(
        {
            **_texts(messages, ("id", "session")),
            "instant": pa.array(instants, pa.timestamp("us")),
            "ord": pa.array([message.order for message in messages], pa.int64()),
            "kind": pa.array([message.kind.value for message in messages], pa.string()),
            **_texts(messages, ("sender", "text")),
            "queued": pa.array([message.queued for message in messages], pa.bool_()),
            "dropped": pa.array([message.id in dropped for message in messages], pa.bool_()),
            "prompt": pa.array([prompt_key(message) for message in messages], pa.uint64()),
            "words": pa.array([words_key(message) for message in messages], pa.uint64()),
            **_texts(messages, ("thread", "mode", "project", "tool", "branch", "reported_by", "turn")),
            "origin": pa.array([message.origin.value for message in messages], pa.string()),
            "address": pa.array(addresses, pa.string()),
        }
    )


def learned_table(messages: Sequence[Message]) -> pa.Table:
    """Rows of the table `learned`, none of them echoed yet."""
    import pyarrow as pa

    worded = [(message, key) for message in messages if (key := words_key(message)) is not None]
    said = [message for message, _ in worded]
    telling = [len(" ".join(message.text.split())) >= TELLING_CHARACTERS for message in said]
    return pa.table(
        {
            **_texts(said, ("id", "turn", "session")),
            "instant": pa.array([naive(message.timestamp) for message in said], pa.timestamp("us")),
            "ord": pa.array([message.order for message in said], pa.int64()),
            "words": pa.array([key for _, key in worded], pa.uint64()),
            "telling": pa.array(telling, pa.bool_()),
            "echoed": pa.array([False] * len(said), pa.bool_()),
        }
    )


def title_table(summaries: Sequence[Message]) -> pa.Table:
    """Rows of the table `titles`."""
    import pyarrow as pa

    instants = [naive(summary.timestamp) for summary in summaries]
    return pa.table(
        {
            **_texts(summaries, ("id", "session", "about")),
            "title": pa.array([summary.text for summary in summaries], pa.string()),
            "instant": pa.array(instants, pa.timestamp("us")),
        }
    )


def exchange_table(exchanges: Sequence[Exchange]) -> pa.Table:
    """Rows of the table `exchanges`."""
    import pyarrow as pa

    columns: dict[str, Any] = _texts(exchanges, ("id", "session", "thread", "mode"))
    for name in ("started", "ended"):
        instants = [naive(getattr(exchange, name)) for exchange in exchanges]
        columns[name] = pa.array(instants, pa.timestamp("us"))
    columns["ord"] = pa.array([exchange.order for exchange in exchanges], pa.int64())
    names = ("human", "agent", "human_sender", "agent_sender", "address", "tool", "project")
    columns |= _texts(exchanges, names)
    columns["message_count"] = pa.array([exchange.message_count for exchange in exchanges], pa.int32())
    columns["origin"] = pa.array([exchange.origin.value for exchange in exchanges], pa.string())
    return pa.table(columns | _texts(exchanges, ("digest", "branch", "reported_by")))


def moved_table(exchanges: Sequence[Exchange]) -> pa.Table:
    """Rows of (id, thread, digest) of exchanges that change their thread."""
    import pyarrow as pa

    return pa.table(_texts(exchanges, ("id", "thread", "digest")))


def unit_table(units: Sequence[Unit]) -> pa.Table:
    """Rows of the table `units`, none of them stored yet."""
    import pyarrow as pa

    columns = _texts(units, ("id", "exchange"))
    columns["ordinal"] = pa.array([unit.ordinal for unit in units], pa.int32())
    columns["speaker"] = pa.array([unit.speaker.value for unit in units], pa.string())
    return pa.table(columns | _texts(units, ("text",)))


def session_table(titles: Mapping[str, str]) -> pa.Table:
    """Rows of (id, title) of sessions."""
    import pyarrow as pa

    columns = [pa.array(list(column), pa.string()) for column in (titles, titles.values())]
    return pa.Table.from_arrays(columns, ["id", "title"])


def thread_table(threads: Sequence[Thread]) -> pa.Table:
    """What is decided about threads, as columns of the table `threads`; `made` says whether each was."""
    import pyarrow as pa

    states = ["archived" if one.archived else "open" for one in threads]
    return pa.table(
        {
            "id": pa.array([one.id for one in threads], pa.string()),
            "title": pa.array([plain(one.title) for one in threads], pa.string()),
            "state": pa.array(states, pa.string()),
            "compactions": pa.array([one.compactions for one in threads], pa.int64()),
            "made": pa.array([one.made for one in threads], pa.bool_()),
        }
    )


def fetched(database: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return database.execute(query, list(values)).fetchall()


def streamed(
    cursor: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, some at a time. The cursor must be used for nothing else meanwhile."""
    answer = cursor.execute(query, list(values))
    while rows := answer.fetchmany(_ROWS_AT_A_TIME):
        yield from rows


def _texts(items: Sequence[object], names: Iterable[str]) -> dict[str, Any]:
    import pyarrow as pa

    return {name: pa.array([getattr(item, name) for item in items], pa.string()) for name in names}
