"""A Saturday in Mara's workshop as values: said, thought, left open, to be decided, gone wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cotw.care.report.told import (
    Amounts,
    Job,
    Line,
    Link,
    ModelCost,
    NightTold,
    Report,
    Spoken,
    Standing,
)
from cotw.continuity.calendar import Period, Span
from cotw.continuity.digest import Change, Digest, Figures, Found, ThreadDigest, TopicChange
from cotw.continuity.summaries import Node, Quote
from cotw.continuity.timeline import Moment, Sitting
from cotw.records.asking import Cost
from cotw.records.exchange import Exchange
from cotw.records.open_thread import Openness, OpenThread
from cotw.reflection.entropy import entropies
from cotw.reflection.measuring import Measured
from tests.retrieval.builders import talk

NIGHT = date(2026, 3, 14)
BERLIN = ZoneInfo("Europe/Berlin")
MADE = datetime(2026, 3, 15, 4, 10, tzinfo=UTC)
TALKS = tuple(
    replace(one, address=f"archive:2026-03-14#{one.id}")
    for one in (
        talk("Which spokes?", "36 of them.", minute=0),
        talk("No, that's wrong, and I'm so annoyed!", "I see.", minute=40),
        talk("Yusuf wants the deposit by Friday.", "Noted.", minute=200, session="s2"),
    )
)
SPOKES, UPSET, RENT = TALKS
FIGURES = Figures(3, 2, 1, 24, SPOKES.started, RENT.ended)
SELF = "Courage (self)"


def sitting(exchange: Exchange, title: str, count: int) -> Sitting:
    moment = Moment(exchange.id, exchange.id[:8], exchange.started, "human", exchange.human)
    ended = exchange.started + timedelta(minutes=41)
    return Sitting(exchange.session, title, "main", "chat", exchange.started, ended, count, None, (moment,))


def node(*quotes: Quote) -> Node:
    ids = tuple(one.id for one in TALKS)
    day = Period(NIGHT, Span.DAY)
    return Node("main", day, "d", 3, 2, SPOKES.started, RENT.ended, (), ids, (), quotes, None)


def quote(text: str, exchange: Exchange) -> Quote:
    where = (exchange.started, exchange.id, exchange.id[:8], exchange.address)
    return Quote(text, "human", "human", *where)


def said(text: str = "Yusuf wants the deposit by Friday.", topics: Sequence[str] = ("lease",)) -> Spoken:
    """What was said; `text` is what one cannot know beforehand."""
    sittings = (sitting(SPOKES, "Spokes of the cargo bike", 2), sitting(RENT, text, 1))
    found = Digest(
        period=Period(NIGHT, Span.DAY),
        figures=FIGURES,
        before=FIGURES,
        threads=(ThreadDigest(node(quote(text, RENT)), sittings),),
        topics=tuple(TopicChange(name, 2, 0.0, Change.NEW) for name in topics),
        settled=(Found("We take 36 spokes", "decision", "agent", SPOKES.started, SPOKES.id[:8]),),
        open=None,
    )
    measured = tuple(Measured(one, entropy) for one, entropy in zip(TALKS, entropies(TALKS), strict=True))
    return Spoken(
        digest=found,
        topics=dict.fromkeys(topics, (SPOKES.id, RENT.id)),
        measured=measured,
        open=(OpenThread(text, Openness.COMMITMENT, "human", RENT.started, RENT.address),),
        links=(Link("Mara", "Yusuf", "rents from", (RENT.id[:8],)),),
        addresses=tuple(one.address for one in TALKS),
    )


def told() -> NightTold:
    """What a busy night tells."""
    source = UPSET.address
    return NightTold(
        thoughts=(Line("What makes a wheel worth the praise?", ("1f00ba11", source), "clarify"),),
        unthought=(Line("Why was the rim praised?", ("2f00ba11", source), "connect"),),
        proposals=(Line("I true the wheel before I praise it.", ("3f00ba11", source), "proposal"),),
        due=(Line("shop phone: 030 123, a year old", ("ledger:2025-01-02#4f00",), "truth table"),),
        jobs=(
            Job("summaries", "done", "1 day", "5f00ba11"),
            Job("graph", "parked", "three times: disk full", "6f00ba11"),
        ),
    )


def quiet() -> Report:
    """A day on which nothing was."""
    return Report(NIGHT, MADE, BERLIN, None, NightTold(), (), (), Amounts(3, 2, 12_000, 40_000))


def busy(spoken: Spoken | None = None, night: NightTold | None = None) -> Report:
    """A day on which everything was."""
    night = night or told()
    wants = (*night.proposals, *night.due)
    failed = Line("graph: three times: disk full", ("6f00ba11",), "job parked")
    asked = Line("I asked.", (UPSET.address,), "+0.10 asks", "you")
    model = ModelCost("tiny", 3, Cost(1000, 200, 0.0125), {"timeout": 1})
    return replace(
        quiet(),
        spoken=spoken or said(),
        told=night,
        wanting=wants,
        wrong=(failed, Line("tiny: timeout, once", ("cotw model costs",), "no answer")),
        amounts=Amounts(3, 2, 12_000, 40_000, (model,)),
        activity=tuple((NIGHT - timedelta(days=13 - day), day % 5) for day in range(14)),
        standings=(Standing(SELF, 5.1, "rising", "asks often", (asked,)),),
        scores=tuple((NIGHT - timedelta(days=2 - day), SELF, 5 + day / 10) for day in range(3)),
        shorts={one.id: one.id[:8] for one in TALKS},
    )
