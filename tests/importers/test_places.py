"""The table of tools: where each keeps its transcripts on somebody's machine."""

from __future__ import annotations

from pathlib import Path

from cotw.importers.places import PLACES, Spot, Surroundings

MARA = Path("/home/mara")


def paths(**environment: str) -> dict[str, list[str]]:
    """Every tool's spots on Mara's machine."""
    surroundings = Surroundings(MARA, environment)
    return {
        place.tool: [str(path) for spot in place.spots if (path := spot.path(surroundings)) is not None]
        for place in PLACES
    }


def test_spots_lie_below_the_home_directory() -> None:
    """Where nothing was moved."""
    found = paths()
    assert found["Claude Code"] == ["/home/mara/.claude/projects", "/home/mara/.config/claude/projects"]
    assert found["Codex CLI"] == ["/home/mara/.codex/sessions", "/home/mara/.codex/archived_sessions"]
    assert found["Gemini CLI"] == ["/home/mara/.gemini/tmp/*/chats"]
    assert found["OpenClaw"][0] == "/home/mara/.openclaw/agents/*/sessions"
    assert found["pi"] == ["/home/mara/.pi/agent/sessions"]
    assert found["aider"] == found["SpecStory"] == []


def test_a_tool_s_own_variable_moves_its_folder() -> None:
    """An empty variable moves nothing; `~` is the person's home directory."""
    found = paths(CLAUDE_CONFIG_DIR="~/agents/claude", CODEX_HOME="/srv/codex", GEMINI_CLI_HOME="")
    assert "/home/mara/agents/claude/projects" in found["Claude Code"]
    assert found["Codex CLI"][0] == "/srv/codex/sessions"
    assert found["Gemini CLI"] == paths()["Gemini CLI"]
    assert paths(AIDER_CHAT_HISTORY_FILE="~/aider.md")["aider"] == ["/home/mara/aider.md"]


def test_a_relative_folder_is_meant_from_the_home_directory() -> None:
    """A variable may hold anything; it never points into the folder COTW happens to run in."""
    assert Spot("x", "X", "y").path(Surroundings(MARA, {"X": "here"})) == MARA / "here" / "y"
    assert Spot("x", "X", "y").path(Surroundings(MARA, {"X": "~"})) == MARA / "y"
