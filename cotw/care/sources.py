"""Sources: the folders, files and patterns that a person let COTW take transcripts from.

They stand in `config.yaml` (`ingest.sources`), with `~` for the home directory and `*` for what differs
from one agent or project to the next: `~/.openclaw/agents/*/sessions`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from cotw.errors import UsageError
from cotw.importers.places import Surroundings
from cotw.memory import Memory

_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """A place to take from: what of it is certain (`root`), and the patterns of the folders below that."""

    root: Path
    below: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, surroundings: Surroundings) -> Source:
        """The source that a person wrote. What exists by that very name is no pattern."""
        path = surroundings.absolute(text)
        parts = path.parts
        magic = next((at for at, part in enumerate(parts) if _MAGIC & set(part)), len(parts))
        if magic == len(parts) or os.path.exists(path):
            return cls(path.resolve())
        return cls(Path(*parts[:magic]).resolve(), parts[magic:])

    def paths(self) -> list[Path]:
        """The files and folders that it stands for now."""
        if not self.below:
            return [self.root] if os.path.exists(self.root) else []
        return sorted(self.root.glob("/".join(self.below)))

    def touched_by(self, changed: Path) -> list[Path]:
        """What of it has to be looked at because `changed` changed; nothing if that lies elsewhere."""
        if self.root.is_relative_to(changed):
            return self.paths()
        if not changed.is_relative_to(self.root):
            return []
        parts = changed.relative_to(self.root).parts
        if not all(fnmatchcase(part, pattern) for part, pattern in zip(parts, self.below, strict=False)):
            return []
        return [changed] if len(parts) >= len(self.below) else self.paths()


def remembered(memory: Memory) -> list[Source]:
    """The sources in the config. Raises UsageError where there are none."""
    written = memory.config.ingest.sources
    if not written:
        raise UsageError(
            "no sources are remembered", hint="name files or folders, or find some: cotw ingest --discover"
        )
    return [Source.of(text, memory.surroundings) for text in written]


def remember(memory: Memory, sources: Iterable[str]) -> list[str]:
    """Adds `sources` to the config, whose comments stay; returns those that were new."""
    before = memory.config.ingest.sources
    new = [source for source in dict.fromkeys(sources) if source not in before]
    if new:
        text = yaml.safe_dump([*before, *new], allow_unicode=True, width=float("inf"))
        memory.set_setting("ingest.sources", text)
    return new


def written(path: Path, surroundings: Surroundings) -> str:
    """`path` as it is written into the config: below the home directory with `~`."""
    home = surroundings.home
    return f"~/{path.relative_to(home)}" if path != home and path.is_relative_to(home) else str(path)
