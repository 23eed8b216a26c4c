"""Metering: every question to a language model, allowed before it is sent, masked, counted and noted.

Nothing goes to a model but through here. What a question may take at most is noted before it is sent, under
the lock of truth: two processes never spend the rest of a night twice, and one that is killed while it waits
has spent what it noted.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn
from uuid import uuid4

from cotw.care.consent import require_consent
from cotw.care.language import Mouth
from cotw.clock import format_instant
from cotw.continuity.context import new_id
from cotw.errors import CotwError, ModelFailed, ModelMissing, OverBudget
from cotw.extraction.plain import plain
from cotw.memory import Memory
from cotw.models.language import Said, answer_of, tokens_of
from cotw.records.asking import KIND, Asked, Cost, fold, spent
from cotw.records.block import Seal, enclosed
from cotw.records.consent import TextKind
from cotw.records.night import night_began
from cotw.store.injections import injection_lines

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
        prompt = plain(prompt)
        begun = self._begin(Said("", tokens_of(prompt), max_tokens))
        if self.mouth.is_program:
            prompt = self._known_again(prompt)
        started = time.monotonic()
        try:
            said = answer_of(
                self.mouth.model,
                prompt,
                schema=schema,
                max_tokens=max_tokens,
                timeout_seconds=timeout_seconds,
            )
        except CotwError as error:
            failure, is_free = _what_failed(error)
            cost = Cost() if is_free else begun.cost
            self._note(replace(begun, cost=cost, ms=_since(started), failure=failure))
            raise
        self._note(replace(begun, cost=self.cost_of(said), is_counted=said.is_counted, ms=_since(started)))
        return said

    def _known_again(self, prompt: str) -> str:
        """The prompt as a block that the journal knows.

        An agent that is asked in its print mode writes a transcript, and what COTW said in there must not be
        taken in as what somebody said.
        """
        block = new_id()
        text = enclosed(block, prompt)
        facts = {"purpose": self.purpose, "model": self.name}
        seal, _ = injection_lines(block, Seal.of(text), (), facts)
        with self.memory.truth.writing() as writer:
            writer.record(self.memory.truth.journal, seal)
        return text

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
    """Raises OverBudget if `more` may be more than is left of the night."""
    settings, after = memory.config.language, so_far + more
    if settings.nightly_tokens and after.tokens > settings.nightly_tokens:
        _refuse(f"{settings.nightly_tokens:,} tokens, {so_far.tokens:,} of them spent", "nightly_tokens")
    if settings.nightly_cost and after.money > settings.nightly_cost:
        _refuse(f"{settings.nightly_cost:g} of money, {so_far.money:.4f} of it spent", "nightly_cost")


def _refuse(limit: str, setting: str) -> NoReturn:
    raise OverBudget(
        f"this question may take more than is left of the night ({limit}); nothing was sent",
        hint=f"see: cotw model costs; allow more: cotw config set language.{setting} N",
    )


def _what_failed(error: CotwError) -> tuple[str, bool]:
    """What became of a question, in two words, and whether it cannot have cost anything."""
    match error:
        case ModelFailed():
            return error.kind, error.is_free
        case ModelMissing():
            return "no answer", False
        case _:  # what is asked is not set up, and so was not asked
            return "not asked", True


def _since(started: float) -> int:
    return round(1000 * (time.monotonic() - started))
