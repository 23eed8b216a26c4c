"""Shapes: what a thinker, be it a model, an agent or a person, answers to each pass and to a direction.

What stands in an answer is text. Markers, commands and a "yes" in it are words like any others.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from cotw.extraction.plain import plain
from cotw.extraction.shortening import on_one_line
from cotw.identity.traits import has_unseen
from cotw.reflection.inquiries import Pass

_FIRST_PERSON = re.compile(r"(?:I|I['’](?:m|ve|d|ll)|My|Ich|Mein\w{0,2})\b")
_ONE_SENTENCE = re.compile(r"[^.!?\n]+(?:\.[^\s.!?][^.!?\n]*)*[.!?]")
_COMMENT = re.compile(r"<!--|-->|cotw:", re.IGNORECASE)
LONGEST_TRAIT = 240

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=600)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Clarified(_Answer):
    """The first pass: what is not known, and why it matters."""

    unknown: Words = Field(description="what is not known about this exchange, in one or two sentences")
    matters: Words = Field(description="why it matters to know it")


class Connected(_Answer):
    """The second: what it has to do with what was before, and what bounds it."""

    pattern: Words = Field(description="what the quotes have in common, or that they have nothing in common")
    constraints: list[Words] = Field(
        max_length=5, description="what the quotes say that limits what can be done"
    )


class Grown(_Answer):
    """The third: one growth vector with practical consequences."""

    direction: Words = Field(description="one direction to grow in, one sentence, about doing, not feeling")
    consequences: list[Words] = Field(
        min_length=1, max_length=4, description="what would be done differently, each checkable"
    )


class TraitWords(_Answer):
    """The words of a proposal: one sentence in the first person, and why."""

    sentence: str = Field(description="one sentence in the first person, beginning with I")
    because: Words = Field(description="why, from the growth vectors alone")

    @field_validator("sentence")
    @classmethod
    def _fits(cls, sentence: str) -> str:
        return trait_sentence(sentence)


SHAPES: dict[Pass, type[_Answer]] = {Pass.CLARIFY: Clarified, Pass.CONNECT: Connected, Pass.GROW: Grown}


def trait_sentence(text: str) -> str:
    """A sentence as it may become a trait. Raises ValueError, which says what is wrong with it.

    It is one line that cannot break out of its list item, nor pass for a mark of ours.
    """
    sentence = on_one_line(plain(text))
    if not sentence or len(sentence) > LONGEST_TRAIT:
        raise ValueError(f"a trait is one sentence of at most {LONGEST_TRAIT} characters")
    if _COMMENT.search(sentence) or any(mark in sentence for mark in "`<>[]"):
        raise ValueError("a trait holds no marks, code or links")
    if has_unseen(sentence):
        raise ValueError("a trait holds no characters that cannot be seen")
    if not _FIRST_PERSON.match(sentence):
        raise ValueError("a trait is said in the first person: it begins with I (or Ich)")
    if not _ONE_SENTENCE.fullmatch(sentence):
        raise ValueError("a trait is one sentence, with its full stop")
    return sentence


def plain_answer(answer: Any) -> Any:
    """An answer from outside, every text of it made plain."""
    match answer:
        case str():
            return plain(answer)
        case list():
            return [plain_answer(one) for one in answer]
        case dict():
            return {plain(str(key)): plain_answer(one) for key, one in answer.items()}
        case _:
            return answer
