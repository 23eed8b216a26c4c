"""How quick hooks have been, as a small table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cotw.commands._common import Context, emit_json, say

if TYPE_CHECKING:
    from cotw.care.hook_times import HookTimes, Times

_NAMES = {
    "start": "session starts",
    "prompt": "prompt",
    "stop": "answer ends",
    "compact": "compaction",
    "end": "session ends",
}
_WHO = {"keeper": "the keeper", "prepared": "a prepared start", "none": "nobody (no keeper yet)"}
_MEANINGS = {
    "input": "the agent sent no JSON",
    "late": "given up after its time",
    "slow": "the keeper did not answer in time",
    "broken": "the keeper went away in the middle",
    "long": "longer than the tool takes whole: lower context.budget_tokens or identity.*_tokens",
    "no session": "the agent named no session",
    "EPIPE": "the agent did not wait for the answer",
    "ENOSPC": "the disk is full",
    "EACCES": "the home may not be written to",
    "EROFS": "the home may not be written to",
}


def emit_times(times: HookTimes) -> None:
    """As JSON."""
    emit_json(
        {
            "since": times.since,
            "window_days": times.window_days,
            "calls": times.calls,
            "hooks": [
                {"tool": tool, "event": event, **_as_json(one)} for (tool, event), one in times.hooks.items()
            ],
            "sources": [{"name": name, **_as_json(one)} for name, one in times.sources.items()],
            "answered_by": dict(times.answered),
            "failures": dict(times.failures),
        }
    )


def print_times(context: Context, times: HookTimes) -> None:
    """As a table for a person, and what to do next."""
    if not times.calls:
        context.console().print(f"No agent has called a hook in the last {times.window_days:g} days.")
        say("next: cotw hook install claude-code    (or codex, openclaw; cotw hook status says what is)")
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("hook", no_wrap=True)  # at 80 columns headings are broken, names are not
    for heading in ("calls", "half within", "95 of 100 within", "meant to be", "failed"):
        table.add_column(heading, justify="right")
    for (tool, event), one in times.hooks.items():
        table.add_row(f"{tool}: {_NAMES[event]}", *_cells(one))
    for name, one in times.sources.items():
        table.add_row(f"  source: {name}", *_cells(one))
    console = context.console()
    console.print(f"{times.calls:,} calls in the last {times.window_days:g} days; times in milliseconds")
    console.print(table)
    for line in _remarks(times):
        console.print(line)


def _cells(one: Times) -> list[str]:
    mark = "" if one.within else "  slow"
    failed = f"{one.failures:,}" if one.failures else ""
    return [f"{one.calls:,}", f"{one.p50_ms:.0f}", f"{one.p95_ms:.0f}", f"{one.budget_ms:g}{mark}", failed]


def _remarks(times: HookTimes) -> list[str]:
    lines = []
    if total := sum(times.answered.values()):
        shares = [f"{_WHO[by]} {count / total:.0%}" for by, count in times.answered.items() if count]
        lines.append(f"starts and prompts were answered by {', '.join(shares)}")
    for kind, count in times.failures.items():
        meaning = f" – {_MEANINGS[kind]}" if kind in _MEANINGS else ""
        lines.append(f"failed: {kind} {count:,}×{meaning}")
    return lines


def _as_json(one: Times) -> dict[str, Any]:
    return {**asdict(one), "within_budget": one.within}
