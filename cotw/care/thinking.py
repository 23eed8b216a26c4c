"""Thinking: a language model asked about evidence, once. What it said is journalled and read back from there.

The same question to the same model for the same purpose has one answer for as long as the home lives. A
prompt is never kept, only its digest and the records it quotes, and whoever forgets one of them forgets the
answer. What comes out is text and stays text: nothing here acts on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from cotw.care.language import Mouth
from cotw.care.metering import Metered
from cotw.errors import ModelFailed, NothingFound
from cotw.extraction.plain import plain
from cotw.files import to_json
from cotw.ids import short_digest
from cotw.memory import Memory
from cotw.models.structured import Shape, asked_shape, read_as, schema_of
from cotw.provenance.fence import ending, fenced, guard, new_mark
from cotw.provenance.neutral import neutral
from cotw.records.consent import TextKind
from cotw.records.passage import Passage, Warrant
from cotw.store.forgetting import BEGUN
from cotw.store.forgetting import KIND as FORGET

KIND = "thought"
_LONGEST_REPAIRED = 8000


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a model is shown, with where it was said: None for what belongs to no thread or mode.

    The passage names every record it tells of, also those that it was made of at second hand: by these it is
    forgotten.
    """

    passage: Passage
    kind: TextKind
    thread: str | None
    mode: str | None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to a language model: what for, what it shall do, and with what before it."""

    purpose: str
    instruction: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The records that the evidence tells of, each once."""
        return tuple(dict.fromkeys(one for shown in self.evidence for one in shown.passage.sources))


@dataclass(frozen=True, slots=True)
class Thought:
    """What a model said, with what it was shown. `is_new` if it was asked just now."""

    text: str
    model: str
    place: str
    sources: tuple[str, ...]
    is_new: bool


def think(memory: Memory, mouth: Mouth, inquiry: Inquiry) -> Thought:
    """The model's answer in prose: the former one, else a new one, which is kept.

    Raises NeedsHuman without a person's consent, OverBudget, ModelMissing without a usable answer,
    NothingFound if all evidence is excluded by the settings.
    """
    return _Thinking(memory, mouth, inquiry).thought(lambda ask, prompt: plain(ask(prompt)).strip())


def think_in(memory: Memory, mouth: Mouth, inquiry: Inquiry, shape: type[Shape]) -> tuple[Shape, Thought]:
    """The model's answer as a value of `shape`, and the thought it stands in. Raises as `think` does.

    An answer that does not fit is given back once, with what is wrong; then it counts as a failure.
    """
    thought = _Thinking(memory, mouth, inquiry, shape).thought(
        lambda ask, prompt: _fitting(ask, prompt, shape)
    )
    return shape.model_validate_json(thought.text), thought


Ask = Callable[[str], str]


def _fitting(ask: Ask, prompt: str, shape: type[Shape]) -> str:
    """The first answer that fits, as JSON."""
    answer = ask(prompt)
    try:
        return read_as(shape, answer).model_dump_json()
    except ValueError as error:
        again = ask(f"{prompt}\n\n{_repair(answer, str(error))}")
    try:
        return read_as(shape, again).model_dump_json()
    except ValueError as error:
        raise ModelFailed(
            f"the model answered twice what does not fit: {error}",
            kind="does not fit",
            hint="a larger model may do; see: cotw model test",
        ) from None


def _repair(answer: str, problem: str) -> str:
    passage = Passage(answer[:_LONGEST_REPAIRED], Warrant.QUOTED, ("your answer",), label="what you answered")
    quoted = fenced(passage, new_mark([passage]))
    return f"{quoted}\n\nThat does not fit: {problem}. Answer again, with the JSON object alone."


