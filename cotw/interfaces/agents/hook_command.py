"""The command of a hook, as it stands in an agent's settings: which are ours, and what they say."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "cotw-hook"


@dataclass(frozen=True, slots=True)
class HookCommand:
    """One call of `cotw-hook`; without a `home` it is the default one that counts."""

    program: Path
    tool: str
    home: Path | None

    @property
    def words(self) -> list[str]:
        return [str(self.program), self.tool, *(["--home", str(self.home)] if self.home else [])]

    @property
    def line(self) -> str:
        """As a shell reads it."""
        return shlex.join(self.words)

    @property
    def works(self) -> bool:
        """Whether the program is still there."""
        return shutil.which(self.program) is not None


def read_command(line: object) -> HookCommand | None:
    """What a command in somebody's settings says; None for one that is not ours."""
    if not isinstance(line, str) or PROGRAM not in line:
        return None
    try:
        program, *words = shlex.split(line)
    except ValueError:
        return None
    if Path(program).name != PROGRAM:
        return None
    home = Path(words[words.index("--home") + 1]) if "--home" in words[:-1] else None
    return HookCommand(Path(program), words[0] if words else "", home)
