"""Metering: every question to a language model, allowed before it is sent, masked, counted and noted.

Nothing goes to a model but through here. What a question may take at most is noted before it is sent, under
the lock of truth: two processes never spend the rest of a night twice, and one that is killed while it waits
has spent what it noted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from cotw.care.consent import require_consent
from cotw.care.language import Mouth
from cotw.clock import format_instant
from cotw.errors import ModelFailed, ModelMissing, OverBudget
from cotw.extraction.redaction import redacted_text
from cotw.memory import Memory
from cotw.models.language import Said, answer_of, tokens_of
from cotw.records.asking import KIND, Asked, Cost, fold, night_began, spent
from cotw.records.consent import TextKind

_DIGITS = 6  # of money: a millionth


@dataclass(frozen=True, slots=True)
class Metered:
    """A language model that is asked for one purpose, and only as a person and the budget allow.

    It is itself a language model, for whoever wants no more than an answer.
    """

    memory: Memory
    mouth: Mouth
    purpose: str
    kinds: frozenset[TextKind] = field(default=frozenset())

    @property
    def name(self) -> str:
        return self.mouth.model.name

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        """The answer. Raises NeedsHuman, OverBudget or ModelMissing."""
        return self.say(prompt, schema=None, max_tokens=max_tokens, timeout_seconds=timeout_seconds).text

    def say(
        self, prompt: str, *, schema: Mapping[str, Any] | None, max_tokens: int, timeout_seconds: float
    ) -> Said:
        """The answer with what it took. Raises NeedsHuman, OverBudget or ModelMissing."""
        require_consent(self.memory, self.mouth, self.kinds)
        prompt = redacted_text(prompt)
        begun = self._begin(Said("", tokens_of(prompt), max_tokens))
        started = time.monotonic()
        try:
            said = answer_of(
                self.mouth.model,
                prompt,
                schema=schema,
                max_tokens=max_tokens,
                timeout_seconds=timeout_seconds,
            )
        except ModelMissing as error:
            failed = replace(begun, ms=_since(started), failure="no answer")
            if isinstance(error, ModelFailed):
                failed = replace(failed, failure=error.kind, cost=Cost() if error.is_free else begun.cost)
            self._note(failed)
            raise
        self._note(replace(begun, cost=self.cost_of(said), is_counted=said.is_counted, ms=_since(started)))
        return said

    def _begin(self, most: Said) -> Asked:
        """Notes what the question may take at most, if the night has so much left. Raises OverBudget."""
        memory = self.memory
        with memory.truth.writing() as writer:
            now = memory.clock()
            asked = Asked(
                uuid4().hex,
                now,
                self.name,
                self.mouth.place,
                self.purpose,
                self.cost_of(most),
                False,
                None,
                None,
            )
            _refuse_excess(memory, spent(asked_since_noon(memory)), asked.cost)
            writer.record(memory.truth.journal, asked.record(), format_instant(now))
        return asked

    def _note(self, asked: Asked) -> None:
        with self.memory.truth.writing() as writer:
            writer.record(self.memory.truth.journal, asked.record())

    def cost_of(self, said: Said) -> Cost:
        """What an answer costs at the configured prices."""
        prices = self.memory.config.language
        money = (
            said.tokens_in * prices.price_in_per_million_tokens
            + said.tokens_out * prices.price_out_per_million_tokens
        )
        return Cost(said.tokens_in, said.tokens_out, round(money / 1_000_000, _DIGITS))


def asked_since_noon(memory: Memory) -> list[Asked]:
    """The questions of this night; no more of the journal is read than that."""
    since = night_began(memory.clock(), memory.truth.zone)
    return [one for one in fold(memory.truth.journal.read_back(KIND, since)) if one.at >= since]


def asked_ever(memory: Memory) -> list[Asked]:
    """All questions that the journal knows of."""
    return fold(memory.truth.journal.of_kind(KIND))


def _refuse_excess(memory: Memory, so_far: Cost, more: Cost) -> None:
    for excess in _excesses(memory, so_far, more):
        raise OverBudget(
            f"this question may take more than is left of this night's {excess}; nothing was sent",
            hint="see: cotw model costs; allow more: cotw config set language.nightly_tokens N",
        )


def _excesses(memory: Memory, so_far: Cost, more: Cost) -> Iterator[str]:
    settings, after = memory.config.language, so_far + more
    if settings.nightly_tokens and after.tokens > settings.nightly_tokens:
        yield f"{settings.nightly_tokens:,} tokens ({so_far.tokens:,} are spent)"
    if settings.nightly_cost and after.money > settings.nightly_cost:
        yield f"{settings.nightly_cost:g} of money ({so_far.money:.4f} is spent)"


def _since(started: float) -> int:
    return round(1000 * (time.monotonic() - started))
