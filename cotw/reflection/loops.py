"""Loops: what an agent does again and again without getting on, seen in its last calls.

The same call five times, the same file read three times, the same output three times, within twenty calls.
A tool's name alone says nothing: of 62 real runs 42 used one tool five times within twenty calls. So a call
is the same if its target is; and what changes something is no loop: to edit a file five times is work, its
confirmations are always the same, and what was changed may be read again.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from cotw.clock import local_day
from cotw.extraction.plain import plain
from cotw.records.message import Message, ToolCall
from cotw.records.source import SourceRef
from cotw.records.stability import Circling, Loop

CALLS_SEEN = 20
TIMES = {Circling.CALL: 5, Circling.READ: 3, Circling.OUTPUT: 3}

_CHANGES = re.compile(
    r"edit|write|patch|create|update|todo|replace|insert|delete|remove|save|task|plan|move", re.IGNORECASE
)
_CHANGING_COMMAND = re.compile(r"\W*(?:apply_patch|git (?:add|commit)|sed -i|mkdir|touch|rm|mv|cp)\b")
_READS = re.compile(r"(?:^|[\W_])(?:read|view|open|cat)|(?<=[a-z])Read|(?<=[a-z])View", re.IGNORECASE)
_READING_COMMAND = re.compile(
    r"\W*(?:cat|less|head|tail|bat|nl)\s+(?:-\S+\s+)*(?P<path>[^\s|;&<>-][^\s|;&<>]*)\s*$"
)
# What outputs of a program that has no name for its tool are called.
_NAMELESS = "result"


@dataclass(frozen=True, slots=True)
class _Call:
    """A call: what was called with what, and where that stands."""

    tool: str
    target: str
    source: str

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return bool(_CHANGES.search(self.tool) or _CHANGING_COMMAND.match(self.target))

    def changes_file(self, file: str | None) -> bool:
        """Whether it changes this file, which may be read again then."""
        return self.changes and file is not None and file in self.target

    @property
    def file(self) -> str | None:
        """The file that it reads."""
        if self.target and _READS.search(self.tool):
            return self.target
        command = _READING_COMMAND.match(self.target)
        return command["path"] if command else None


def loops(records: Iterable[Message], zone: tzinfo) -> list[Loop]:
    """The loops in the last twenty calls of `records`, those of one session in order; the longest first."""
    told = [(one, one.call) for one in records if one.call is not None and one.subagent is None]
    places = [place for place, (_, call) in enumerate(told) if _calls(call)]
    recent = told[places[-CALLS_SEEN] :] if len(places) > CALLS_SEEN else told
    calls = [_called(one, call, zone) for one, call in recent if _calls(call)]
    found = [*_same_calls(calls), *_same_reads(calls), *_same_outputs(recent, zone)]
    return sorted(_without_repetition(found), key=lambda one: (-one.times, one.kind, one.target))


def _calls(call: ToolCall) -> bool:
    """Whether a record tells of a call; else it tells of an output alone."""
    return bool(call.target) or not call.digest


def _called(message: Message, call: ToolCall, zone: tzinfo) -> _Call:
    source = SourceRef(local_day(message.timestamp, zone), message.id)
    return _Call(call.name, call.target or "", str(source))


def _same_calls(calls: Sequence[_Call]) -> Iterator[Loop]:
    again: dict[tuple[str, str], list[_Call]] = {}
    for one in calls:
        if one.changes:
            again = {call: same for call, same in again.items() if not one.changes_file(same[0].file)}
        elif one.target:
            again.setdefault((one.tool, one.target), []).append(one)
    yield from _often(Circling.CALL, again.values())


def _same_reads(calls: Sequence[_Call]) -> Iterator[Loop]:
    again: dict[str, list[_Call]] = {}
    for one in calls:
        if one.changes:
            again = {file: reads for file, reads in again.items() if not one.changes_file(file)}
        elif one.file is not None:
            again.setdefault(one.file, []).append(one)
    yield from _often(Circling.READ, again.values())


def _same_outputs(recent: Sequence[tuple[Message, ToolCall]], zone: tzinfo) -> Iterator[Loop]:
    """Outputs are told in the order of their calls, as far as programs tell them at all."""
    again: dict[str, list[_Call]] = {}
    waiting: deque[_Call] = deque(maxlen=CALLS_SEEN)
    for message, call in recent:
        own = _called(message, call, zone)
        if not call.digest:
            waiting.append(own)
            continue
        asked = own if call.target or not waiting else waiting.popleft()
        if call.size and not asked.changes and not own.changes:
            tool = asked.tool if asked.tool != _NAMELESS else ""
            again.setdefault(call.digest, []).append(_Call(tool, asked.target, own.source))
    yield from _often(Circling.OUTPUT, again.values())


def _often(kind: Circling, groups: Iterable[Sequence[_Call]]) -> Iterator[Loop]:
    for same in groups:
        if len(same) >= TIMES[kind]:
            last = same[-1]
            yield Loop(kind, plain(last.tool), plain(last.target), tuple(one.source for one in same))


def _without_repetition(found: Sequence[Loop]) -> list[Loop]:
    """One loop for what is at once a call, a read and an output: the one with most to show for it."""
    kept: dict[tuple[str, str], Loop] = {}
    for one in found:
        same = (one.tool, one.target) if one.target else (one.kind, one.sources[0])
        before = kept.get(same)
        if before is None or one.times > before.times:
            kept[same] = one
    return list(kept.values())
