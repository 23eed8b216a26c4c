"""Language models for tests: one that says what it is told to, and homes that have one configured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cotw.care.language import Mouth
from cotw.errors import ModelFailed
from cotw.home import Home
from cotw.memory import Memory
from tests.builders import HandClock
from tests.care.homes import NOW

MARA = {"actor": "mara", "channel": "terminal"}


@dataclass
class ScriptedModel:
    """A model with its answers, one after the other, the last for all others; None: it fails."""

    answers: list[str | None]
    name: str = "scripted"
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        self.asked.append(prompt)
        self.meanwhile()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            raise ModelFailed("the model is asleep", kind="asleep")
        return answer

    @property
    def here(self) -> Mouth:
        """The model, on this machine."""
        return Mouth(self, "scripted", is_here=True)


def scripted(*answers: str | None) -> ScriptedModel:
    """A model that says this."""
    return ScriptedModel(list(answers))


def reopened(memory: Memory, **environment: str) -> Memory:
    """The same home, opened by another process with these variables."""
    return Memory(Home(memory.home.root), clock=HandClock(NOW), wait_seconds=5, environment=environment)


def configure(memory: Memory, **settings: object) -> Memory:
    """Writes settings of the language model, in this order."""
    for name, value in settings.items():
        memory.set_setting(f"language.{name}", str(value))
    return memory


def bytes_below(root: Path) -> bytes:
    """Every byte of every file of a home, whatever it is for."""
    return b"\0".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())
