"""How `cotw nightshift` tells of jobs: while they run, what is due, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cotw.clock import format_instant, local_minute
from cotw.commands._common import column, emit_json, printable, say
from cotw.jobs.installing.places import installed
from cotw.jobs.job import Job, Stop
from cotw.jobs.shift.lock import Holder, who_resides, who_works
from cotw.jobs.shift.standing import Standing, nights_of, standings
from cotw.memory import Memory
from cotw.records.job_attempt import Attempt, Phase

_NAME = 16
_PHASES = {Phase.ENDED: "done", Phase.STOPPED: "stopped", Phase.FAILED: "failed"}


def tell(attempt: Attempt, *, quiet: bool) -> None:
    """A line when a job is over, and its notes."""
    if attempt.phase is Phase.STARTED or quiet:
        return
    seconds = (attempt.over - attempt.began).total_seconds() if attempt.over else 0.0
    said = counted(attempt.counts) or attempt.message
    print(printable(f"{attempt.job:{_NAME}}{_PHASES[attempt.phase]:9}{seconds:5.0f} s   {said}"), flush=True)
    for note in attempt.notes:
        print(printable(f"{'':{_NAME}}{note}"), flush=True)


def counted(counts: Mapping[str, int]) -> str:
    """What there is any of: `12 exchanges, 30 embedded`."""
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count)


def print_due(memory: Memory, only: Job | None, *, as_json: bool) -> int:
    """What a pass would begin with."""
    found = [one for one in standings(memory, Stop(memory.clock)) if one.due or one.job is only]
    found = [one for one in found if only is None or one.job is only]
    if as_json:
        emit_json({"due": [{"job": one.job.name, "why": one.due or "asked for"} for one in found]})
    elif not found:
        print("Nothing is due.")
    for one in [] if as_json else found:
        print(printable(f"{one.job.name:{_NAME}}{one.due or 'asked for'}"))
    return 0


def print_status(memory: Memory, *, as_json: bool) -> int:
    """How it stands with every job, and who works."""
    every = list(standings(memory))
    nights, now, zone = nights_of(memory), memory.clock(), memory.truth.zone
    night = nights.night_of(now)
    following = nights.next_at(now, nights.begins)
    works, resides = who_works(memory.home), who_resides(memory.home)
    timers = installed(memory)
    code = 3 if any(one.parked for one in every) else 0
    if as_json:
        facts: dict[str, Any] = {
            "night": night,
            "is_night": nights.is_night(now),
            "next": following,
            "at_work": _holder(works),
            "resident": _holder(resides),
            "timers": [one.what for one in timers],
            "jobs": [_record(one) for one in every],
        }
        emit_json(facts)
        return code
    hours = f"office hours {nights.begins:%H:%M}–{nights.ends:%H:%M}"
    when = "now" if nights.is_night(now) else f"the next ones begin {local_minute(following, zone)}"
    print(f"night      {night}, {hours}, {when}")
    print(f"at work    {_who(works)}")
    print(f"waiting    {_who(resides)}")
    print(f"timer      {', '.join(one.what for one in timers) or 'none'}\n")
    for one in every:
        print(printable(_line(one, memory, works)))
    _say_next(every, is_cared_for=bool(timers or resides))
    return code


def _line(one: Standing, memory: Memory, works: Holder | None) -> str:
    ended = one.last.over if one.last else None
    last = local_minute(ended, memory.truth.zone) if ended else "never"
    state = f"due: {one.due}" if one.due else one.waits
    if works is not None and works.job == one.job.name:
        state = "at work"
    elif one.parked is not None:
        state += f"; {one.parked.error}: {one.parked.message}"
    elif one.was_cut_off and one.due:
        state += " (cut off the last time)"
    return f"{column(one.job.name, _NAME)}last {last:18}{state}"


def _who(holder: Holder | None) -> str:
    if holder is None:
        return "nobody"
    return f"process {holder.pid}" + (f", at {holder.job}" if holder.job else "")


def _holder(holder: Holder | None) -> dict[str, Any] | None:
    return None if holder is None else {"pid": holder.pid, "job": holder.job or None}


def _record(one: Standing) -> dict[str, Any]:
    last, parked = one.last, one.parked
    return {
        "job": one.job.name,
        "does": one.job.does,
        "due": one.due or None,
        "waits": one.waits or None,
        "last": None if last is None or last.over is None else format_instant(last.over),
        "counts": dict(last.counts) if last else {},
        "notes": list(last.notes) if last else [],
        "parked": None if parked is None else {"error": parked.error, "message": parked.message},
        "cut_off": one.was_cut_off,
    }


def _say_next(every: list[Standing], *, is_cared_for: bool) -> None:
    parked = next((one for one in every if one.parked is not None), None)
    if parked is not None:
        say(f"next: cotw nightshift run --only {parked.job.name}")
    elif not is_cared_for:
        say("next: cotw nightshift install    (or cotw nightshift run, now)")
    elif any(one.due for one in every):
        say("next: cotw nightshift run")
