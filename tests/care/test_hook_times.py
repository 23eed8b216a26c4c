"""How quick hooks were, out of a log that may hold anything."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cotw.care.hook_times import ANSWERED_BY, EVENTS, TOOLS, times_in
from cotw.interfaces.hooks import dialects, event
from cotw.settings import HookSettings

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
SETTINGS = HookSettings()


def line(ms: object = 40.0, *, days: float = 0, **changes: object) -> bytes:
    """A call, some days ago."""
    at = (NOW - timedelta(days=days)).isoformat()
    said = {"at": at, "tool": "claude-code", "event": "prompt", "ms": ms, "by": "keeper", "tokens": 3}
    return json.dumps({**said, "sources": [], "failure": None, **changes}).encode()


def test_half_and_95_of_100() -> None:
    """The nearest rank: of a hundred calls the fiftieth and the ninety-fifth."""
    times = times_in([line(float(ms)) for ms in range(100, 0, -1)], NOW, SETTINGS)
    found = times.hooks["claude-code", "prompt"]
    assert (found.calls, found.p50_ms, found.p95_ms, found.budget_ms) == (100, 50, 95, 100)
    assert found.within
    assert not times_in([line(101)], NOW, SETTINGS).hooks["claude-code", "prompt"].within


def test_each_hook_source_answer_and_failure_is_counted() -> None:
    """Who answered is counted where somebody waits for an answer."""
    recall = {"name": "recall", "ms": 20, "failed": False}
    lines = [
        line(30, sources=[recall, {"name": "truth", "ms": 2, "failed": True}]),
        line(200, event="start", by="prepared"),
        line(20, event="stop", by="none", failure="ENOSPC", tool="codex"),
        line(9, tool="?", event="?", by="none", failure="input"),
        line(90, by="none", failure="slow"),
    ]
    times = times_in(lines, NOW, SETTINGS)
    assert list(times.hooks) == [("claude-code", "start"), ("claude-code", "prompt"), ("codex", "stop")]
    assert [one.failures for one in times.hooks.values()] == [0, 1, 1]
    assert times.answered == {"keeper": 1, "prepared": 1, "none": 1}
    assert {name: (one.calls, one.failures) for name, one in times.sources.items()} == {
        "truth": (1, 1), "recall": (1, 0),
    }  # fmt: skip
    assert times.failures == {"ENOSPC": 1, "input": 1, "slow": 1}
    assert times.calls == 4


def test_only_the_last_days_count() -> None:
    """What was slow last month may be mended."""
    times = times_in([line(days=8), line(days=6.9)], NOW, SETTINGS)
    assert times.calls == 1
    assert times_in([line(days=8)], NOW, HookSettings(window_days=9)).calls == 1


def test_no_word_comes_out_of_it() -> None:
    """Whatever got into the log: names that are not known are `other`, lines that are none do not count."""
    word = "heather"
    lines = [
        word.encode(), b"[]", b"7", b"\xff", b"[" * 100_000, line(tool=word), line(event=word), line(by=word),
        line(word), line(None), line(True), line(-1), line(float("nan")), line(at=word), line(at=[word]),
        line(tool=[word]), line(sources=word), line(sources=[word, {"name": word, "ms": 1}, {"ms": word}]),
        line(failure=word), line(failure=f"the {word}"), line(failure={"of": word}), line(failure="__doc__"),
    ]  # fmt: skip
    times = times_in(lines, NOW, SETTINGS)
    assert word not in repr(times)
    assert times.failures == {"other": 4}
    assert (times.calls, list(times.sources)) == (6, ["other"])


def test_the_names_are_those_that_hooks_write() -> None:
    """Care may not import hooks, nor hooks care: the names stand in both."""
    assert set(EVENTS) == {event.START, event.PROMPT, event.STOP, event.COMPACT, event.END}
    assert TOOLS == dialects.TOOLS
    assert set(ANSWERED_BY) == {"keeper", "prepared", "none"}
    assert all(SETTINGS.budget_ms(name) > 0 for name in EVENTS)


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries(dict.fromkeys(json.loads(line()), ANYTHING)))
def test_any_line_is_survived(said: dict[str, Any]) -> None:
    """A log is written by many and read by one."""
    for changed in (said, {**said, "at": NOW.isoformat()}):
        times = times_in([json.dumps(changed).encode()], NOW, SETTINGS)
        assert times.calls <= 1
