"""`cotw ingest --discover` and what follows from it, as a person meets them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder

LINES: tuple[dict[str, object], ...] = (
    {"role": "user", "content": "True the front wheel, please."},
    {"role": "assistant", "content": [{"type": "text", "text": "It is true now."}], "id": "m1"},
)


class Terminal(io.StringIO):
    """A person at a terminal, and what they type."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def mara(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory with transcripts of two tools."""
    mara = tmp_path / "mara"
    projects = mara / ".claude" / "projects" / "-shop"
    projects.mkdir(parents=True)
    rows = [
        {
            "type": message["role"],
            "uuid": f"u{number}",
            "sessionId": "s1",
            "timestamp": f"2026-03-04T09:0{number}:00Z",
            "cwd": str(mara / "shop"),
            "message": message,
        }
        for number, message in enumerate(LINES)
    ]
    (projects / "s1.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (mara / ".claude" / "settings.json").write_text('{"cleanupPeriodDays": 7}')
    sessions = mara / ".codex" / "sessions"
    sessions.mkdir(parents=True)
    (sessions / "rollout-1.jsonl").write_text("{}\n")
    monkeypatch.setenv("HOME", str(mara))
    for name in ("CLAUDE_CONFIG_DIR", "CODEX_HOME", "GEMINI_CLI_HOME", "XDG_CONFIG_HOME", "XDG_DOWNLOAD_DIR"):
        monkeypatch.delenv(name, raising=False)
    return mara


def sources(cotw: Cotw) -> list[str]:
    """What the config remembers."""
    settings = json.loads(cotw("config", "show", "ingest.sources", "--json").out)["settings"]
    value: list[str] = settings[0]["value"]
    return value


@pytest.mark.usefixtures("mara")
def test_without_a_terminal_it_only_lists(cotw: Cotw) -> None:
    """With what is there, how long it stays, and how to answer; nothing is remembered."""
    ran = cotw("ingest", "--discover")
    assert "Claude Code" in ran.out
    assert "deletes them after 7 days (cleanupPeriodDays)" in ran.out
    assert "--discover --yes" in ran.err
    assert sources(cotw) == []


@pytest.mark.usefixtures("mara")
def test_a_person_answers_tool_by_tool(cotw: Cotw, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered with yes is taken in from then on; the other is asked for again."""
    monkeypatch.setattr(sys, "stdin", Terminal("y\nn\n"))
    assert "next: cotw ingest" in cotw("ingest", "--discover").err
    assert sources(cotw) == ["~/.claude/projects"]
    assert "Read 1 file (claude-code 1)" in cotw("ingest", "--no-index").out
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    again = cotw("ingest", "--discover")
    assert "Codex CLI" in again.err
    assert "Claude Code" not in again.err


@pytest.mark.usefixtures("mara")
def test_yes_answers_all_and_a_dry_run_remembers_nothing(cotw: Cotw) -> None:
    """As JSON too, with what was found and what of it is newly remembered."""
    cotw("ingest", "--discover", "--yes", "--dry-run")
    assert sources(cotw) == []
    told = json.loads(cotw("ingest", "--discover", "--yes", "--json").out)
    assert [found["tool"] for found in told["found"]] == ["Claude Code", "Codex CLI"]
    assert told["remembered"] == ["~/.claude/projects", "~/.codex/sessions"]
    assert sources(cotw) == told["remembered"]
    assert json.loads(cotw("ingest", "--discover", "--yes", "--json").out)["remembered"] == []


def test_a_remembered_source_may_be_gone(cotw: Cotw, mara: Path) -> None:
    """That is no reason to leave out the others."""
    cotw("ingest", "--discover", "--yes")
    (mara / ".codex").rename(mara / "elsewhere")
    assert "Read 1 file" in cotw("ingest", "--no-index").out


def test_nothing_found_and_nothing_remembered_are_told(
    cotw: Cotw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit codes 4 and 2, each with what to do."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "cotw ingest PATH" in cotw("ingest", "--discover", expect=4).err
    assert json.loads(cotw("ingest", "--discover", "--json", expect=4).out)["found"] == []
    assert "cotw ingest --discover" in cotw("ingest", expect=2).err
    assert "is no folder" in cotw("ingest", "--discover", tmp_path / "nowhere", expect=2).err


def test_formats_are_listed_without_a_home(cotw: Cotw, tmp_path: Path) -> None:
    """Every importer by the name that reports use."""
    assert "claude-code " in cotw("--home", tmp_path / "nowhere", "ingest", "--list-formats").out
    told = json.loads(cotw("ingest", "--list-formats", "--json").out)["formats"]
    assert {"name", "description"} == set(told[0])
    assert told[-1]["name"] == "jsonl"


@pytest.mark.parametrize(
    "arguments", [("--discover", "--watch"), ("--list-formats", "--watch"), ("--yes",), ("--yes", "--watch")]
)
def test_ways_that_exclude_each_other(cotw: Cotw, arguments: tuple[str, ...]) -> None:
    """One sentence, exit code 2."""
    assert cotw("ingest", *arguments, expect=2).err.startswith("cotw: ")
