"""Beside the archive: what else of a home holds words that a person wants forgotten.

Decisions, facts that no file states any more, rendered pages and kept versions of identity files go with the
exchanges. What a person keeps themselves – identity files, files that are bound – is only named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cotw.care.contemplating import answer_lines
from cotw.care.knowledge import declared_facts, still_stands
from cotw.care.reflected import inquiries, proposals
from cotw.care.selecting import Selection
from cotw.continuity import truth_table
from cotw.files import disk_errors
from cotw.identity.history import HISTORY_FOLDER
from cotw.memory import Memory
from cotw.records import threads
from cotw.reflection.proposals import DECIDED
from cotw.store.forgetting import RENDERED, decision_id

DECISION, FACT, THOUGHT, FILE = "decision", "former fact", "thought", "page or version"
_WORDS = {
    truth_table.KIND: ("key", "value", "because"),
    threads.KIND: ("title",),
    DECIDED: ("sentence",),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What holds the words: ids of `decisions`, `facts` and `thoughts` (inquiries with a thinker's answers,
    proposals), `files` that go; `standing` are left alone.
    """

    decisions: frozenset[str]
    facts: frozenset[str]
    thoughts: frozenset[str]
    files: tuple[Path, ...]
    standing: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each that goes."""
        found = {
            DECISION: len(self.decisions),
            FACT: len(self.facts),
            THOUGHT: len(self.thoughts),
            FILE: len(self.files),
        }
        return {label: count for label, count in found.items() if count}

    def add_to(self, selection: Selection) -> None:
        """Lets it go with what was selected of the archive."""
        selection.ids |= self.decisions | self.facts | self.thoughts
        selection.counts.update(self.counts)
        selection.files = self.files


def beside(memory: Memory, words: str) -> Beside:
    """What holds `words`, in whichever case."""
    wanted = words.casefold()
    lives = [life for life in declared_facts(memory).lives() if wanted in life.text.casefold()]
    standing = {life for life in lives if still_stands(memory, life)}
    identity, history = memory.home.identity, memory.home.root / HISTORY_FOLDER
    rendered = [memory.home.root / folder for folder in RENDERED]
    yours = [path for path in _holding([identity], wanted) if not path.is_relative_to(history)]
    return Beside(
        frozenset(_decisions((line.record for line in memory.truth.ledger.read()), wanted)),
        frozenset(life.id for life in lives if life not in standing),
        frozenset(_thoughts(memory, wanted)),
        tuple(_holding([history, *rendered], wanted)),
        tuple(sorted({*(life.path for life in standing), *map(str, yours)})),
    )


def _decisions(records: Iterable[Mapping[str, Any]], wanted: str) -> Iterator[str]:
    """The ids of decisions; a row of the truth table goes whole, lest a former value holds again."""
    rows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    meant: set[tuple[str, str]] = set()
    for record in records:
        kind = str(record.get("kind"))
        said = [str(record.get(name) or "") for name in _WORDS.get(kind, ())]
        holds = any(wanted in text.casefold() for text in said)
        if kind == truth_table.KIND:
            row = truth_table.normal_key(said[0]), str(record.get("thread"))
            rows[row].append(decision_id(record))
            meant |= {row} if holds else set()
        elif holds:
            yield decision_id(record)
    for row in meant:
        yield from rows[row]


def _thoughts(memory: Memory, wanted: str) -> Iterator[str]:
    """What a thinker said goes with what it was thought of; but who thinks may say words of their own."""
    for one in inquiries(memory).values():
        said = [line for answered in one.answered for line in answer_lines(answered.answer)]
        if any(wanted in line.casefold() for line in said):
            yield one.id
    for proposal in proposals(memory).values():
        if wanted in proposal.sentence.casefold() or wanted in proposal.because.casefold():
            yield proposal.id


def _holding(folders: Iterable[Path], wanted: str) -> Iterator[Path]:
    """The files below some folders that hold the words."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                with disk_errors(path):
                    text = path.read_bytes().decode("utf-8", "replace")
                if wanted in text.casefold():
                    yield path
