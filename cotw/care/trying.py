"""Trying a language model: two harmless questions, with nothing of the memory in them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from cotw.care.language import Mouth
from cotw.care.metering import Metered
from cotw.errors import ModelMissing
from cotw.extraction.plain import plain
from cotw.memory import Memory
from cotw.models.structured import asked_shape, read_as, schema_of

PURPOSE = "test"
_GREETING = "Is somebody there? Answer in one short sentence."
_SUM = "A cargo bike has three wheels and a tandem has two. How many wheels are that together?"


class Wheels(BaseModel):
    """What the second question asks for."""

    model_config = ConfigDict(extra="forbid")

    wheels: int


@dataclass(frozen=True, slots=True)
class Trial:
    """How a model did: its answer in prose, what that took, and whether it answers in a shape."""

    model: str
    place: str
    answer: str
    ms: int
    tokens_in: int
    tokens_out: int
    is_counted: bool
    cost: float  # in the money of the configured prices
    structured: str  # `by the endpoint`, `by asking`, or what went wrong
    structured_works: bool


def try_model(memory: Memory, mouth: Mouth) -> Trial:
    """Asks both questions. Raises NeedsHuman, OverBudget, or ModelMissing if the first has no answer."""
    settings = memory.config.language
    model = Metered(memory, mouth, PURPOSE)
    began = time.monotonic()
    said = model.say(
        _GREETING,
        schema=None,
        max_tokens=settings.max_answer_tokens,
        timeout_seconds=settings.timeout_seconds,
    )
    ms = round(1000 * (time.monotonic() - began))
    structured, works = _in_a_shape(model, settings.max_answer_tokens, settings.timeout_seconds)
    return Trial(
        model.name,
        mouth.place,
        plain(said.text).strip(),
        ms,
        said.tokens_in,
        said.tokens_out,
        said.is_counted,
        model.cost_of(said).money,
        structured,
        works,
    )


def _in_a_shape(model: Metered, max_tokens: int, timeout_seconds: float) -> tuple[str, bool]:
    prompt = f"{_SUM}\n\n{asked_shape(Wheels)}"
    try:
        said = model.say(
            prompt, schema=schema_of(Wheels), max_tokens=max_tokens, timeout_seconds=timeout_seconds
        )
        read_as(Wheels, said.text)
    except ModelMissing as error:
        return error.message, False
    except ValueError as error:
        return f"its answer does not fit: {error}", False
    return "held to a schema by the endpoint" if said.was_held else "by asking for it", True
