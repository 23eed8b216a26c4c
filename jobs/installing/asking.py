"""Asking a program of the system: systemctl and crontab, found where the person's shell finds them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence

from cotw.errors import CotwError

_SECONDS = 20


def is_there(program: str, environment: Mapping[str, str]) -> bool:
    """Whether there is such a program."""
    return shutil.which(program, path=environment.get("PATH")) is not None


def answer(
    command: Sequence[str], environment: Mapping[str, str], given: str | None = None
) -> subprocess.CompletedProcess[str]:
    """What a program says; `given` is its standard input. Raises CotwError if it cannot be asked."""
    program = shutil.which(command[0], path=environment.get("PATH")) or command[0]
    try:
        return subprocess.run(
            [program, *command[1:]],
            env=dict(environment),
            input="" if given is None else given,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CotwError(f"{command[0]} cannot be asked: {error}") from None


def do(command: Sequence[str], environment: Mapping[str, str], given: str | None = None) -> None:
    """Has a program do something. Raises CotwError with what it said if it did not."""
    ended = answer(command, environment, given)
    if ended.returncode:
        said = " ".join(ended.stderr.split())[:200] or f"exit code {ended.returncode}"
        raise CotwError(f"{' '.join(command)}: {said}")
