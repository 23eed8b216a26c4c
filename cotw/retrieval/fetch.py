"""Fetching: what is shown of an exchange, read from the tables of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cotw.index.rows import aware
from cotw.records.hit import Hit, PathScore

_QUERY = """
SELECT e.id, e.session, e.thread, e.mode, s.title, e.started, e.ended, e.human, e.agent, e.human_sender,
       e.agent_sender, e.address, e.branch
FROM exchanges e LEFT JOIN sessions s ON s.id = e.session
WHERE e.id IN (SELECT unnest(?))
"""


@dataclass(frozen=True, slots=True)
class Found:
    """An exchange with its session's title."""

    exchange: str
    session: str
    thread: str
    mode: str
    title: str
    started: datetime
    ended: datetime
    human: str
    agent: str
    human_sender: str
    agent_sender: str
    address: str
    branch: str | None

    def hit(self, voices: Mapping[str, float], paths: Mapping[str, PathScore], word_share: float) -> Hit:
        """The hit that shows this exchange."""
        return Hit(
            exchange=self.exchange,
            session=self.session,
            thread=self.thread,
            mode=self.mode,
            title=self.title,
            started=self.started,
            ended=self.ended,
            human=self.human,
            agent=self.agent,
            human_sender=self.human_sender,
            agent_sender=self.agent_sender,
            address=self.address,
            branch=self.branch,
            score=sum(voices.values()),
            paths=paths,
            voices=voices,
            word_share=word_share,
        )


def fetch(connection: Any, exchanges: Sequence[str]) -> dict[str, Found]:
    """Those of the exchanges that are there, in one query."""
    rows = connection.execute(_QUERY, [list(exchanges)]).fetchall() if exchanges else []
    return {row[0]: _found(row) for row in rows}


def fetch_units(connection: Any, units: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The text and speaker of each of these units that is there."""
    query = "SELECT id, text, speaker FROM units WHERE id IN (SELECT unnest(?))"
    rows = connection.execute(query, [list(units)]).fetchall() if units else []
    return {id: (text, speaker) for id, text, speaker in rows}


def _found(row: tuple[Any, ...]) -> Found:
    exchange, session, thread, mode, title, started, ended, *rest = row
    return Found(
        exchange,
        session,
        thread,
        mode,
        title or "",
        aware(started),
        aware(ended),
        *rest,
    )
