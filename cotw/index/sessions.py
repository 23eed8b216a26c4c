"""Sessions and threads: rows that count and name what is in the exchanges, made anew where these changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from cotw.extraction.titles import session_title
from cotw.index.database import bound
from cotw.index.rows import fetched, session_table, strings, thread_table
from cotw.records.message import Message
from cotw.records.threads import Threads

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# A session that has not said what it is about after so many prompts will not be asked any further.
PROMPTS_READ = 20
_CHARACTERS_READ = 2_000

# The latest exchange decides thread, mode and project: where a session went, not where it came from. What was
# only reported decides where no transcript does.
_SESSION_ROWS = """
    SELECT id, last.thread AS thread, last.mode AS mode, last.tool AS tool, * EXCLUDE (id, last) FROM (
        SELECT session AS id,
            arg_max({{thread: thread, mode: mode, tool: tool}},
                    (origin = 'transcript', started, ord, id)) AS last,
            arg_max(project, (origin = 'transcript', started, ord, id)) AS project,
            min(started) AS started, max(ended) AS ended,
            count(*) AS exchanges, sum(message_count)::BIGINT AS messages
        FROM exchanges {where} GROUP BY session)
"""
_THREAD_ROWS = """
    SELECT id, title, state, compactions, last_active, coalesce(exchanges, 0) AS exchanges
    FROM decided LEFT JOIN (
        SELECT thread AS id, max(ended) AS last_active, count(*) AS exchanges
        FROM exchanges WHERE thread IN (SELECT id FROM decided) GROUP BY thread) USING (id)
    WHERE made OR exchanges > 0
"""


def renew_sessions(
    database: duckdb.DuckDBPyConnection, sessions: Iterable[str], *, keep_titles: Collection[str] = ()
) -> dict[str, str]:
    """Makes the rows of these sessions anew, and returns their titles; one without exchanges has no row.

    `keep_titles` are those among them whose title cannot have changed.
    """
    wanted = sorted(sessions)
    if not wanted:
        return {}
    titles = session_titles(database, [id_ for id_ in wanted if id_ not in keep_titles])
    with bound(database, kept=strings(keep_titles)):
        titles |= dict(fetched(database, "SELECT id, title FROM sessions SEMI JOIN kept USING (id)"))
    named = session_table(titles)
    counted = _SESSION_ROWS.format(where="WHERE session IN (SELECT id FROM named)")
    with bound(database, named=named):
        database.execute("DELETE FROM sessions WHERE id IN (SELECT id FROM named)")
        database.execute(f"INSERT INTO sessions BY NAME SELECT * FROM ({counted}) JOIN named USING (id)")
    return titles


def renew_threads(database: duckdb.DuckDBPyConnection, ids: Iterable[str], threads: Threads) -> None:
    """Makes the rows of these threads anew; one that has no exchanges and was not made has no row."""
    wanted = sorted(ids)
    if not wanted:
        return
    with bound(database, decided=thread_table(list(map(threads.thread, wanted)))):
        database.execute("DELETE FROM threads WHERE id IN (SELECT id FROM decided)")
        database.execute(f"INSERT INTO threads BY NAME {_THREAD_ROWS}")


def titled_sessions(
    database: duckdb.DuckDBPyConnection, fresh: Iterable[str], summaries: Sequence[Message]
) -> set[str]:
    """The sessions of fresh records that a summary names, and of records that fresh summaries name.

    A summary and the message it names may come in either order, and from different files.
    """
    if not fetched(database, "SELECT 1 FROM titles LIMIT 1"):
        return set()
    about = (str(summary.about) for summary in summaries)
    with bound(database, fresh=strings(fresh), named=strings(about)):
        rows = fetched(
            database,
            """
            SELECT DISTINCT session FROM records WHERE id IN (
                SELECT id FROM named UNION ALL SELECT about FROM titles WHERE about IN (SELECT id FROM fresh))
            """,
        )
    return {row[0] for row in rows}


def session_titles(database: duckdb.DuckDBPyConnection, sessions: Sequence[str]) -> dict[str, str]:
    """A title for each of these sessions: its newest summary, else one made from its first prompts."""
    if not sessions:
        return {}
    with bound(database, wanted=strings(sessions)):
        summed_up = fetched(
            database,
            """
            SELECT records.session, arg_max(titles.title, (titles.instant, titles.id))
            FROM titles JOIN records ON records.id = titles.about
            WHERE records.session IN (SELECT id FROM wanted) GROUP BY records.session
            """,
        )
        openings = fetched(
            database,
            f"""
            SELECT session, left(human, {_CHARACTERS_READ}), left(agent, {_CHARACTERS_READ}) FROM exchanges
            WHERE id IN (
                SELECT id FROM exchanges WHERE session IN (SELECT id FROM wanted)
                QUALIFY row_number() OVER (PARTITION BY session ORDER BY started, ord, id) <= {PROMPTS_READ})
            ORDER BY session, started, ord, id
            """,
        )
    titles = dict(summed_up)
    said: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for session, human, agent in openings:
        said[session].append((human, agent))
    return {session: titles.get(session) or _generated(said[session]) for session in sessions}


def _generated(said: list[tuple[str, str]]) -> str:
    prompts = [human for human, _ in said if human.strip()]
    return session_title(prompts or chain.from_iterable(said))


def session_rows() -> str:
    """The query of all session rows as they should be, without titles."""
    return _SESSION_ROWS.format(where="")


def expected_threads(database: duckdb.DuckDBPyConnection, threads: Threads) -> pa.Table:
    """All thread rows as they should be."""
    spoken_in = {row[0] for row in fetched(database, "SELECT DISTINCT thread FROM exchanges")}
    wanted = sorted(spoken_in | threads.threads.keys())
    with bound(database, decided=thread_table(list(map(threads.thread, wanted)))):
        return database.sql(_THREAD_ROWS).to_arrow_table()
