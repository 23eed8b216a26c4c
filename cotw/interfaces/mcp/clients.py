"""Clients: programs that start MCP servers – where each keeps the list of them, and how an entry of it looks.

Data alone, looked up in November 2026: https://code.claude.com/docs/en/mcp (`.mcp.json`, `~/.claude.json`),
https://modelcontextprotocol.io/docs/develop/connect-local-servers (Claude Desktop), https://cursor.com/docs/mcp,
https://code.visualstudio.com/docs/copilot/reference/mcp-configuration (`servers`, with a `type`),
https://developers.openai.com/codex/mcp (`[mcp_servers.NAME]`), https://geminicli.com/docs/tools/mcp-server,
https://docs.windsurf.com/windsurf/cascade/mcp, https://opencode.ai/docs/mcp-servers (`command` is a list).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cotw.errors import UsageError
from cotw.importers.places import Surroundings

# The name under which a client lists us.
SERVER = "cotw"
Words = list[str]


def _plain(words: Words) -> dict[str, Any]:
    return {"command": words[0], "args": words[1:]}


def _typed(words: Words) -> dict[str, Any]:
    return {"type": "stdio", **_plain(words)}


def _listed(words: Words) -> dict[str, Any]:
    return {"type": "local", "command": words, "enabled": True}


@dataclass(frozen=True, slots=True)
class File:
    """A settings file: `usual` below the home directory, `mac` there instead on a Mac; or, where the tool's
    own `variable` is set, `inside` the folder that it names.
    """

    usual: str
    mac: str = ""
    variable: str = ""
    inside: str = ""

    def path(self, around: Surroundings, platform: str = sys.platform) -> Path:
        """Where it is on this machine, whether or not it exists."""
        if moved := around.environment.get(self.variable, ""):
            return around.absolute(moved) / self.inside
        return around.home / (self.mac if platform == "darwin" and self.mac else self.usual)


@dataclass(frozen=True, slots=True)
class Client:
    """One client. `project` is its file in a project's folder, if it has one; `table` where in a file servers
    stand, by name. `mode` is told to the server where config does not know the client's own.
    """

    name: str
    title: str
    user: File
    project: str | None = None
    table: str = "mcpServers"
    entry: Callable[[Words], dict[str, Any]] = _plain
    mode: str | None = None

    def path(self, around: Surroundings, project: Path | None) -> Path:
        """The file in question: that of a project, or the person's own. Raises UsageError."""
        if project is None:
            return self.user.path(around)
        if self.project is None:
            raise UsageError(
                f"{self.title} has one list of servers for all projects", hint="leave --project out"
            )
        return project / self.project


CLIENTS = {
    client.name: client
    for client in (
        Client(
            "claude-code",
            "Claude Code",
            File(".claude.json", variable="CLAUDE_CONFIG_DIR", inside=".claude.json"),
            ".mcp.json",
            entry=_typed,
        ),
        Client(
            "claude-desktop",
            "Claude Desktop",
            File(
                ".config/Claude/claude_desktop_config.json",
                "Library/Application Support/Claude/claude_desktop_config.json",
            ),
        ),
        Client(
            "codex",
            "Codex",
            File(".codex/config.toml", variable="CODEX_HOME", inside="config.toml"),
            ".codex/config.toml",
            "mcp_servers",
        ),
        Client("cursor", "Cursor", File(".cursor/mcp.json"), ".cursor/mcp.json", mode="code"),
        Client(
            "vscode",
            "VS Code",
            File(".config/Code/User/mcp.json", "Library/Application Support/Code/User/mcp.json"),
            ".vscode/mcp.json",
            "servers",
            _typed,
            "code",
        ),
        Client("gemini-cli", "Gemini CLI", File(".gemini/settings.json"), ".gemini/settings.json"),
        Client("windsurf", "Windsurf", File(".codeium/windsurf/mcp_config.json"), mode="code"),
        Client(
            "opencode",
            "opencode",
            File(".config/opencode/opencode.json"),
            "opencode.json",
            "mcp",
            _listed,
            "code",
        ),
    )
}


def client_named(name: str) -> Client:
    """The client that is called so. Raises UsageError."""
    if name not in CLIENTS:
        raise UsageError(f"there is no client {name!r}", hint=f"known are: {', '.join(CLIENTS)}")
    return CLIENTS[name]
