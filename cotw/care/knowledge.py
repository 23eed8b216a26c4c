"""Knowledge: the facts of bound files, taken in when they change, listed, and forgotten.

Files are read before truth is locked: a disk that hangs must not keep others from writing. A file that is
not there may be back in a moment; its facts are removed when it is missing a second time.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cotw.care.binding import bindings
from cotw.care.bound_files import Look, is_reachable, look, read
from cotw.care.forget import Forgotten, Progress, finish
from cotw.care.glances import Glances
from cotw.errors import UsageError
from cotw.extraction.declaring import statements
from cotw.extraction.renewing import removal, renewal
from cotw.memory import Memory
from cotw.records.fact import Binding, Life, Statement, Turn, binding_of
from cotw.records.problem import Problem
from cotw.retrieval.knowledge import FoundFact, find_facts
from cotw.retrieval.prefixes import id_among
from cotw.store.declared import KIND, Declared, Line, fold, missing_line

MOST_STATEMENTS = 5_000


@dataclass(slots=True)
class KnowledgeReport:
    """What a refresh found: bound files, how many of them were read, what happened to facts, what is wrong.

    `missing` are files that were not there for the first time: nothing was removed yet.
    """

    files: int = 0
    read: int = 0
    turns: Counter[Turn] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a bound file says now."""

    path: str
    digest: str
    statements: list[Statement]


def declared_facts(memory: Memory) -> Declared:
    """All facts that were ever declared, as the journal tells of them."""
    return fold(memory.truth.journal.of_kind(KIND))


def standing_facts(memory: Memory, thread: str | None = None, *, every: bool = False) -> list[Life]:
    """The facts that hold everywhere or in `thread`, or with `every` in any thread, by file and line."""
    bound = bindings(memory)
    standing = ((life, binding_of(life.path, bound)) for life in declared_facts(memory).current())
    return [life for life, one in standing if one is not None and (every or one.thread in (None, thread))]


def search_facts(memory: Memory, question: str, thread: str | None, *, most: int) -> list[FoundFact]:
    """The facts that hold everywhere or in `thread` and are about the question, the best first."""
    posed = memory.pose(question, memory.clock())
    least = memory.config.settled.min_knowledge_cosine
    with memory.index() as index:
        return find_facts(index, posed, thread, most=most, min_cosine=least, kept=memory.kept_facts)


def refresh_knowledge(memory: Memory, *, gone: bool = False, dry_run: bool = False) -> KnowledgeReport:
    """Notes in the journal what has changed in bound files since the last time.

    With `gone` a person says that files that are not there are gone for good. The index is the caller's to
    refresh. Raises Locked and DiskTrouble.
    """
    bound, limits = bindings(memory), memory.config.settled
    found = look(bound, limits, without=memory.home.root.resolve())
    report = KnowledgeReport(files=len(found.paths), problems=found.problems)
    glances = Glances(memory.home.cache / "glances.json")
    seen = list(_read_changed(memory, found, declared_facts(memory), glances, report))
    if dry_run:
        _count(_changes(declared_facts(memory), seen, found, bound, report, gone=gone), report)
        return report
    with memory.truth.writing() as writer:
        # Folded again under the lock: another process may have noted the same just now.
        declared = declared_facts(memory)
        lines = list(_changes(declared, seen, found, bound, report, gone=gone))
        writer.record_all(memory.truth.journal, lines)
    _count(lines, report)
    glances.save(found.paths)
    return report


def find_life(declared: Declared, prefix: str) -> Life:
    """The one life whose id begins with `prefix`. Raises UsageError and NothingFound."""
    lives = {life.id: life for life in declared.lives()}
    return lives[id_among(lives, prefix, "fact", hint="see them with: cotw knowledge list")]


def forget_facts(memory: Memory, lives: list[Life], by: Mapping[str, str], progress: Progress) -> Forgotten:
    """Takes former facts out of journal, index and caches for good. `by` says who decided it.

    Raises UsageError if one of them still stands in its file: it would come back.
    """
    for life in lives:
        if still_stands(memory, life):
            raise UsageError(
                f"it still stands in {life.path}, and would come back",
                hint="take it out of the file, run cotw knowledge refresh, and forget it then",
            )
    with memory.truth.writing() as writer:
        writer.forget(frozenset(life.id for life in lives), dict(by))
    return finish(memory, progress)


def still_stands(memory: Memory, life: Life) -> bool:
    """Whether its file says so still: what is forgotten of it would come back."""
    file = read(Path(life.path), memory.config.settled)
    if binding_of(life.path, bindings(memory)) is None or file is None or isinstance(file, Problem):
        return life.ended is None
    return any(statement.text == life.text for statement in statements(file.text))


def _read_changed(
    memory: Memory, found: Look, declared: Declared, glances: Glances, report: KnowledgeReport
) -> Iterator[_Seen]:
    """Reads those files that are not known as they are, and notes what cannot be read."""
    for name in found.paths:
        path, known = Path(name), declared.digest(name)
        if known and glances.digest(path) == known:
            continue
        file = read(path, memory.config.settled)
        if file is None or isinstance(file, Problem):
            report.problems += [] if file is None else [file]
            continue
        report.read += 1
        glances.note(path, file.digest, memory.clock())
        if file.digest == known:
            continue
        said = statements(file.text)
        if len(said) > MOST_STATEMENTS:
            reason = f"holds {len(said):,} statements, more than {MOST_STATEMENTS:,}, and was not taken in"
            report.problems.append(Problem(name, None, reason))
        else:
            yield _Seen(name, file.digest, said)


def _changes(
    declared: Declared,
    seen: list[_Seen],
    found: Look,
    bound: tuple[Binding, ...],
    report: KnowledgeReport,
    *,
    gone: bool,
) -> Iterator[Line]:
    for one in seen:
        if declared.digest(one.path) != one.digest:
            yield from renewal(declared, one.path, one.digest, one.statements)
    there = set(found.paths)
    for path, file in declared.files.items():
        binding = binding_of(path, bound)
        if path in there or binding is None or not declared.current(path):
            continue
        if os.path.lexists(path):
            report.problems.append(Problem(path, None, "is a link now, or one file too many: left as it was"))
        elif gone or (file.missing and is_reachable(path, binding)):
            yield from removal(declared, path)
        elif is_reachable(path, binding):
            report.missing.append(path)
            yield missing_line(path)


def _count(lines: Iterator[Line] | list[Line], report: KnowledgeReport) -> None:
    report.turns.update(Turn(line["turn"]) for line in lines if "turn" in line)
