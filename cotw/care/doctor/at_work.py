"""Who works for a home by itself: the keeper that answers for it, and the jobs of its nights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from cotw.care.doctor.ailment import Ailment
from cotw.care.nights import last_night
from cotw.memory import Memory
from cotw.wire.calling import NoKeeper, OtherVersion, Refused, ask_keeper
from cotw.wire.frames import Broken

_HEARD_SECONDS = 2.0


def examine_keeper(memory: Memory) -> Iterator[Ailment]:
    """A keeper that was left from before cotw was installed anew answers none of its commands."""
    try:
        with suppress(Refused, Broken):
            ask_keeper(str(memory.home.root), {}, "status", seconds=_HEARD_SECONDS)
    except OtherVersion as other:
        yield Ailment("keeper", f"the keeper is of another version of cotw: {other}", "cotw serve --stop")
    except NoKeeper:
        return


def examine_nights(memory: Memory) -> Iterator[Ailment]:
    """Jobs that failed as often as a night allows in the last one that somebody worked in."""
    night = last_night(memory)
    for attempt in night.parked if night else ():
        told = f"the job {attempt.job} is parked since {night.day}: " if night else ""
        why = f"{attempt.error}: {attempt.message}"
        yield Ailment("nightshift", told + why, f"cotw nightshift run --only {attempt.job}")
