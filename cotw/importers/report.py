"""What an import run has found: counts of what was new, and every problem named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cotw.records.message import Kind
from cotw.records.problem import Problem

# Of one file no more problems than this are listed one by one: a broken gigabyte must not fill memory.
PROBLEMS_LISTED = 100


@dataclass(slots=True)
class IngestReport:
    """All counts are of what was new to the archive; `aside` counts what is not speech, by label."""

    dry_run: bool = False
    files_read: int = 0
    files_unchanged: int = 0
    files_not_transcripts: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    prompts: int = 0
    replies: int = 0
    exchanges: int = 0
    duplicates: int = 0
    days: int = 0
    receipts: int = 0
    aside: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    _listed: Counter[str] = field(default_factory=Counter)

    @property
    def messages(self) -> int:
        """New speech: prompts and replies."""
        return self.prompts + self.replies

    def add_problem(self, problem: Problem) -> None:
        """Counts a problem, and lists it unless its file has filled its share of the list."""
        self.problem_count += 1
        self._listed[problem.where] += 1
        if self._listed[problem.where] <= PROBLEMS_LISTED:
            self.problems.append(problem)

    def add_counts(self, counts: dict[str, int]) -> None:
        """Takes over how many messages of each label were new."""
        self.prompts = counts.pop(Kind.HUMAN.value, 0)
        self.replies = counts.pop(Kind.AGENT.value, 0)
        self.aside = counts

    def as_record(self) -> dict[str, Any]:
        """The report for `--json`."""
        return {
            "dry_run": self.dry_run,
            "files": {
                "read": self.files_read,
                "unchanged": self.files_unchanged,
                "not_transcripts": self.files_not_transcripts,
                "by_format": dict(sorted(self.formats.items())),
            },
            "sessions": self.sessions,
            "messages": self.messages,
            "prompts": self.prompts,
            "replies": self.replies,
            "exchanges": self.exchanges,
            "duplicates": self.duplicates,
            "aside": self.aside,
            "days": self.days,
            "receipts": self.receipts,
            "problem_count": self.problem_count,
            "problems": [
                {"file": problem.where, "line": problem.line, "reason": problem.reason}
                for problem in self.problems
            ],
        }
