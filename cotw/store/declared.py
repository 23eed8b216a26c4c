"""What was declared: the facts of bound Markdown files, folded from the lines that the journal has of them.

A line tells what happened to one fact, or what was seen of one file. Former lives stay: history is all of
them. A line that names a fact is what `forget` takes out, so no line names two, and lines of files none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cotw.clock import parse_instant
from cotw.ids import short_digest
from cotw.records.fact import Binding, Life, Span, Statement, Turn

KIND = "declared"
BINDING_KIND = "knowledge"
BIND, UNBIND = "bind", "unbind"

Line = dict[str, Any]


@dataclass(slots=True)
class SeenFile:
    """What was last seen of a file: its digest, the number of its facts, how often it was missing since."""

    digest: str = ""
    count: int = 0
    missing: int = 0


@dataclass(slots=True)
class Declared:
    """All lives of all facts, by lineage, and the files they stand in. Made by `fold`."""

    lineages: dict[str, list[Life]] = field(default_factory=dict)
    files: dict[str, SeenFile] = field(default_factory=dict)

    def lives(self, path: str | None = None) -> Iterator[Life]:
        """Every life, of one file or of all, each lineage from its beginning."""
        for lives in self.lineages.values():
            yield from (life for life in lives if path in (None, life.path))

    def current(self, path: str | None = None) -> list[Life]:
        """What stands in a file, or in all of them, in the order of files and lines."""
        standing = [life for life in self.lives(path) if life.ended is None]
        return sorted(standing, key=lambda life: (life.path, life.statement.span, life.lineage))

    def digest(self, path: str) -> str:
        """The digest of a file whose facts are all known; empty if it has to be read in any case."""
        seen = self.files.get(path)
        if seen is None or seen.missing or seen.count != len(self.current(path)):
            return ""  # something that was known of it was forgotten, or never written
        return seen.digest


def fold(records: Iterable[Mapping[str, Any]]) -> Declared:
    """What these lines of the journal say; other kinds and broken lines are passed over."""
    declared = Declared()
    for record in records:
        if record.get("kind") != KIND:
            continue
        try:
            at = parse_instant(record["at"])
            if "file" in record:
                _take_file(declared, record)
            else:
                _take_fact(declared, record, at)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return declared


def fold_bindings(records: Iterable[Mapping[str, Any]]) -> tuple[Binding, ...]:
    """The files and folders that are bound now, by path."""
    bound: dict[str, Binding] = {}
    for record in records:
        if record.get("kind") != BINDING_KIND:
            continue
        try:
            path, thread = str(record["path"]), record.get("thread")
            if record["decision"] == BIND:
                bound[path] = Binding(path, thread and str(thread), parse_instant(record["at"]))
            else:
                bound.pop(path, None)
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(bound[path] for path in sorted(bound))


def began_line(
    turn: Turn, path: str, statement: Statement, *, after: Life | None, known: Mapping[str, object]
) -> Line:
    """The line that begins a life: that of a new lineage, or the next one `after` another life.

    `known` are the lineages there are.
    """
    lineage = after.lineage if after else _new_lineage(path, statement, known)
    return {
        "kind": KIND,
        "turn": turn.value,
        "fact": short_digest("fact", lineage, after.id if after else "", *statement.heading, statement.text),
        "lineage": lineage,
        "path": path,
        "heading": list(statement.heading),
        "text": statement.text,
        "lines": list(statement.span),
    }


def removed_line(life: Life) -> Line:
    """The line that ends a life without another."""
    return {"kind": KIND, "turn": Turn.REMOVED.value, "fact": life.id, "lineage": life.lineage}


def read_line(path: str, digest: str, count: int, spans: Mapping[str, Span]) -> Line:
    """A file was read: its digest, the number of its facts, and by lineage where those are that only slid."""
    slid = {lineage: list(span) for lineage, span in spans.items()}
    return {"kind": KIND, "file": "read", "path": path, "digest": digest, "count": count, "lines": slid}


def missing_line(path: str) -> Line:
    """A file was not where it should be; it may come back."""
    return {"kind": KIND, "file": "missing", "path": path}


def gone_line(path: str) -> Line:
    """A file is not there any more; its facts were removed."""
    return {"kind": KIND, "file": "gone", "path": path}


def _take_file(declared: Declared, record: Mapping[str, Any]) -> None:
    seen = declared.files.setdefault(str(record["path"]), SeenFile())
    match record["file"]:
        case "read":
            seen.digest, seen.count, seen.missing = str(record["digest"]), int(record["count"]), 0
            for lineage, (first, last) in record["lines"].items():
                lives = declared.lineages.get(lineage)
                if lives:
                    moved = replace(lives[-1].statement, span=(int(first), int(last)))
                    lives[-1] = replace(lives[-1], statement=moved)
        case "missing":
            seen.missing += 1
        case "gone":
            seen.digest, seen.count, seen.missing = "", 0, 0


def _take_fact(declared: Declared, record: Mapping[str, Any], at: datetime) -> None:
    turn, id_, lineage = Turn(record["turn"]), str(record["fact"]), str(record["lineage"])
    lives = declared.lineages.get(lineage, [])
    standing = lives[-1] if lives and lives[-1].ended is None else None
    # Until it is noted that all of the file was read, it counts as not read: its reader may have been killed.
    path = str(record["path"]) if turn is not Turn.REMOVED else lives[-1].path if lives else ""
    if path in declared.files:
        declared.files[path].digest = ""
    if turn is Turn.REMOVED:
        if standing is not None and standing.id == id_:
            lives[-1] = replace(standing, ended=at, ending=turn)
        return
    first, last = record["lines"]
    statement = Statement(tuple(map(str, record["heading"])), str(record["text"]), (int(first), int(last)))
    life = Life(id_, lineage, path, statement, at, turn)
    if standing is not None:
        lives[-1] = replace(standing, ended=at, ending=turn, superseded_by=id_)
    declared.lineages[lineage] = [*lives, life]


def _new_lineage(path: str, statement: Statement, known: Mapping[str, object]) -> str:
    number = 0
    while True:
        lineage = short_digest("lineage", path, *statement.heading, statement.text, str(number))
        if lineage not in known:
            return lineage
        number += 1
