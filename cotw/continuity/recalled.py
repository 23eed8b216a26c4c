"""Recalled exchanges: what was said before, as passages for a prompt – each side by itself, with its date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Protocol

from cotw.continuity.excerpt import excerpt
from cotw.continuity.turn import Turn
from cotw.index.rows import EXCHANGE_COLUMNS, exchange_of, naive
from cotw.records.message import Origin, agent_origin, speaker_label
from cotw.records.passage import Passage, Warrant
from cotw.retrieval.filters import one_of, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from cotw.index.opening import Index

    Opened = Callable[[], AbstractContextManager[Index]]

# So many exchanges are given to an agent that starts with nothing else.
LAST_EXCHANGES = 3


class Said(Protocol):
    """What is needed of an exchange: `Exchange` and `Hit` both have it."""

    @property
    def started(self) -> datetime: ...
    @property
    def human(self) -> str: ...
    @property
    def agent(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def origin(self) -> Origin: ...
    @property
    def reported_by(self) -> str: ...


def passages_of(
    said: Iterable[Said], zone: tzinfo, characters: int, words: Sequence[str] = ()
) -> list[Passage]:
    """Both sides of each exchange, of either at most so many characters: where most of `words` stand."""
    return [
        side_of(each.address, each.started, speaker, excerpt(text, characters, words), zone)
        for each in said
        for speaker, text in _sides(each)
        if text.strip()
    ]


def _sides(said: Said) -> tuple[tuple[str, str], ...]:
    """Both sides with whose words they are; what was reported says by whom."""
    human = speaker_label("human", said.origin, said.reported_by)
    agent = speaker_label("agent", agent_origin(said.origin), said.reported_by)
    return (human, said.human), (agent, said.agent)


def side_of(address: str, started: datetime, speaker: str, text: str, zone: tzinfo) -> Passage:
    """What one side of an exchange said, as it may be quoted."""
    return Passage(text, Warrant.QUOTED, (address,), speaker, dated(started, zone))


def dated(started: datetime, zone: tzinfo) -> str:
    """When it was where the person lives; labels sort as their instants do."""
    return f"{started.astimezone(zone):%Y-%m-%d %H:%M, %A}"


def last_said(turn: Turn, opened: Opened, zone: tzinfo, characters: int) -> list[Passage]:
    """The last exchanges that the turn's mode may see, those of its thread before others; newest first.

    A project without a thread is told nothing of other projects.
    """
    if not turn.sees:
        return []
    with opened() as index:
        rows = (
            index.database.cursor()
            .execute(
                f"""
                SELECT {EXCHANGE_COLUMNS} FROM exchanges WHERE {visible_to(turn)} AND {_at_hand(turn)}
                ORDER BY thread = ? DESC, started DESC, ord DESC, id LIMIT {LAST_EXCHANGES}
                """,
                [turn.thread or ""],
            )
            .fetchall()
        )
    return passages_of(map(exchange_of, rows), zone, characters)


def _at_hand(turn: Turn) -> str:
    if turn.thread is not None or turn.project is None:
        return "true"
    return f"(project IS NULL OR project = {quoted(turn.project)})"


def visible_to(turn: Turn) -> str:
    """The condition on exchanges that may be put before the agent of a turn: its modes, not its session.

    What lies ahead was not said yet: a clock may have been wrong.
    """
    parts = [
        one_of("mode", turn.sees),
        "branch IS NULL",
        f"started <= '{naive(turn.now).isoformat(sep=' ')}'",
    ]
    if turn.session is not None:
        parts.append(f"session != {quoted(turn.session)}")
    return " AND ".join(parts)
