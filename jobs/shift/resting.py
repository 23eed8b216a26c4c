"""Resting: why the resident nightshift does not begin just now, though nobody is here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cotw.clock import local_day, local_minute
from cotw.extraction.good_nights import says_good_night
from cotw.jobs.shift.standing import past_attempts
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt
from cotw.records.message import Kind, Message

OFFICE, IDLE = "office", "idle"


def reason_to_rest(memory: Memory, by: str) -> str:
    """Why a pass that was begun by office hours or an idle time is not for now; empty if it is."""
    now, most = memory.clock(), memory.config.nightshift.idle_cycles_a_day
    if by == IDLE and len(_idle_shifts(memory, past_attempts(memory), now)) >= most:
        return "it has worked often enough today while nobody talked; the next time is tonight"
    if (until := good_night_until(memory)) is not None and now < until:
        return f"somebody said good night; it waits until {local_minute(until, memory.truth.zone)}"
    return ""


def good_night_until(memory: Memory) -> datetime | None:
    """How long to wait after the last thing that a person said; None if that was no farewell."""
    last = _last_said(memory)
    if last is None or not says_good_night(last.text):
        return None
    return last.timestamp + timedelta(minutes=memory.config.nightshift.good_night_minutes)


def _idle_shifts(memory: Memory, attempts: Sequence[Attempt], now: datetime) -> set[str]:
    zone = memory.truth.zone
    today = local_day(now, zone)
    return {one.shift for one in attempts if one.by == IDLE and local_day(one.began, zone) == today}


def _last_said(memory: Memory) -> Message | None:
    """A person's last message of the open days; what is older needs no waiting for."""
    now = memory.clock()
    for file in reversed(memory.truth.archive.open_files()):
        said = memory.truth.archive.read_day(file.day)
        human = [one for one in said if one.kind is Kind.HUMAN and one.is_speech and one.timestamp <= now]
        if human:
            return human[-1]
    return None
