"""What an agent is told of its person's standing: one quote, headed by what rules counted.

A score was counted by rules, and what was counted is no fact that may stand in a prompt. So it is the heading
of the words that moved it last, with their speaker and their address.
"""

from __future__ import annotations

from cotw.extraction.shortening import clipped
from cotw.extraction.spoken import HUMAN
from cotw.records.exchange import Exchange
from cotw.records.message import speaker_label
from cotw.records.passage import Passage, Warrant
from cotw.records.standing import Night, Standing, Trajectory

_CHARACTERS = 80
_GOES = {
    Trajectory.RISING: "↑",
    Trajectory.STABLE: "",
    Trajectory.STUCK: "↕",
    Trajectory.DECLINING: "↓",
}


def standing_passages(night: Night, quote: str, exchange: Exchange) -> list[Passage]:
    """The words that moved something last, headed by the scores and the last patterns; none without words."""
    if not quote.strip():
        return []
    scores = " ".join(map(_score, night.standings))
    lately = " ".join(f"{'+' if one.delta > 0 else '−'}{one.pattern}" for one in night.recent)
    speaker = speaker_label(HUMAN, exchange.origin, exchange.reported_by)
    label = f"standing by rules, 1–10: {scores}; why, latest first: {lately}"
    return [Passage(clipped(quote, _CHARACTERS), Warrant.QUOTED, (exchange.address,), speaker, label)]


def _score(one: Standing) -> str:
    return f"{one.dimension.value.removeprefix('courage-')} {one.score:.1f}{_GOES[one.trajectory]}"
