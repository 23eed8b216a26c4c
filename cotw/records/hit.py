"""A hit: an exchange that was found, and why – its rank and score on every path.

`RecallFilters` are the bounds a question is asked within.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cotw.records.message import Origin


@dataclass(frozen=True, slots=True)
class PathScore:
    """Where one path placed an exchange: its rank from 1, and the path's own score.

    `rank` is None when the path did not propose the exchange and its score was computed afterwards.
    """

    rank: int | None
    score: float


@dataclass(frozen=True, slots=True)
class RecallFilters:
    """Only exchanges inside all of these count; None means anything.

    `session` may be the beginning of an id. `since` is the first instant inside, `until` the first one
    outside; both aware. `speaker` is `human` or `agent`: whose words must have been found. `modes` are
    several of which any will do; of `without_session` nothing counts.
    """

    thread: str | None = None
    session: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    mode: str | None = None
    speaker: str | None = None
    modes: tuple[str, ...] | None = None
    without_session: str | None = None

    def __post_init__(self) -> None:
        for instant in (self.since, self.until):
            if instant is not None and instant.tzinfo is None:
                raise ValueError("since and until need a time zone")


@dataclass(frozen=True, slots=True)
class Hit:
    """An exchange that answers a question.

    `score` is the fused one, by which hits are sorted: the sum of `voices`, which name what speaks for it.
    `paths` says what each path thought of it.
    `word_share` is the share (0–1, weighed by rarity) of the question's words that the exchange holds.
    `human` or `agent` and its sender are empty when that side said nothing.
    `branch` is None in a conversation as it went on, else the name of a branch that was left.
    Where it holds none of them, `nearest` is the embedded piece of text that lies nearest to the question,
    and `nearest_speaker` says whose it is: `human`, `agent`, `both` or `standing`.
    `standing` is the instruction or preference in it that holds until further notice and fits the question.
    `origin` and `reported_by` are those of the exchange.
    """

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
    score: float
    paths: Mapping[str, PathScore]
    voices: Mapping[str, float]
    branch: str | None = None
    word_share: float = 0.0
    nearest: str | None = None
    nearest_speaker: str | None = None
    standing: str | None = None
    origin: Origin = Origin.TRANSCRIPT
    reported_by: str = ""
