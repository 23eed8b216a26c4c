"""A person at a terminal: what only they may decide is asked of them there, and of nobody else.

The controlling terminal is opened itself, so that nothing that is piped into a command can answer; an agent
that runs a command in its own terminal is known by the environment it leaves there. What this cannot stop
is a program with the person's rights that forges a terminal.
"""

from __future__ import annotations

import getpass
import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from cotw.commands._common import printable
from cotw.errors import NeedsHuman

# What coding agents set for the commands that they run.
AGENT_SIGNS = (
    "CLAUDECODE",
    "CLAUDE_CODE_ENTRYPOINT",
    "CLAUDE_CODE",
    "CODEX_SANDBOX",
    "CODEX_SANDBOX_NETWORK_DISABLED",
    "CODEX_THREAD_ID",
    "CODEX_CI",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "COPILOT_CLI",
    "COPILOT_AGENT_SESSION_ID",
    "AUGMENT_AGENT",
    "ANTIGRAVITY_AGENT",
    "AMP_CURRENT_THREAD_ID",
    "CLINE_ACTIVE",
    "GOOSE_TERMINAL",
    "QWEN_CODE",
    "TRAE_AI_SHELL_ID",
    "OPENCLAW_SESSION_ID",
    "OPENCODE",
    "PI_CODING_AGENT",
    "AI_AGENT",
    "AGENT",
)
# What those agents are called; of the others their sign tells it.
_AGENTS = {
    "CLAUDECODE": "claude-code",
    "CLAUDE_CODE_ENTRYPOINT": "claude-code",
    "CLAUDE_CODE": "claude-code",
    "CODEX_SANDBOX": "codex",
    "CODEX_SANDBOX_NETWORK_DISABLED": "codex",
    "CODEX_THREAD_ID": "codex",
    "CODEX_CI": "codex",
    "CURSOR_AGENT": "cursor",
    "GEMINI_CLI": "gemini-cli",
    "COPILOT_CLI": "copilot",
    "COPILOT_AGENT_SESSION_ID": "copilot",
    "AUGMENT_AGENT": "augment",
    "ANTIGRAVITY_AGENT": "antigravity",
    "AMP_CURRENT_THREAD_ID": "amp",
    "CLINE_ACTIVE": "cline",
    "GOOSE_TERMINAL": "goose",
    "QWEN_CODE": "qwen-code",
    "TRAE_AI_SHELL_ID": "trae",
    "OPENCLAW_SESSION_ID": "openclaw",
    "OPENCODE": "opencode",
    "PI_CODING_AGENT": "pi",
}
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
_LENGTH = 4
_LONGEST_ANSWER = 4096
_LONGEST_NAME = 40  # of an agent, as it names itself


@dataclass(frozen=True, slots=True)
class Person:
    """Who decided, and where: as the ledger names them."""

    actor: str
    channel: str


def decider(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Actor and channel of what an agent may decide as well, as the ledger names them."""
    environment = os.environ if environment is None else environment
    sign = next((name for name in AGENT_SIGNS if environment.get(name)), None)
    if sign is not None:
        return {"actor": "agent", "channel": sign}
    return {"actor": _user(), "channel": f"terminal {os.ttyname(0)}" if os.isatty(0) else "no terminal"}


def typist(environment: Mapping[str, str] | None = None) -> str | None:
    """Who types this command at their own terminal; None for a pipe, a script, a timer or an agent.

    Whoever types talks to a shell that leads the session of the terminal; a script stands between the two.
    """
    if not sys.stdin.isatty() or os.getsid(0) not in (os.getpid(), os.getppid()):
        return None
    try:
        return require_person("what a person typed", environment).actor
    except NeedsHuman:
        return None


def agent_here(environment: Mapping[str, str] | None = None) -> str | None:
    """What the agent is called that runs this, as far as the environment tells; None without a sign."""
    environment = os.environ if environment is None else environment
    sign = next((name for name in AGENT_SIGNS if environment.get(name)), None)
    if sign is None:
        return None
    return _AGENTS.get(sign) or " ".join(environment[sign].split())[:_LONGEST_NAME] or sign


def require_person(what: str, environment: Mapping[str, str] | None = None) -> Person:
    """The person at the controlling terminal. Raises NeedsHuman without one, or inside an agent."""
    environment = os.environ if environment is None else environment
    sign = next((name for name in AGENT_SIGNS if environment.get(name)), None)
    if sign is not None:
        raise NeedsHuman(
            f"{what} is for a person to decide, and {sign} says that an agent runs this",
            hint="run it yourself in a terminal of your own",
        )
    try:
        handle = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        raise NeedsHuman(
            f"{what} is for a person to decide, and there is no terminal", hint="run it in a terminal"
        ) from error
    try:
        return Person(_user(), f"terminal {_terminal(handle)}")
    finally:
        os.close(handle)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return str(os.getuid())


def _terminal(handle: int) -> str:
    """The name of the controlling terminal: by itself it is only called /dev/tty."""
    for stream in range(3):
        with suppress(OSError):  # closed, or no terminal, or another one
            os.tcgetpgrp(stream)
            return os.ttyname(stream)
    return os.ttyname(handle)


def ask(question: str) -> str:
    """What the person types on the terminal, in one line; empty if they only press Enter."""
    with open("/dev/tty", "r+b", buffering=0) as terminal:
        terminal.write(f"{printable(question)} ".encode())
        return terminal.readline(_LONGEST_ANSWER).decode(errors="replace").strip()


def confirm_at_terminal(question: str, *, yes: bool = False) -> bool:
    """Asks on the terminal for a yes; `yes` answers beforehand."""
    return yes or ask(f"{question} [y/N]").casefold() in ("y", "yes", "j", "ja")


def confirm_by_code(question: str) -> bool:
    """Asks on the terminal for a short code that stands only there; anything else means no."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    with open("/dev/tty", "r+b", buffering=0) as terminal:
        terminal.write(f"{printable(question)} Type {code} to go on: ".encode())
        answer = terminal.readline(100).decode(errors="replace")
    return answer.strip().upper() == code
