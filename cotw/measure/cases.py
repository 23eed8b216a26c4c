"""Cases: conversations, and questions whose answers are known to stand in them, read from two files.

`docs.jsonl` has a turn a line: `conv, session, turn, seq, who, role, date, text`; turns of a session may
share an instant, `seq` orders them. `questions.jsonl` has a question a line: `question_id, conv, question,
category, gold_turns, gold_sessions, abstention` and, if it is known, the `date` on which it was asked.
Public sets of questions are brought into this form.

What stands in memory of the conversations are ids and where their lines begin: the texts of one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cotw.clock import parse_instant
from cotw.errors import UsageError
from cotw.importers.lines import LINE_LIMIT, decode
from cotw.importers.names import is_place
from cotw.records.problem import Problem

DOCS, QUESTIONS = "docs.jsonl", "questions.jsonl"
_HINT = "what the two files hold is told by: cotw bench recall --help"
# As LoCoMo and LongMemEval write their dates; both without a zone.
_DATES = ("%I:%M %p on %d %B, %Y", "%Y/%m/%d (%a) %H:%M")


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said. `order` is its place in the session; `role` is `user` for the one who asks."""

    conversation: str
    session: str
    id: str
    order: int
    who: str
    role: str
    instant: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one conversation, and the ids of the turns and of the sessions that answer it.

    `abstention`: the right answer is that nothing is known of it. `asked_at` is the moment of asking.
    """

    id: str
    conversation: str
    text: str
    category: str
    gold_turns: frozenset[str] = frozenset()
    gold_sessions: frozenset[str] = frozenset()
    abstention: bool = False
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where the turns of one conversation stand, and the session of each."""

    path: Path
    places: list[int] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)

    def turns(self) -> list[Turn]:
        """Its turns, read anew."""
        with self.path.open("rb") as stream:
            return [turn for place in self.places for turn in _turns_at(stream, place)]


@dataclass(frozen=True, slots=True)
class Cases:
    """What a folder holds: conversations by name, questions in their order, and what could not be used."""

    conversations: Mapping[str, Conversation]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def read_cases(folder: Path) -> Cases:
    """The cases in `folder`. Raises UsageError if a file is missing or holds nothing that can be used."""
    problems: list[Problem] = []
    conversations = _read_docs(folder, problems)
    questions = _read_questions(folder, conversations, problems)
    for name, found in ((DOCS, conversations), (QUESTIONS, questions)):
        if not found:
            reason = f": {problems[0]}" if problems else ""
            raise UsageError(f"{folder / name} holds nothing that can be used{reason}", hint=_HINT)
    return Cases(conversations, tuple(questions), tuple(problems))


def _read_docs(folder: Path, problems: list[Problem]) -> dict[str, Conversation]:
    conversations: dict[str, Conversation] = {}
    for place, number, value in _rows(folder / DOCS, problems):
        turn = _turn(value)
        if isinstance(turn, str):
            problems.append(Problem(DOCS, number, turn))
            continue
        conversation = conversations.setdefault(turn.conversation, Conversation(folder / DOCS))
        if turn.id in conversation.sessions:
            problems.append(Problem(DOCS, number, f"the turn {turn.id} stands there twice"))
            continue
        conversation.places.append(place)
        conversation.sessions[turn.id] = turn.session
    return conversations


def _read_questions(
    folder: Path, conversations: Mapping[str, Conversation], problems: list[Problem]
) -> list[Question]:
    questions: dict[str, Question] = {}
    for _, number, value in _rows(folder / QUESTIONS, problems):
        question = _question(value)
        if isinstance(question, str):
            problems.append(Problem(QUESTIONS, number, question))
        elif question.id in questions:
            problems.append(Problem(QUESTIONS, number, f"the question {question.id} stands there twice"))
        else:
            questions[question.id] = question
            problems += (Problem(QUESTIONS, number, flaw) for flaw in _unknown(question, conversations))
    return list(questions.values())


def _unknown(question: Question, conversations: Mapping[str, Conversation]) -> Iterator[str]:
    """What the question names and no turn bears; it stays a miss, as nobody can find it."""
    conversation = conversations.get(question.conversation)
    if conversation is None:
        yield f"{DOCS} has no turn of the conversation {question.conversation}"
        return
    named = (
        ("turn", question.gold_turns - conversation.sessions.keys()),
        ("session", question.gold_sessions - set(conversation.sessions.values())),
    )
    for what, missing in named:
        if missing:
            yield f"the {what} {min(missing)} of {question.id} is not in {DOCS}"


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Place, line number and object of each line; what is wrong with others goes into `problems`."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}", hint=_HINT) from None
    with stream:
        place, number = 0, 1
        while raw := stream.readline(LINE_LIMIT):
            values, flaw = decode(raw)
            if flaw or len(values) > 1 or not all(isinstance(value, dict) for value in values):
                problems.append(Problem(path.name, number, flaw or "is not one object"))
            elif values:
                yield place, number, values[0]
            place, number = place + len(raw), number + 1


def _turns_at(stream: Any, place: int) -> Iterator[Turn]:
    stream.seek(place)
    for value in decode(stream.readline(LINE_LIMIT))[0]:
        turn = _turn(value) if isinstance(value, dict) else None
        if isinstance(turn, Turn):
            yield turn


def _turn(value: dict[str, Any]) -> Turn | str:
    """The turn in `value`, or what is wrong with it."""
    instant = _instant(value.get("date"))
    order = value.get("seq")
    flaw = _flaw(value, ("conv", "session", "turn", "role"), ("text",))
    if flaw:
        return flaw
    if instant is None:
        return "date names no instant"
    if not is_place(order):
        return "seq is not a place"
    who = value.get("who")
    return Turn(
        conversation=value["conv"],
        session=value["session"],
        id=value["turn"],
        order=order,
        who=who if isinstance(who, str) and who else value["role"],
        role=value["role"],
        instant=instant,
        text=value["text"],
    )


def _question(value: dict[str, Any]) -> Question | str:
    """The question in `value`, or what is wrong with it."""
    flaw = _flaw(value, ("question_id", "conv", "category"), ("question",))
    gold = [value.get(name) or [] for name in ("gold_turns", "gold_sessions")]
    if flaw:
        return flaw
    if not all(isinstance(ids, list) and all(isinstance(id, str) for id in ids) for ids in gold):
        return "gold_turns and gold_sessions are not lists of ids"
    return Question(
        id=value["question_id"],
        conversation=value["conv"],
        text=value["question"],
        category=value["category"],
        gold_turns=frozenset(gold[0]),
        gold_sessions=frozenset(gold[1]),
        abstention=bool(value.get("abstention")),
        asked_at=_instant(value.get("date")),
    )


def _flaw(value: dict[str, Any], named: tuple[str, ...], said: tuple[str, ...]) -> str | None:
    """Which member is no text; those of `named` must not be empty either."""
    for name in (*named, *said):
        if not isinstance(value.get(name), str) or (name in named and not value[name]):
            return f"{name} is missing or not a text"
    return None


def _instant(value: object) -> datetime | None:
    """The instant of a date in one of the three forms, in UTC where it names no zone."""
    for form in _DATES:
        with suppress(ValueError, TypeError):
            return parse_instant(datetime.strptime(value, form).isoformat())  # type: ignore[arg-type]
    with suppress(ValueError, OverflowError):
        return parse_instant(value)
    return None
