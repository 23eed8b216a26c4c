"""Learned: turns that stand in no transcript, as the index has them, until a transcript tells them as well.

Whatever came first, a turn gives way to a transcript that has its words (`extraction.echoes`); the archive
keeps both. Only words that were learnt are looked for, so that transcripts nobody reported cost nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cotw.extraction.echoes import Side, Utterance, echoed, gives_way
from cotw.extraction.pairing import pair_survivors
from cotw.index.database import bound
from cotw.index.rows import MESSAGE_COLUMNS, fetched, learned_table, message_of, strings, words_key
from cotw.index.rules import Rules
from cotw.index.windows import Repaired, opens_late
from cotw.records.message import Message

if TYPE_CHECKING:
    import duckdb

_SAID = """
    SELECT id, instant, session, words FROM {table} WHERE words IN (SELECT unnest(?::UBIGINT[])) {condition}
    ORDER BY instant, ord, id
"""


def repair_turns(
    database: duckdb.DuckDBPyConnection, added: Sequence[Message], flipped: Iterable[int | None], rules: Rules
) -> list[Repaired]:
    """Keeps the turns learnt among `added`, and pairs anew all that this batch may have changed.

    `added` are messages that are in the table by now, `flipped` the keys of words of others that count
    otherwise than before it.
    """
    learned = [message for message in added if message.turn is not None]
    if learned:
        with bound(database, learnt=learned_table(learned)):
            database.execute("INSERT INTO learned BY NAME SELECT * FROM learnt")
    elif not fetched(database, "SELECT 1 FROM learned LIMIT 1"):
        return []
    words = {key for message in added if (key := words_key(message)) is not None}
    words |= {key for key in flipped if key is not None}
    new = {str(message.turn) for message in learned}
    settled = _settle(database, new | _listen(database, words, rules.same_turn))
    return list(_paired(database, new | settled, {message.id for message in learned}, rules))


def wrong_turns(database: duckdb.DuckDBPyConnection, within: timedelta) -> Iterator[str]:
    """The turns that count and should not, or the other way round, and words wrongly said to be echoed."""
    words = {row[0] for row in fetched(database, "SELECT DISTINCT words FROM learned")}
    heard = _heard(database, words, within)
    sides: defaultdict[str, list[Side]] = defaultdict(list)
    for id_, turn, telling, was in fetched(database, "SELECT id, turn, telling, echoed FROM learned"):
        sides[turn].append(Side(telling, id_ in heard))
        if was != (id_ in heard):
            yield id_
    counted = fetched(database, "SELECT DISTINCT turn, dropped FROM messages WHERE turn IS NOT NULL")
    yield from (turn for turn, dropped in counted if dropped != gives_way(sides[turn]))


def _listen(database: duckdb.DuckDBPyConnection, words: Collection[int], within: timedelta) -> set[str]:
    """Says anew which of these words are echoed, if they were learnt; the turns where that has changed."""
    query = "SELECT DISTINCT words FROM learned WHERE words IN (SELECT unnest(?::UBIGINT[]))"
    known = [row[0] for row in fetched(database, query, sorted(words))]
    if not known:
        return set()
    heard = _heard(database, known, within)
    query = "SELECT id, turn, echoed FROM learned WHERE words IN (SELECT unnest(?::UBIGINT[]))"
    changed = {id_: turn for id_, turn, was in fetched(database, query, known) if was != (id_ in heard)}
    if changed:
        with bound(database, changed=strings(changed)):
            query = "UPDATE learned SET echoed = NOT echoed WHERE id IN (SELECT id FROM changed)"
            database.execute(query)
    return set(changed.values())


def _heard(database: duckdb.DuckDBPyConnection, words: Collection[int], within: timedelta) -> set[str]:
    """The ids of those of these words that a transcript answers for."""
    ours = _by_words(fetched(database, _SAID.format(table="learned", condition=""), sorted(words)))
    condition = "AND turn IS NULL AND NOT dropped"
    theirs = _by_words(fetched(database, _SAID.format(table="messages", condition=condition), sorted(words)))
    return {id_ for key, told in theirs.items() for id_ in echoed(ours[key], told, within)}


def _by_words(rows: Iterable[tuple[Any, ...]]) -> defaultdict[int, list[Utterance]]:
    found: defaultdict[int, list[Utterance]] = defaultdict(list)
    for *utterance, words in rows:
        found[words].append(Utterance(*utterance))
    return found


def _settle(database: duckdb.DuckDBPyConnection, turns: Collection[str]) -> set[str]:
    """Lets those of `turns` count that no transcript tells, and no others; those where that has changed."""
    if not turns:
        return set()
    sides: defaultdict[str, list[Side]] = defaultdict(list)
    with bound(database, sought=strings(turns, "turn")):
        query = "SELECT turn, telling, echoed FROM learned SEMI JOIN sought USING (turn)"
        for turn, *side in fetched(database, query):
            sides[turn].append(Side(*side))
        rows = fetched(database, "SELECT DISTINCT turn, dropped FROM messages SEMI JOIN sought USING (turn)")
    dropped = {turn for turn in turns if gives_way(sides[turn])}
    changed = {turn for turn, was in rows if was != (turn in dropped)}
    if changed:
        with bound(database, changed=strings(changed, "turn"), gone=strings(dropped, "turn")):
            database.execute(
                "UPDATE messages SET dropped = turn IN (SELECT turn FROM gone)"
                " WHERE turn IN (SELECT turn FROM changed)"
            )
    return changed


def _paired(
    database: duckdb.DuckDBPyConnection, turns: Collection[str], fresh: Collection[str], rules: Rules
) -> Iterator[Repaired]:
    """The exchanges of these turns as they are now and as they were; the messages `fresh` were in none."""
    if not turns:
        return
    query = f"SELECT {MESSAGE_COLUMNS}, dropped FROM messages SEMI JOIN sought USING (turn)"
    with bound(database, sought=strings(turns, "turn")):
        rows = fetched(database, f"{query} ORDER BY instant, ord, id")
    sessions: defaultdict[str, list[tuple[Message, bool]]] = defaultdict(list)
    for *row, dropped in rows:
        message = message_of(row)
        sessions[message.session].append((message, dropped))
    before = _digests(database, [row[0] for row in rows if row[0] not in fresh])
    for session, said in sessions.items():
        now = list(
            pair_survivors((rules.in_thread(message) for message, dropped in said if not dropped), rules.zone)
        )
        former = {message.id: before[message.id] for message, _ in said if message.id in before}
        yield Repaired(session, now, former, opens_late(database, session, rows[0][2]))


def _digests(database: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, str]:
    """The digests of the exchanges that begin with these messages."""
    if not ids:
        return {}
    with bound(database, sought=strings(ids)):
        return dict(fetched(database, "SELECT id, digest FROM exchanges SEMI JOIN sought USING (id)"))
