"""Asking: a conversation becomes a memory that is thrown away afterwards, and is asked questions.

It is made as any other: a home with an archive, and an index over it. Of people who talk with each other (all
of them `user`), every second turn is taken for the answer to the one before it.

All that the paths propose is ranked: whether it is relevant enough to be shown is another question, which
would cut every list at another place.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cotw.clock import system_clock
from cotw.extraction.pairing import position
from cotw.home import Home, create_home
from cotw.ids import short_digest
from cotw.index.opening import Index, open_index
from cotw.index.refresh import refresh
from cotw.measure.cases import Conversation, Question, Turn
from cotw.measure.scoring import KS, Item
from cotw.models.vectors import VectorCache
from cotw.records.message import Kind, Message
from cotw.retrieval.asking import Kept, pose
from cotw.retrieval.recall import Recall, recall
from cotw.settings import Config, RecallSettings
from cotw.store.truth import Truth

if TYPE_CHECKING:
    from cotw.models.embedding import Embedder

RANKED = RecallSettings(limit=max(KS), min_cosine=-1.0)
_WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Remembered:
    """A memory of one conversation in so many units, open for questions.

    `turns` has the turns of each exchange in the order they were said; `ended` is when the last one was.
    """

    index: Index
    turns: Mapping[str, Item]
    units: int
    ended: datetime
    embedder: Embedder
    kept: Kept

    def ask(self, question: Question, settings: RecallSettings = RANKED) -> Recall:
        """What recall ranks for `question`. Raises UsageError if nothing in it can be looked for.

        It is asked when it says it was, else at the end of the conversation.
        """
        posed = pose(question.text, self.embedder, question.asked_at or self.ended, distil=settings.distil)
        return recall(self.index, posed, settings=settings, kept=self.kept)


@contextmanager
def remembering(conversation: Conversation, embedder: Embedder, cache: VectorCache) -> Iterator[Remembered]:
    """A memory of `conversation`, gone when the block ends. `cache` keeps vectors from run to run."""
    messages = sorted(_messages(conversation.turns()), key=_order)
    with index_of(messages, embedder, cache) as index:
        # Both would else be made ready by the first question, and told as its time.
        kept, units = Kept(), index.search.count
        kept.rarity.weigh(index, ())
        ended = max(message.timestamp for message in messages)
        yield Remembered(index, _exchanges(messages, index), units, ended, embedder, kept)


@contextmanager
def index_of(messages: Iterable[Message], embedder: Embedder, cache: VectorCache) -> Iterator[Index]:
    """The index of a home that holds `messages`, sorted by time; both are gone when the block ends."""
    config = Config()
    with tempfile.TemporaryDirectory(prefix="cotw-bench-") as folder:
        home = Home(Path(folder) / "home")
        create_home(home, "bench", "UTC", "")
        truth = Truth(home, ZoneInfo("UTC"), system_clock, _WAIT_SECONDS)
        with truth.writing() as writer:
            for day, said in groupby(messages, key=lambda message: message.timestamp.date()):
                writer.add_day(day, said)
        refresh(home, config, truth.archive, embedder, cache, wait_seconds=_WAIT_SECONDS)
        with open_index(home, write=False, wait_seconds=_WAIT_SECONDS) as index:
            yield index


def _order(message: Message) -> tuple[object, ...]:
    instant, *rest = position(message)
    return (instant, message.session, *rest)


def _messages(turns: Sequence[Turn]) -> Iterator[Message]:
    people = all(turn.role == "user" for turn in turns)
    sessions: defaultdict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        sessions[turn.session].append(turn)
    for session, said in sessions.items():
        for place, turn in enumerate(sorted(said, key=lambda turn: turn.order)):
            asks = place % 2 == 0 if people else turn.role == "user"
            yield Message(
                id=short_digest("bench", turn.conversation, session, turn.id),
                timestamp=turn.instant.astimezone(UTC),
                kind=Kind.HUMAN if asks else Kind.AGENT,
                sender=turn.who if people else ("human" if asks else "agent"),
                text=turn.text,
                session=session,
                tool="bench",
                native=turn.id,
                order=turn.order,
            )


def _exchanges(messages: Sequence[Message], index: Index) -> dict[str, Item]:
    """The turns of each exchange: those from the message that opens it to the next one that does."""
    opening = {str(row[0]) for row in index.database.execute("SELECT id FROM exchanges").fetchall()}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for _, said in groupby(sorted(messages, key=lambda one: (one.session, *_order(one))), _session):
        last = None
        for message in said:
            last = message.id if message.id in opening else last
            if last is not None and message.native is not None:
                found[last].append(message.native)
    return {exchange: tuple(turns) for exchange, turns in found.items()}


def _session(message: Message) -> str:
    return message.session
