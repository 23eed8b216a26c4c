"""History: each version of a file that guides the agent is kept, as it was when it was first seen.

A version is a copy in `identity/history/`, named by the instant and its digest, beside the files themselves:
these words are the person's own, who may delete what they do not want to keep. The ledger names digests and
who decided on them, never the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cotw.clock import parse_instant
from cotw.files import atomic_write, digest_of, make_folder
from cotw.home import Home
from cotw.identity.layers import GUIDING
from cotw.identity.postures import posture_path, postures
from cotw.identity.reading import FOLDER, read_file

HISTORY_FOLDER = f"{FOLDER}/history"
KIND = "identity"
_DIGITS = 16
_NAME = re.compile(rf"(\d{{8}}T\d{{6}}\.\d{{6}})Z-([0-9a-f]{{{_DIGITS}}})\.md")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the file `path`: when it was first seen, the beginning of its digest, its copy."""

    path: str
    seen: datetime
    digest: str
    copy: Path

    @property
    def text(self) -> str:
        """Its words; empty when the copy was deleted meanwhile."""
        try:
            return self.copy.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word that a file shall be as it then was. `how`: accepted, edited, onboarded, discovered."""

    path: str
    digest: str
    how: str
    at: datetime
    actor: str
    channel: str


def guiding_files(home: Home) -> list[str]:
    """The files that guide the agent, there or not, and the postures there are."""
    return [*GUIDING.values(), *map(posture_path, postures(home))]


def versions(home: Home, path: str) -> list[Version]:
    """The versions of a file that are kept, oldest first; one after another they differ."""
    try:
        names = sorted(entry.name for entry in _folder(home, path).iterdir())
    except OSError:
        return []
    found: list[Version] = []
    for name in names:
        hit = _NAME.fullmatch(name)
        if hit and not (found and found[-1].digest == hit[2]):
            found.append(Version(path, _instant(hit[1]), hit[2], _folder(home, path) / name))
    return found


def keep_versions(home: Home, now: datetime) -> list[Version]:
    """Keeps every file that guides the agent and is not what it was when last seen; returns these.

    Raises DiskTrouble.
    """
    kept = [keep_version(home, path, now) for path in guiding_files(home)]
    return [version for version in kept if version is not None]


def keep_version(home: Home, path: str, now: datetime) -> Version | None:
    """Keeps one file, if it can be read to its end and is new."""
    read = read_file(home, path)
    if read.digest is None:
        return None
    before = versions(home, path)[-1:]
    if before and read.digest.startswith(before[0].digest):
        return None
    # A clock that was set back must not put a version before an earlier one.
    seen = max([now.astimezone(UTC), *(one.seen + timedelta(microseconds=1) for one in before)])
    data = (home.root / path).read_bytes()
    if digest_of(data) != read.digest:
        return None  # it is being written just now: it will be seen again
    digest = read.digest[:_DIGITS]
    copy = _folder(home, path) / f"{seen:%Y%m%dT%H%M%S.%f}Z-{digest}.md"
    make_folder(copy.parent)
    atomic_write(copy, data)
    return Version(path, seen, digest, copy)


def decisions(records: Iterable[Mapping[str, Any]]) -> dict[str, list[Decision]]:
    """What persons decided about identity files, by path, oldest first; all other records are passed over."""
    found: dict[str, list[Decision]] = {}
    for record in records:
        if record.get("kind") == KIND and (decision := _decision(record)):
            found.setdefault(decision.path, []).append(decision)
    return found


def _decision(record: Mapping[str, Any]) -> Decision | None:
    words = [record.get(name) for name in ("path", "sha256", "how", "actor", "channel")]
    path, digest, how, actor, channel = (word if isinstance(word, str) else "" for word in words)
    try:
        at = parse_instant(record.get("at"))
    except ValueError:
        return None
    return Decision(path, digest, how, at, actor, channel) if path and digest else None


def _folder(home: Home, path: str) -> Path:
    return home.root / HISTORY_FOLDER / path.removeprefix(f"{FOLDER}/").removesuffix(".md")


def _instant(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
