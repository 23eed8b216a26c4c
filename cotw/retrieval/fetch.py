"""Fetching: what is shown of an exchange, read from the shelf of the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cotw.index.shelf import Shelf
from cotw.records.hit import Hit, PathScore
from cotw.records.message import Origin


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
    origin: str
    reported_by: str

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
            origin=Origin(self.origin),
            reported_by=self.reported_by,
            score=sum(voices.values()),
            paths=paths,
            voices=voices,
            word_share=word_share,
        )


def fetch(shelf: Shelf, exchanges: Iterable[str]) -> dict[str, Found]:
    """Those of the exchanges that are there."""
    return {row[0]: Found(*row) for row in shelf.exchanges(exchanges)}
