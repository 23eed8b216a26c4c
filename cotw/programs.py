"""Programs: where those lie that were installed with the one that runs, for whoever is to call them later.

They are named by their whole path: timers, hooks and other programs have other ideas of PATH than a shell.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from cotw.errors import UsageError


def installed_program(name: str) -> Path | None:
    """Where a program of ours lies: beside the running Python, else where a shell finds it."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    return None if found is None else Path(found).absolute()


def required_program(name: str, hint: str) -> Path:
    """Where it lies. Raises UsageError with this hint if it is not there."""
    found = installed_program(name)
    if found is None:
        raise UsageError(f"the program {name} is not there: it should lie beside {sys.executable}", hint=hint)
    return found
