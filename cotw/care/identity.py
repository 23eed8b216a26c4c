"""Identity: the files that guide the agent, as it gets them and as their person looks after them.

A person may edit the files with any program; what COTW writes into them is decided on by a person, and the
ledger names file, digest and decision. The words of each version stand in `identity/history/`. The rules that
files are checked by are imported by who checks: an agent that is told of them does not wait for those.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from cotw.clock import local_day, local_minute
from cotw.errors import Changed, DiskTrouble, NothingFound, UsageError
from cotw.files import atomic_write, digest_of, disk_errors, make_folder
from cotw.identity.history import (
    KIND,
    Decision,
    Version,
    decisions,
    guiding_files,
    keep_version,
    keep_versions,
    versions,
)
from cotw.identity.layers import Layer, LayerName, layers
from cotw.identity.postures import posture
from cotw.identity.reading import MOST_BYTES, read_file
from cotw.memory import Memory
from cotw.records.passage import Passage
from cotw.store.finding import Finding

_NOTHING_GIVEN: Mapping[LayerName, Sequence[Passage]] = {}


@dataclass(frozen=True, slots=True)
class Seen:
    """A version of a file, what it changed of the one before in lines, and the decision that named it."""

    version: Version
    added: int
    removed: int
    decision: Decision | None


def today_of(memory: Memory) -> date:
    """The day where the person lives."""
    return local_day(memory.clock(), memory.truth.zone)


def identity_layers(
    memory: Memory, given: Mapping[LayerName, Sequence[Passage]] = _NOTHING_GIVEN
) -> list[Layer]:
    """The nine layers as an agent gets them now; `given` are the passages of those that are no files."""
    note_versions(memory)
    return layers(
        memory.home,
        counter=memory.embedder.count_pieces,
        budget=memory.config.identity,
        today=today_of(memory),
        given=given,
    )


def posture_layer(memory: Memory, mode: str) -> Layer:
    """What an agent is told in `mode`."""
    budget = memory.config.identity.posture_tokens
    return posture(memory.home, mode, counter=memory.embedder.count_pieces, budget=budget)


def note_versions(memory: Memory) -> None:
    """Keeps what changed of the files that guide the agent; on a disk that takes nothing, nothing."""
    with suppress(DiskTrouble):
        keep_versions(memory.home, memory.clock())


def check_identity(memory: Memory) -> list[Finding]:
    """What is to be found in the identity files."""
    from cotw.identity.checking import check

    note_versions(memory)
    return check(
        memory.home,
        counter=memory.embedder.count_pieces,
        budget=memory.config.identity,
        now=memory.clock().astimezone(memory.truth.zone),
        decided=_decided(memory),
    )


def accept(memory: Memory, paths: Iterable[str], by: Mapping[str, str]) -> list[str]:
    """Notes that a person has read these files and means them as they are; returns those it was not noted of.

    `by` says who: actor and channel. Raises UsageError for a file that cannot be read to its end.
    """
    from cotw.identity.checking import baseline, is_settled

    decided = _decided(memory)
    noted = []
    for path in paths:
        read = read_file(memory.home, path)
        if read.is_missing:
            continue
        if read.digest is None:
            raise UsageError(str(read.findings[0]), hint="what cannot be read cannot be accepted")
        settled = baseline(memory.home, path, decided)
        if settled is None or not settled.decided or not is_settled(read, settled):
            keep_version(memory.home, path, memory.clock())
            _record(memory, path, read.digest, "accepted", by)
            noted.append(path)
    return noted


def bytes_of(memory: Memory, path: str) -> bytes:
    """What the file holds, nothing where it is missing; to be given to `replace` again.

    Raises UsageError for what is no file of the home or too large to be one.
    """
    read = read_file(memory.home, path)
    if read.is_missing:
        return b""
    if read.digest is None:
        raise UsageError(str(read.findings[0]), hint="look at it with a file manager")
    with disk_errors(memory.home.root / path):
        return (memory.home.root / path).read_bytes()


def require_writable(memory: Memory, path: str) -> None:
    """Raises UsageError for a file that its person has protected: a rename would not ask."""
    full = memory.home.root / path
    if full.exists() and not full.stat().st_mode & 0o222:
        raise UsageError(f"{path} is write-protected", hint=f"if you mean it: chmod u+w {full}")


def replace(memory: Memory, path: str, data: bytes, *, was: bytes, how: str, by: Mapping[str, str]) -> None:
    """Puts `data` in the place of what the file held when it was read, which was `was`; notes who decided it.

    Raises Changed when somebody else has written to it since, and UsageError for what is too large, or is
    write-protected.
    """
    require_writable(memory, path)
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path} would be larger than {MOST_BYTES // 1024} kB", hint="make it shorter")
    full = memory.home.root / path
    # A linked file is changed where it is, inside of the home; the link stays.
    full = full.resolve() if full.is_symlink() else full
    with memory.truth.writing() as writer:
        if bytes_of(memory, path) != was:
            raise Changed(
                f"{path} was changed meanwhile, and is left as it is", hint="look at it, then try again"
            )
        note_versions(memory)
        make_folder(full.parent)
        atomic_write(full, data)
        keep_version(memory.home, path, memory.clock())
        writer.record(memory.truth.ledger, _note(path, digest_of(data), how, by))


def history_of(memory: Memory, path: str) -> list[Seen]:
    """The versions of a file that are kept, oldest first."""
    note_versions(memory)
    decided = _decided(memory).get(path, [])
    former: list[str] = []
    seen = []
    for version in versions(memory.home, path):
        lines = version.text.splitlines()
        changes = [line[0] for line in islice(difflib.unified_diff(former, lines, n=0), 2, None)]
        named = [one for one in decided if one.digest.startswith(version.digest)]
        seen.append(Seen(version, changes.count("+"), changes.count("-"), named[-1] if named else None))
        former = lines
    return seen


def difference(memory: Memory, path: str, before: datetime | None) -> str:
    """What changed in a file, as a unified diff; empty if nothing did.

    Compared is the version that held at the instant `before`, or else the one that a person last decided on,
    or the first one seen. Raises NothingFound where that is not kept.
    """
    from cotw.identity.checking import baseline

    note_versions(memory)
    every = versions(memory.home, path)
    if before is not None:
        held = [one for one in every if one.seen < before] or every[:1]
    else:
        settled = baseline(memory.home, path, _decided(memory))
        held = [one for one in every if settled and settled.digest.startswith(one.digest)]
    if not held:
        raise NothingFound(f"no earlier version of {path} is kept", hint="see: cotw identity history")
    stamp = local_minute(held[-1].seen, memory.truth.zone)
    return diff_of(held[-1].text, read_file(memory.home, path).text, path, stamp)


def diff_of(old: str, new: str, path: str, stamp: str = "now") -> str:
    """A unified diff of two texts of one file."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), f"{path} ({stamp})", path, lineterm="")
    return "\n".join(lines)


def all_files(memory: Memory) -> list[str]:
    """The files that guide the agent."""
    return guiding_files(memory.home)


def _decided(memory: Memory) -> dict[str, list[Decision]]:
    return decisions(memory.truth.ledger.of_kind(KIND))


def _record(memory: Memory, path: str, digest: str, how: str, by: Mapping[str, str]) -> None:
    with memory.truth.writing() as writer:
        writer.record(memory.truth.ledger, _note(path, digest, how, by))


def _note(path: str, digest: str, how: str, by: Mapping[str, str]) -> dict[str, str]:
    return {"kind": KIND, "path": path, "sha256": digest, "how": how, **by}
