"""Mara's home with an index of hashed words, and the contexts it gives; the gate of recall stands open."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cotw.care.context import Wish, injecting
from cotw.clock import local_day
from cotw.founding import init_home
from cotw.index.opening import Index
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.injection import Injection
from cotw.records.message import Kind, Message
from tests.builders import HandClock, message

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
OPEN_GATE = {"COTW_RECALL__INJECT_THRESHOLD": "0", "COTW_RECALL__NOISE_PENALTY": "0"}


def exchange(asked: str, answered: str, *, minute: float, **changes: Any) -> list[Message]:
    """A prompt and its answer, half a minute later."""
    return [
        message(asked, minute=minute, **changes),
        message(answered, minute=minute + 0.5, kind=Kind.AGENT, **changes),
    ]


def remembering(folder: Path, said: Sequence[Message], environment: dict[str, str] | None = None) -> Memory:
    """A home that holds and has indexed what was said."""
    home = init_home(folder / "home", name="Mara's agent", timezone="Europe/Berlin").home
    memory = Memory(home, clock=HandClock(NOW), wait_seconds=5, environment=environment or OPEN_GATE)
    memory.__dict__["embedder"] = memory.__dict__["_questioner"] = HashEmbedder()
    with memory.truth.writing() as writer:
        for one in said:
            writer.add_day(local_day(one.timestamp, memory.truth.zone), [one])
    memory.refresh()
    return memory


def context_of(memory: Memory, prompt: str = "", index: Index | None = None, **wish: Any) -> Injection:
    """What is injected for a prompt, or at the start of a session."""
    opened = memory.index if index is None else lambda: nullcontext(index)
    with injecting(memory, Wish(prompt, start=not prompt, **wish), opened=opened) as injection:
        return injection
