"""Trying hooks out: what a tool would run is run, with what it would be told, and leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cotw.interfaces.agents.hook_command import HookCommand
from cotw.wire.paths import HOOKS_SWITCH

# The value of the switch with which `cotw-hook` answers, but notes nothing and starts nothing.
TRY = "try"
SESSION = "cotw-hook-test"
_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Tried:
    """One call: how long it took, how it ended (None: it did not in time), and what it said."""

    event: str
    milliseconds: float
    exit_code: int | None
    output: str
    errors: str

    @property
    def context(self) -> str:
        """What the model would be given."""
        try:
            told = json.loads(self.output)
        except ValueError:
            return self.output.strip()
        if not isinstance(told, dict):
            return ""
        inner = told.get("hookSpecificOutput")
        given = inner.get("additionalContext") if isinstance(inner, dict) else told.get("prependContext")
        return given if isinstance(given, str) else ""


def try_hooks(
    command: HookCommand, project: Path, question: str, environment: Mapping[str, str]
) -> Iterator[Tried]:
    """Calls `command` for each event as its tool would, in the folder of `project`."""
    events = _openclaw(project, question) if command.tool == "openclaw" else _claude(project, question)
    for event, told in events.items():
        yield _call(command, event, told, project, {**environment, HOOKS_SWITCH: TRY})


def _call(
    command: HookCommand, event: str, told: Mapping[str, Any], folder: Path, environment: Mapping[str, str]
) -> Tried:
    began = time.perf_counter()
    code: int | None = None
    try:
        ended = subprocess.run(
            ["/bin/sh", "-c", command.line],
            input=json.dumps(told).encode(),
            capture_output=True,
            cwd=folder,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
        code, output, errors = ended.returncode, ended.stdout, ended.stderr
    except subprocess.TimeoutExpired as late:
        output, errors = late.stdout or b"", late.stderr or b""
    took = (time.perf_counter() - began) * 1000
    return Tried(event, took, code, output.decode(errors="replace"), errors.decode(errors="replace").strip())


def _claude(project: Path, question: str) -> dict[str, dict[str, Any]]:
    """As Claude Code and Codex tell it."""
    every = {"session_id": SESSION, "transcript_path": None, "cwd": str(project)}
    more: dict[str, dict[str, Any]] = {
        "SessionStart": {"source": "startup"},
        "UserPromptSubmit": {"prompt": question},
        "Stop": {"stop_hook_active": False},
        "PreCompact": {"trigger": "manual", "custom_instructions": ""},
        "SessionEnd": {"reason": "other"},
    }
    return {event: {**every, "hook_event_name": event, **also} for event, also in more.items()}


def _openclaw(project: Path, question: str) -> dict[str, dict[str, Any]]:
    """As our plugin tells it."""
    every = {"session": SESSION, "session_key": None, "transcript": None, "project": str(project)}
    more: dict[str, dict[str, Any]] = {
        "start": {"begin": "startup"},
        "prompt": {"prompt": question},
        "stop": {},
        "compact": {"reason": "auto"},
        "end": {"reason": "end"},
    }
    return {event: {**every, "event": event, **also} for event, also in more.items()}
