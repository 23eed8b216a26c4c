"""Hook times: how quick an agent's hooks have been, out of their log, against what they are to be.

The log has one line a call. It may hold anything by the time it is read: only names that are known here come
out of it, so that no word that got into it is ever shown.
"""

from __future__ import annotations

import builtins
import errno
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, isfinite
from typing import Any

from cotw import errors
from cotw.care.context_sources import ORDER
from cotw.clock import parse_instant
from cotw.memory import Memory
from cotw.settings import HookSettings
from cotw.wire.paths import hook_log

# As in `cotw.interfaces.hooks`, which nothing below it may import.
EVENTS = ("start", "prompt", "stop", "compact", "end")
TOOLS = ("claude-code", "codex", "openclaw")
ANSWERED_BY = ("keeper", "prepared", "none")
# Who waits for an answer; the other events only leave a pointer.
_WAITED_FOR = frozenset({"start", "prompt"})
_OWN_KINDS = frozenset({"input", "tool", "late", "slow", "broken", "long", "no session"})
_ERRNO_NAMES = frozenset(errno.errorcode.values())
_OTHER = "other"
# The log is kept below a megabyte.
_MOST_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Times:
    """Times in milliseconds: half of them were within `p50_ms`, 95 of 100 within `p95_ms`."""

    calls: int
    p50_ms: float
    p95_ms: float
    budget_ms: float
    failures: int

    @property
    def within(self) -> bool:
        """Whether they are as quick as they are to be."""
        return self.p95_ms <= self.budget_ms


@dataclass(frozen=True, slots=True)
class HookTimes:
    """The calls since `since`: by (tool, event), by source, by who answered, and the failures by kind.

    `answered` counts starts and prompts alone: nobody waits for an answer to the others.
    """

    since: datetime
    window_days: float
    hooks: Mapping[tuple[str, str], Times]
    sources: Mapping[str, Times]
    answered: Mapping[str, int]
    failures: Mapping[str, int]

    @property
    def calls(self) -> int:
        """All of them."""
        return sum(times.calls for times in self.hooks.values())


def hook_times(memory: Memory) -> HookTimes:
    """How quick the hooks of this home have been lately."""
    return times_in(_lines(memory), memory.clock(), memory.config.hooks)


def failures_between(memory: Memory, since: datetime, until: datetime) -> dict[str, int]:
    """The failures of hooks in some time by kind, the most of one kind first."""
    failures = Counter(
        _kind(call["failure"])
        for call in _calls(_lines(memory), since)
        if call.get("failure") is not None and parse_instant(call["at"]) < until
    )
    return _most_first(failures)


def times_in(lines: Iterable[bytes], now: datetime, settings: HookSettings) -> HookTimes:
    """The times of the calls that these lines tell of; lines that are none are passed over."""
    since = now - timedelta(days=settings.window_days)
    by_hook: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    by_source: dict[str, list[tuple[float, bool]]] = {}
    answered: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for call in _calls(lines, since):
        event, failure = call["event"], call.get("failure")
        if failure is not None:
            failures[_kind(failure)] += 1
        if not _is_call(call):
            continue
        by_hook.setdefault((call["tool"], event), []).append((float(call["ms"]), failure is not None))
        for name, ms, failed in _sources(call.get("sources")):
            by_source.setdefault(name, []).append((ms, failed))
        if event in _WAITED_FOR:
            answered[call["by"]] += 1
    return HookTimes(
        since=since,
        window_days=settings.window_days,
        hooks={hook: _times(by_hook[hook], settings.budget_ms(hook[1])) for hook in _in_order(by_hook)},
        sources={
            name: _times(by_source[name], settings.source_budget_ms)
            for name in (*ORDER, _OTHER)
            if name in by_source
        },
        answered={by: answered[by] for by in ANSWERED_BY},
        failures=_most_first(failures),
    )


def _lines(memory: Memory) -> list[bytes]:
    try:
        with open(hook_log(str(memory.home.root)), "rb") as file:
            return file.read(_MOST_BYTES).splitlines()
    except OSError:
        return []


def _calls(lines: Iterable[bytes], since: datetime) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            call = json.loads(line)
            # Of a call that could not be understood, tool and event are not known; it failed all the same.
            if parse_instant(call["at"]) >= since and {"tool", "event", "by", "ms"} <= call.keys():
                yield call
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue


def _is_call(call: Mapping[str, Any]) -> bool:
    names = ((call["tool"], TOOLS), (call["event"], EVENTS), (call["by"], ANSWERED_BY))
    return all(name in known for name, known in names) and _is_time(call["ms"])


def _sources(told: object) -> Iterator[tuple[str, float, bool]]:
    for source in told if isinstance(told, list) else ():
        if isinstance(source, dict) and _is_time(source.get("ms")):
            name = source.get("name")
            known = isinstance(name, str) and name in ORDER
            yield (str(name) if known else _OTHER), float(source["ms"]), source.get("failed") is True


def _is_time(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and isfinite(float(value)) and float(value) >= 0  # type: ignore[arg-type]


def _kind(failure: object) -> str:
    """A failure's kind, if it is one: our own word, the system's, or the name of an error."""
    if not isinstance(failure, str):
        return _OTHER
    is_error = any(isinstance(getattr(place, failure, None), type) for place in (errors, builtins))
    return failure if failure in _OWN_KINDS or failure in _ERRNO_NAMES or is_error else _OTHER


def _most_first(failures: Counter[str]) -> dict[str, int]:
    return dict(sorted(failures.items(), key=lambda one: (-one[1], one[0])))


def _times(timed: list[tuple[float, bool]], budget_ms: float) -> Times:
    milliseconds = sorted(ms for ms, _ in timed)

    def within(share: float) -> float:
        return milliseconds[ceil(share * len(milliseconds)) - 1]

    return Times(len(timed), within(0.5), within(0.95), budget_ms, sum(failed for _, failed in timed))


def _in_order(hooks: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(hooks, key=lambda hook: (hook[0], EVENTS.index(hook[1])))