class _Thinking:
    """One inquiry to one model."""

    def __init__(
        self, memory: Memory, mouth: Mouth, inquiry: Inquiry, shape: type[Shape] | None = None
    ) -> None:
        self._memory = memory
        self._mouth = mouth
        self._shape = shape
        self._inquiry = Inquiry(inquiry.purpose, inquiry.instruction, _admitted(memory, inquiry))

    def thought(self, answered: Callable[[Ask, str], str]) -> Thought:
        """The former answer, or the one that `answered` gives when it is told how to ask, and what."""
        inquiry, digest = self._inquiry, self._digest()
        former = self._former(digest)
        text = answered(self._ask, self._prompt()) if former is None else former
        if not text:
            raise ModelFailed("the model answered nothing that can be read", kind="empty")
        kept = self._keep(digest, text) if former is None else text
        return Thought(kept, self._mouth.model.name, self._mouth.place, inquiry.sources, former is None)

    def _ask(self, prompt: str) -> str:
        settings, inquiry = self._memory.config.language, self._inquiry
        kinds = frozenset(one.kind for one in inquiry.evidence)
        said = Metered(self._memory, self._mouth, inquiry.purpose, kinds).say(
            prompt,
            schema=None if self._shape is None else schema_of(self._shape),
            max_tokens=settings.max_answer_tokens,
            timeout_seconds=settings.patience_seconds,
        )
        return said.text

    def _digest(self) -> str:
        """What the question is known by: the marks around its evidence are new each time, and left out."""
        shown = [
            part
            for one in self._inquiry.evidence
            for part in (
                one.passage.label,
                one.passage.speaker,
                neutral(one.passage.text),
                *one.passage.sources,
            )
        ]
        schema = b"" if self._shape is None else to_json(schema_of(self._shape))
        return short_digest(self._inquiry.instruction, schema.decode(), *shown)

    def _prompt(self) -> str:
        passages = [one.passage for one in self._inquiry.evidence]
        parts = [self._inquiry.instruction]
        if passages:
            mark = new_mark(passages)
            before = [None, *passages]
            parts += [guard(mark), *map(fenced, passages, [mark] * len(passages), before), ending(mark)]
        if self._shape is not None:
            parts.append(asked_shape(self._shape))
        return "\n\n".join(parts)

    def _former(self, digest: str) -> str | None:
        """What the journal has of it; None if it was never answered."""
        wanted = (self._mouth.model.name, self._inquiry.purpose, digest)
        for line in self._memory.truth.journal.of_kind(KIND):
            answer = str(line.get("answer"))
            if (line.get("model"), line.get("purpose"), line.get("prompt")) == wanted and self._fits(answer):
                return answer
        return None

    def _fits(self, answer: str) -> bool:
        """Whether a kept answer is still one: a person may have written into the journal."""
        try:
            return self._shape is None or bool(self._shape.model_validate_json(answer))
        except ValidationError:
            return False

    def _keep(self, digest: str, text: str) -> str:
        """Journals the answer; if another process was quicker, its answer is the one that holds."""
        inquiry, mouth, truth = self._inquiry, self._mouth, self._memory.truth
        with truth.writing() as writer:
            if (former := self._former(digest)) is not None:
                return former
            if any_forgotten(truth.decisions(FORGET), inquiry.sources):
                raise ModelFailed("what it was asked about was forgotten meanwhile", kind="forgotten")
            said_by = {"model": mouth.model.name, "place": mouth.place, "purpose": inquiry.purpose}
            line = {
                "kind": KIND,
                **said_by,
                "prompt": digest,
                "sources": list(inquiry.sources),
                "answer": text,
            }
            writer.record(truth.journal, line)
        return text


def _admitted(memory: Memory, inquiry: Inquiry) -> tuple[Evidence, ...]:
    """The evidence that may be sent. Raises NothingFound if there was some and none is left."""
    settings = memory.config.language
    kept = tuple(one for one in inquiry.evidence if settings.may_leave(one.thread, one.mode))
    if inquiry.evidence and not kept:
        raise NothingFound(
            "all of it was said in threads or modes that no language model may be shown",
            hint="see language.exclude_threads and language.exclude_modes in: cotw config show language",
        )
    return kept


def any_forgotten(decisions: Iterable[dict[str, Any]], sources: Iterable[str]) -> bool:
    """Whether one of these records was forgotten, be it while the model was thinking."""
    ids = {source.rpartition("#")[2] for source in sources}
    return any(not ids.isdisjoint(line["ids"]) for line in decisions if line["phase"] == BEGUN)
