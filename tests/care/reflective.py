"""Mara's home, in which much moves, and a thinker that answers every pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cotw.care.contemplating import contemplate
from cotw.care.crystallising import crystallise
from cotw.care.language import Mouth
from cotw.care.metabolising import metabolise
from cotw.memory import Memory
from cotw.records.message import Message
from tests.builders import NOON, HandClock
from tests.care.injected import exchange, remembering

ANGER = "No, that's wrong, and I'm so annoyed about the {}! I no longer trust you."
GUESSING = "Mark every guess as a guess before giving a number."
SOUL = "# Soul\n\n## Principles\n\n- Mark a guess as a guess.\n- Promises are kept.\n- Measure twice.\n"
SENTENCE = "I mark every guess as a guess before giving a number."


def angry_days(things: Sequence[str], *, every_days: int = 1) -> list[Message]:
    """One angry exchange for each thing, so many days apart."""
    said: list[Message] = []
    for day, thing in enumerate(things):
        session, minute = f"day{day}", day * every_days * 24 * 60
        said += exchange(f"Which {thing}?", f"Take this {thing}.", minute=minute, session=session)
        said += exchange(ANGER.format(thing), "I guessed.", minute=minute + 1, session=session)
    return said


def workshop_of(folder: Path, said: Sequence[Message], *, soul: str = SOUL, **environment: str) -> Memory:
    """Mara's home with this said in it, and the clock a day after its beginning."""
    # Words are hashed in tests: what is told in one form is near to itself, and one bar serves all.
    settings = {"COTW_REFLECTION__MIN_SAME_INQUIRY": "0.99", "COTW_REFLECTION__MIN_AGE_DAYS": "30"}
    memory = remembering(folder, said, settings | environment)
    (memory.home.root / "identity" / "SOUL.md").write_bytes(soul.encode())
    at(memory, NOON + timedelta(minutes=10))
    return memory


def at(memory: Memory, instant: datetime) -> None:
    """Turns the clock of a home."""
    clock = memory.clock
    assert isinstance(clock, HandClock)
    clock.instant = instant


@dataclass
class Thinker:
    """A model that answers by what it is asked for; `direction` says which way the last pass points."""

    direction: Callable[[str], str] = lambda prompt: GUESSING
    sentence: str = SENTENCE
    name: str = "thinker"
    asked: list[str] = field(default_factory=list)

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        self.asked.append(prompt)
        schema = prompt.splitlines()[-1]
        answer: dict[str, Any]
        if '"unknown"' in schema:
            answer = {"unknown": "Which part was meant.", "matters": "It was guessed."}
        elif '"pattern"' in schema:
            answer = {"pattern": "Guesses given as facts.", "constraints": ["No scale at hand."]}
        elif '"direction"' in schema:
            answer = {"direction": self.direction(prompt), "consequences": ["Say: I guess."]}
        else:
            answer = {"sentence": self.sentence, "because": "Three vectors say so."}
        return json.dumps(answer)

    @property
    def here(self) -> Mouth:
        return Mouth(self, "thinker", is_here=True)


def night(memory: Memory, mouth: Mouth | None) -> None:
    """A night's jobs."""
    metabolise(memory)
    contemplate(memory, mouth)
    crystallise(memory, mouth)


def lines(memory: Memory, *kinds: str) -> list[dict[str, Any]]:
    """The journal's lines of these kinds, without the digests that chain them."""
    found = [line.record for line in memory.truth.journal.read()]
    wanted = [one for one in found if not kinds or one.get("kind") in kinds]
    return [{name: value for name, value in one.items() if name != "prev"} for one in wanted]
