"""`cotw status --hooks`: what a person is shown of how quick the hooks are."""

from __future__ import annotations

import json

from tests.scenarios.conftest import Cotw

CALL = {
    "at": "2026-03-31T09:00:00.000Z", "tool": "claude-code", "event": "prompt", "ms": 41.0, "by": "keeper",
    "tokens": 300, "sources": [{"name": "recall", "ms": 22.2, "failed": False}], "failure": None,
}  # fmt: skip


def note(cotw: Cotw, *calls: dict[str, object]) -> None:
    """Writes calls into the log of hooks, and a line that is none."""
    lines = ["where is Mara's rim?", *(json.dumps({**CALL, **call}) for call in calls)]
    (cotw.home / "run" / "hooks.jsonl").write_text("\n".join(lines) + "\n")


def test_before_any_agent_has_called(cotw: Cotw) -> None:
    """It says so, and how to install them."""
    ran = cotw("status", "--hooks")
    assert ran.out == "No agent has called a hook in the last 7 days.\n"
    assert "next: cotw hook install claude-code" in ran.err
    assert json.loads(cotw("status", "--hooks", "--json").out)["calls"] == 0


def test_the_table(cotw: Cotw) -> None:
    """A line a hook and a source, with what it is meant to be; then who answered, and what failed."""
    note(cotw, {}, {"ms": 140.0}, {"event": "start", "ms": 90.0, "by": "prepared", "failure": "long"})
    shown = cotw("status", "--hooks").out
    assert "Mara" not in shown
    lines = [line.split() for line in shown.splitlines()]
    assert "3 calls in the last 7 days; times in milliseconds" in shown
    assert ["claude-code:", "session", "starts", "1", "90", "90", "150", "1"] in lines
    assert ["claude-code:", "prompt", "2", "41", "140", "100", "slow"] in lines
    assert ["source:", "recall", "3", "22", "22", "60"] in lines
    assert "answered by the keeper 67%, a prepared start 33%" in shown
    assert "failed: long 1× – longer than the tool takes whole" in shown


def test_as_json(cotw: Cotw) -> None:
    """The same, for a program."""
    note(cotw, {}, {"ms": 140.0})
    said = json.loads(cotw("status", "--hooks", "--json").out)
    assert (said["version"], said["calls"], said["window_days"]) == (1, 2, 7.0)
    assert said["hooks"] == [
        {
            "tool": "claude-code", "event": "prompt", "calls": 2, "p50_ms": 41.0, "p95_ms": 140.0,
            "budget_ms": 100.0, "failures": 0, "within_budget": False,
        }
    ]  # fmt: skip
    assert said["answered_by"] == {"keeper": 2, "prepared": 0, "none": 0}
    assert said["failures"] == {}
