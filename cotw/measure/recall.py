"""Recall, measured: every question of a folder is asked of its own conversation, and what comes is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cotw.errors import UsageError
from cotw.files import atomic_file, disk_errors, to_json
from cotw.measure.asking import RANKED, Remembered, remembering
from cotw.measure.cases import QUESTIONS, Cases, Question
from cotw.measure.figures import Figures, Scored, figures, quantile
from cotw.measure.scoring import Item, Level, at_level, gold_of, is_left_out, score
from cotw.models.vectors import VectorCache
from cotw.records.problem import Problem
from cotw.settings import RecallSettings

if TYPE_CHECKING:
    from cotw.models.embedding import Embedder

# Told before a conversation is read in, and after each question: how many were asked, and of whom.
Progress = Callable[[int, str], None]
_OF_SESSIONS = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the ranked exchanges as the turns of each, their scores, and the milliseconds it took."""

    question: Question
    exchanges: tuple[Item, ...]
    scores: tuple[float, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """How well recall did.

    Of `asked` questions some were left out: `silent` because the right answer is silence, `unlabelled`
    because nothing at this level is named that answers them. `median_ms` and `p95_ms` are of one question
    to a memory that is open: embedding it, searching, and reading and judging some two hundred exchanges.
    """

    level: Level
    figures: list[Figures]
    asked: int
    silent: int
    unlabelled: int
    median_ms: float
    p95_ms: float
    problems: tuple[Problem, ...]


def measure_recall(
    cases: Cases,
    level: Level,
    embedder: Embedder,
    cache: Path,
    *,
    out: Path | None = None,
    progress: Progress = lambda done, conversation: None,
) -> Measured:
    """Asks every question of `cases` and scores the answers at `level`.

    `cache` is the file that keeps vectors. Ranked lists go into `out`, a question a line:
    `{"question_id": …, "ranked": […]}`, best first, an exchange as the list of its turns.
    """
    problems = list(cases.problems)
    scored: dict[str, Scored] = {}
    times: list[float] = []
    with _ranked_lists(out) as stream:
        for one in _answers(cases, level, embedder, cache, problems, progress):
            conversation = cases.conversations.get(one.question.conversation)
            ranked = at_level(level, one.exchanges, one.scores, conversation.sessions if conversation else {})
            if stream is not None:
                _write(stream, one.question, ranked, level)
            if gold := gold_of(one.question, level):
                scored[one.question.id] = Scored(one.question, score(gold, ranked))
            if one.milliseconds:
                times.append(one.milliseconds)
    silent = sum(is_left_out(question) for question in cases.questions)
    return Measured(
        level=level,
        figures=figures([scored[one.id] for one in cases.questions if one.id in scored]),
        asked=len(cases.questions),
        silent=silent,
        unlabelled=len(cases.questions) - silent - len(scored),
        median_ms=quantile(times, 0.5),
        p95_ms=quantile(times, 0.95),
        problems=tuple(problems),
    )


def _settings(level: Level) -> RecallSettings:
    """The settings of ranking; where sessions are ranked, more of their exchanges than are shown count."""
    return RANKED.model_copy(update={"limit": _OF_SESSIONS}) if level is Level.SESSION else RANKED


def _answers(
    cases: Cases, level: Level, embedder: Embedder, cache: Path, problems: list[Problem], progress: Progress
) -> Iterator[Answered]:
    """The answers, a conversation after the other. What cannot be asked found nothing."""
    questions: defaultdict[str, list[Question]] = defaultdict(list)
    for question in cases.questions:
        questions[question.conversation].append(question)
    done = 0
    with VectorCache(cache) as vectors:
        for name, asked in questions.items():
            progress(done, name)
            if name not in cases.conversations:
                yield from (Answered(question, (), (), 0.0) for question in asked)
                done += len(asked)
                continue
            with remembering(cases.conversations[name], embedder, vectors) as memory:
                for question in asked:
                    yield _ask(memory, question, _settings(level), problems)
                    done += 1
                    progress(done, name)


def _ask(
    memory: Remembered, question: Question, settings: RecallSettings, problems: list[Problem]
) -> Answered:
    try:
        found = memory.ask(question, settings)
    except UsageError as error:
        problems.append(Problem(QUESTIONS, None, f"{question.id} cannot be asked: {error.message}"))
        return Answered(question, (), (), 0.0)
    exchanges = tuple(memory.turns[hit.exchange] for hit in found.hits)
    return Answered(question, exchanges, tuple(hit.score for hit in found.hits), found.timings.total)


@contextmanager
def _ranked_lists(out: Path | None) -> Iterator[IO[Any] | None]:
    """The file for ranked lists, whole or not at all; opened before the work, so that a slip costs none."""
    if out is None:
        yield None
        return
    with disk_errors(out), atomic_file(out) as stream:
        yield stream


def _write(stream: IO[Any], question: Question, ranked: list[Item], level: Level) -> None:
    ids = [list(item) if level is Level.EXCHANGE else item[0] for item in ranked]
    stream.write(to_json({"question_id": question.id, "ranked": ids}) + b"\n")
