"""The law that guards the whole design: refresh after any appends equals rebuild.

Sessions are cut anywhere, late messages come in the middle, prompts are queued and come again, summaries
name messages of other files, days are sealed in between, and it is decided what belongs to which thread;
turns are reported before or after a transcript tells them, in its session or another.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotw.clock import format_instant
from cotw.records.message import Kind, Message, Origin
from tests.builders import NOON, message
from tests.index.workshop import Workshop

TEXTS = (
    "continue",
    " continue\n",
    "fix the login bug, please",
    "",
    "My sister Mara lives in Berlin. I met Jonas at the Silver Wheel.",
    "Mara uses DuckDB for the Silver Wheel; I prefer tea.",
    "One sentence of some words. " * 9,
    "日本語の質問です。camelCaseName\x00",
    "From now on write to  Mara in German, please.",
)
BROKEN = {"project": 7}
MINUTES = 60 * 40  # from noon of 03-14 to 04:00 of 03-16; the present is 03-15, noon


@dataclass(frozen=True)
class Step:
    """Messages that are archived and decisions that are made, then perhaps a day passes, then perhaps the
    index is refreshed.
    """

    said: tuple[Message, ...]
    decided: tuple[dict[str, Any], ...]
    day_passes: bool
    refreshed: bool


@st.composite
def messages(draw: st.DrawFn) -> Message:
    kind = draw(st.sampled_from([Kind.HUMAN, Kind.HUMAN, Kind.AGENT, Kind.AGENT, Kind.TOOL, Kind.SUMMARY]))
    origin = draw(st.sampled_from([Origin.TRANSCRIPT, Origin.TRANSCRIPT, Origin.REPORTED, Origin.TYPED]))
    learned = origin is not Origin.TRANSCRIPT
    return message(
        draw(st.one_of(st.sampled_from(TEXTS[:2]), st.sampled_from(TEXTS))),
        minute=draw(st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(0, MINUTES))),
        kind=kind,
        id=f"{draw(st.integers(0, 40)):024x}",
        session=draw(st.sampled_from(["s1", "s1", "s2"])),
        order=draw(st.integers(0, 2)),
        queued=kind is Kind.HUMAN and draw(st.booleans()),
        branch=draw(st.sampled_from([None, None, "left"])),
        tool=draw(st.sampled_from(["test", "test", "specstory"])),
        about=f"{draw(st.integers(0, 40)):024x}" if kind is Kind.SUMMARY else None,
        thread=draw(st.sampled_from([None, None, "garden"])),
        project=draw(st.sampled_from([None, "/p", "/p/inner"])),
        subagent=draw(st.sampled_from([None, None, None, "helper"])),
        origin=origin,
        reported_by="a script" if learned else None,
        turn=draw(st.sampled_from([None, "t1", "t2", "t3"])) if learned else None,
    )


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, Any]:
    """Mostly about what belongs where; some lines are broken or of a kind that nobody knows."""
    decision = draw(st.sampled_from(["placed"] * 4 + ["made", "archived", "compacted", "linked", "mended"]))
    minute = draw(st.one_of(st.none(), st.integers(0, 6), st.integers(0, MINUTES)))
    return {
        "decision": decision,
        "thread": draw(st.sampled_from(["garden", "wheels", "wheels", None])),
        "title": draw(st.sampled_from(["Wheels and spokes", "", None])),
        "to": "garden",
        "since": None if minute is None else format_instant(NOON + timedelta(minutes=minute)),
        **draw(
            st.sampled_from([{"session": "s1"}, {"session": "s2"}, {"project": "/p"}, {}, {"project": 7}])
        ),
    }


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Steps in which no two messages of the same id differ: equal ids are the same message."""
    pool = {each.id: each for each in draw(st.lists(messages(), min_size=1, max_size=24))}
    steps = []
    for _ in range(draw(st.integers(1, 5))):
        said = tuple(
            draw(st.lists(st.sampled_from(sorted(pool.values(), key=lambda one: one.id)), max_size=12))
        )
        decided = tuple(draw(st.lists(decisions(), max_size=2)))
        steps.append(Step(said, decided, draw(st.integers(0, 4)) == 0, draw(st.integers(0, 2)) > 0))
    return steps


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories())
def test_refresh_after_any_appends_equals_rebuild(history: list[Step]) -> None:
    """Every row of every table, and every row of the vector table with its vector."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        for step in history:
            workshop.say(*step.said)
            for decision in step.decided:
                workshop.decide(**decision)
            if step.day_passes:
                workshop.let_days_pass()
            if step.refreshed:
                assert not workshop.refresh().rebuilt
        workshop.refresh()
        refreshed = workshop.content()
        report = workshop.check()
        assert report.sound, report.drifts
        workshop.rebuild()
        assert workshop.content() == refreshed
