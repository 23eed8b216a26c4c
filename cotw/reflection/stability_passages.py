"""What an agent is told of the stability of its session: little, seldom, and only quotes and principles.

That much has moved, or that something goes in circles, was counted by rules, and what was counted is no fact
that may stand in a prompt. So the words it was read off are quoted, with the count as their heading, and the
principles are named as the person wrote them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

from cotw.continuity.recalled import dated
from cotw.extraction.shortening import clipped
from cotw.extraction.spoken import AGENT
from cotw.identity.principles import SOUL, Principle
from cotw.records.exchange import Exchange
from cotw.records.message import speaker_label
from cotw.records.passage import Passage, Warrant
from cotw.records.stability import Evidence, Level, Loop
from cotw.reflection.measuring import Measured

_TOLD_OF = frozenset({Level.ELEVATED, Level.CRITICAL})
_PRINCIPLES = 5
_CHARACTERS = 160


def stability_passages(
    latest: Measured, circles: Sequence[Loop], principles: Callable[[], Iterable[Principle]], zone: tzinfo
) -> list[Passage]:
    """One quote of what moved most in the last exchange, one of what goes in circles, and the principles."""
    told = [_circling(circles[0])] if circles else []
    if latest.entropy.level in _TOLD_OF:
        told.insert(0, _moved(latest, zone))
    if told and (anchors := list(principles())[:_PRINCIPLES]):
        text = "\n".join(f"- {one.text}" for one in anchors)
        told.append(Passage(text, Warrant.DECLARED, (SOUL,), "SOUL.md", "SOUL.md: principles", trusted=True))
    return told


def _moved(latest: Measured, zone: tzinfo) -> Passage:
    exchange, entropy = latest.exchange, latest.entropy
    weightiest = sorted(entropy.weights, key=lambda one: -one.amount)
    terms = ", ".join(one.term.value for one in weightiest)
    label = f"much moved here, rules say ({entropy.level.value}: {terms}); {dated(exchange.started, zone)}"
    evidence = weightiest[0].evidence[0]
    words = clipped(evidence.quote, _CHARACTERS)
    return Passage(words, Warrant.QUOTED, (exchange.address,), _speaker(exchange, evidence), label)


def _speaker(exchange: Exchange, evidence: Evidence) -> str:
    if evidence.speaker == AGENT:
        return speaker_label(AGENT, exchange.agent_origin, exchange.reported_by)
    return speaker_label(evidence.speaker, exchange.origin, exchange.reported_by)


def _circling(loop: Loop) -> Passage:
    words = clipped(f"{loop.tool} {loop.target}".strip() or "(a call without a name)", _CHARACTERS)
    label = f"{loop.kind.value} {loop.times} times within your last calls"
    return Passage(words, Warrant.QUOTED, tuple(reversed(loop.sources)), "a tool call", label)
