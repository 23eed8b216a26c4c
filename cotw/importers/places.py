"""Where the tools of a machine keep their transcripts, and for how long: one entry a tool, data alone.

Nothing here reads a disk or the environment: `Spot.path` says where to look, given whose machine it is. The
facts come from what the tools document (November 2026):

* Claude Code: https://code.claude.com/docs/en/claude-directory (`CLAUDE_CONFIG_DIR`) and
  https://code.claude.com/docs/en/settings (`cleanupPeriodDays`, 30); some versions wrote below
  `~/.config/claude` (https://ccusage.com/guide/custom-paths).
* Codex CLI: https://github.com/openai/codex/blob/main/docs/config.md (`CODEX_HOME`); it deletes nothing.
* Gemini CLI: https://geminicli.com/docs/reference/configuration (`GEMINI_CLI_HOME`, and
  `general.sessionRetention`: on, 30 days; off in older versions).
* OpenClaw: https://docs.openclaw.ai/reference/session-management-compaction (`session.maintenance`: enforce,
  30 days).
* pi: https://github.com/badlogic/pi-mono/tree/main/packages/coding-agent (`PI_CODING_AGENT_DIR`).
* aider: https://aider.chat/docs/config/options.html (`AIDER_CHAT_HISTORY_FILE`).
* SpecStory: https://docs.specstory.com (`.specstory/history` in the project).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cotw.importers.retention import claude_days, gemini_days, openclaw_days


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A person's machine: their home directory, and the variables that move the folders of tools."""

    home: Path
    environment: Mapping[str, str]

    def absolute(self, path: str) -> Path:
        """`path` as it is meant here: `~` and what is relative stand for the home directory."""
        return self.home / path.removeprefix("~").lstrip("/") if path.startswith("~") else self.home / path


@dataclass(frozen=True, slots=True)
class Spot:
    """A folder or file, maybe with `*` in it: `default` below the home directory, or, where the tool's own
    `variable` is set, `inside` the folder that it names. Without a default it exists only when moved."""

    default: str | None
    variable: str = ""
    inside: str = ""

    def path(self, surroundings: Surroundings) -> Path | None:
        """Where this is on that machine, whether or not it exists."""
        moved = surroundings.environment.get(self.variable, "")
        if moved:
            return surroundings.absolute(moved) / self.inside
        return None if self.default is None else surroundings.home / self.default


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a tool keeps transcripts: the `setting` in its `file`, and what that setting says.

    `days` takes the settings as JSON gives them ({} without a file); None means for ever.
    """

    setting: str
    file: Spot
    days: Callable[[Mapping[str, object]], float | None]


@dataclass(frozen=True, slots=True)
class Place:
    """One tool: `spots` on the machine and `in_projects` relative to each project's folder.

    `names` are the patterns of its transcripts' names, `others` those of files that only look alike.
    """

    tool: str
    spots: tuple[Spot, ...]
    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    in_projects: str = ""
    retention: Retention | None = None


PLACES = (
    Place(
        "Claude Code",
        (
            Spot(".claude/projects", "CLAUDE_CONFIG_DIR", "projects"),
            Spot(".config/claude/projects", "XDG_CONFIG_HOME", "claude/projects"),
        ),
        ("*.jsonl",),
        retention=Retention(
            "cleanupPeriodDays",
            Spot(".claude/settings.json", "CLAUDE_CONFIG_DIR", "settings.json"),
            claude_days,
        ),
    ),
    Place(
        "Codex CLI",
        (
            Spot(".codex/sessions", "CODEX_HOME", "sessions"),
            Spot(".codex/archived_sessions", "CODEX_HOME", "archived_sessions"),
        ),
        ("*.jsonl",),
    ),
    Place(
        "Gemini CLI",
        (Spot(".gemini/tmp/*/chats", "GEMINI_CLI_HOME", ".gemini/tmp/*/chats"),),
        ("*.json", "*.jsonl"),
        retention=Retention(
            "general.sessionRetention",
            Spot(".gemini/settings.json", "GEMINI_CLI_HOME", ".gemini/settings.json"),
            gemini_days,
        ),
    ),
    Place(
        "OpenClaw",
        (
            Spot(".openclaw/agents/*/sessions", "OPENCLAW_STATE_DIR", "agents/*/sessions"),
            # Its former names.
            Spot(".clawdbot/agents/*/sessions"),
            Spot(".moltbot/agents/*/sessions"),
        ),
        # Closed sessions are renamed to .jsonl.reset.<time> and .jsonl.deleted.<time>.
        ("*.jsonl", "*.jsonl.*"),
        others=("*.trajectory.jsonl",),
        retention=Retention(
            "session.maintenance",
            Spot(".openclaw/openclaw.json", "OPENCLAW_STATE_DIR", "openclaw.json"),
            openclaw_days,
        ),
    ),
    Place(
        "pi",
        (
            Spot(".pi/agent/sessions", "PI_CODING_AGENT_DIR", "sessions"),
            Spot(None, "PI_CODING_AGENT_SESSION_DIR"),
        ),
        ("*.jsonl",),
    ),
    Place(
        "aider",
        (Spot(None, "AIDER_CHAT_HISTORY_FILE"),),
        ("*",),
        in_projects=".aider.chat.history.md",
    ),
    Place("SpecStory", (), ("*.md",), in_projects=".specstory/history"),
)

# Where a browser puts the exports of chat services; what is one is judged by content.
DOWNLOADS = Spot("Downloads", "XDG_DOWNLOAD_DIR")
