"""Prepared starts: what a session of a tool in a project would begin with, lying ready for its hook.

A hook has no time to ask who the agent is; it prints what lies in `cache/starts/`, as long as every file that
it was made of is as it was. What is in it is what `injecting` would give, but for time, id and mark of the
block, which the hook adds. Nothing is claimed and nothing noted: whoever prints it leaves a pointer.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cotw import __version__
from cotw.care.context import Wish, turn_of
from cotw.care.hooked import mode_of
from cotw.care.identity import today_of
from cotw.care.start_files import day_of, decided, guiding, of_ledger, others, stat_of
from cotw.care.start_told import Told, told_at_start
from cotw.continuity.context import place_of, zone_of
from cotw.errors import CotwError
from cotw.files import atomic_write, disk_errors, from_json, make_folder, to_json
from cotw.home import Home
from cotw.memory import Memory
from cotw.secrets import mask
from cotw.store.forgetting import DONE, unfinished
from cotw.store.forgetting import KIND as FORGET
from cotw.wire.paths import settings_of, starts_folder

# Projects that somebody works in; an older one is prepared again when it is worked in again.
_MOST_KEPT = 64
# So many are told anew at once, those of late first: a guiding file that was edited changes them all.
_MOST_AGAIN = 8
_NEEDED = {"guiding", "files", "day", "decided", "with_handoff", "alone"}
# For a session that nobody has heard of: placed nowhere, and nothing was said in it.
_NEW_SESSION = ""


def prepare_start(memory: Memory, tool: str, project: str | None) -> Path | None:
    """Prepares the start of a session of `tool` in the folder `project`; where it lies.

    None if it could not be told whole, or what it tells of was changed meanwhile: then none lies there. Nor
    does one whose project has a secret in its path, which would stand in it.
    """
    if project is not None and mask(project) != project:
        return None
    path = _folder(memory.home) / f"{start_key(tool, project)}.json"
    wish = Wish(mode=mode_of(memory, tool), session=_NEW_SESSION, project=project, start=True)
    turn = turn_of(memory, wish)
    # Looked at before they are read: what changes in between is then noticed.
    decision = decided(memory)
    files = {"guiding": guiding(memory, turn), "files": others(memory, turn)}
    told = told_at_start(memory, turn)
    if told is None:
        path.unlink(missing_ok=True)
        return None
    facts = {
        "version": __version__,
        "tool": tool,
        "project": project,
        "thread": turn.thread,
        "mode": turn.mode,
        "decided": decision,
        "settings": settings_of(memory.surroundings.environment),
        "zone": zone_of(turn),
        "day": day_of(memory),
        "tail": place_of(turn),
        **files,
    }
    return path if _put(memory, path, facts, told) else None


def prepare_starts(memory: Memory, wanted: Iterable[tuple[str, str | None]]) -> None:
    """Prepares these starts, and those anew that do not fit any more; what cannot be prepared is left out.

    Nobody waits for it, and nothing depends on it: a hook asks the keeper where nothing lies ready.
    """
    fresh = list(dict.fromkeys(wanted))[:_MOST_KEPT]
    done = {start_key(tool, project) for tool, project in fresh}
    stale: list[tuple[str, str | None]] = []
    for key, one in _kept(memory.home).items():
        with suppress(CotwError, OSError):
            if key not in done and not _fits(memory, one) and not _restamped(memory, one):
                stale.append((one["tool"], one["project"]))
    for tool, project in [*fresh, *stale[:_MOST_AGAIN]]:
        with suppress(CotwError, OSError):
            prepare_start(memory, tool, project)
    for path in _latest(memory.home)[_MOST_KEPT:]:
        path.unlink(missing_ok=True)


def prepared_starts(memory: Memory) -> list[tuple[str, str | None]]:
    """Tool and project of each start that lies ready, the last written first."""
    return [(one["tool"], one["project"]) for one in _kept(memory.home).values()]


def forget_starts(home: Home) -> None:
    """Deletes all that is prepared: it may quote what is to be forgotten."""
    for path in _folder(home).glob("*"):
        with disk_errors(path):
            path.unlink(missing_ok=True)


def start_key(tool: str, project: str | None) -> str:
    """The name under which a start lies."""
    return hashlib.sha256(f"{tool}\0{project or ''}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _put(memory: Memory, path: Path, facts: dict[str, Any], told: Told) -> bool:
    """Puts a start where hooks look; False if anything that it depends on has changed since."""
    record = facts | {"mark": told.mark, "not_for": told.not_for}
    record |= {"with_handoff": told.with_handoff, "without": told.without, "alone": told.alone}
    with memory.truth.writing():
        if _is_forgetting(memory) or not _fits(memory, record):
            path.unlink(missing_ok=True)
            return False
        for left in make_folder(path.parent).glob(".*.tmp"):  # by one who was killed: nobody else writes now
            left.unlink(missing_ok=True)
        atomic_write(path, to_json(record))
    return True


def _restamped(memory: Memory, start: dict[str, Any]) -> bool:
    """Whether a start fits again because only the ledger has grown, by lines that it does not depend on."""
    files = {name: stat for name, stat in start["files"].items() if not name.startswith("ledger")}
    start = {**start, "files": files | of_ledger(memory)}
    if start["decided"] != decided(memory) or not _fits(memory, start):
        return False
    path = _folder(memory.home) / f"{start_key(start['tool'], start['project'])}.json"
    with memory.truth.writing():
        if _is_forgetting(memory):
            return False
        prepared = path.stat()
        atomic_write(path, to_json(start))
        os.utime(path, ns=(prepared.st_atime_ns, prepared.st_mtime_ns))
    return True


def _is_forgetting(memory: Memory) -> bool:
    """Whether something is to be forgotten that the index may hold still."""
    return bool(unfinished(memory.truth.decisions(FORGET), until=DONE))


def _fits(memory: Memory, start: dict[str, Any]) -> bool:
    """Whether a start would still be told so."""
    root = memory.home.root
    handoff = start["with_handoff"]
    stats = {**start["guiding"], **start["files"]}
    if handoff is not None:
        stats[handoff["page"]] = handoff["page_stat"]
    same = all(stat_of(root / name) == stat for name, stat in stats.items())
    of_today = start["day"] in (None, today_of(memory).isoformat())
    return same and of_today


def _kept(home: Home) -> dict[str, dict[str, Any]]:
    """The starts that lie there, by name; a file that is none, or of another version, is deleted."""
    found: dict[str, dict[str, Any]] = {}
    for path in _latest(home):
        try:
            if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would never be read to its end
                raise ValueError("is no file")
            start = from_json(path.read_bytes())
            named = start_key(start["tool"], start["project"]) == path.stem
            if named and start["version"] == __version__ and start.keys() >= _NEEDED:
                found[path.stem] = start
                continue
        except (OSError, ValueError, KeyError, TypeError):
            pass
        path.unlink(missing_ok=True)
    return found


def _latest(home: Home) -> list[Path]:
    """The files there, the last written first."""
    dated: list[tuple[float, Path]] = []
    for path in _folder(home).glob("*.json"):
        with suppress(OSError):
            dated.append((path.lstat().st_mtime, path))
    return [path for _, path in sorted(dated, reverse=True)]


def _folder(home: Home) -> Path:
    return Path(starts_folder(str(home.root)))
