"""Language models: the door through which one may come in. None is needed; rules do without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

from cotw.errors import ModelFailed

# Of most encodings and languages a token is about four bytes of UTF-8.
_BYTES_A_TOKEN = 4
# What models that reason put before an answer, where their server does not take it out.
_ALOUD = re.compile(r"\A\s*<(?P<name>think(?:ing)?)>.*?(?:</(?P=name)>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with what it took, in tokens; `is_counted` if the model told that, else it is estimated."""

    text: str
    tokens_in: int
    tokens_out: int
    is_counted: bool = False
    was_held: bool = False  # to a JSON schema, by the endpoint itself


class LanguageModel(Protocol):
    """A program or service that continues a text."""

    @property
    def name(self) -> str:
        """What is noted beside everything it writes."""
        ...

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        """The answer to `prompt`. Raises ModelMissing when there is none in time."""
        ...


@runtime_checkable
class Counting(Protocol):
    """A language model that also tells what an answer took, and may hold itself to a JSON schema."""

    def say(
        self, prompt: str, *, schema: Mapping[str, Any] | None, max_tokens: int, timeout_seconds: float
    ) -> Said:
        """The answer to `prompt`. Raises ModelMissing when there is none in time."""
        ...


def answer_of(
    model: LanguageModel,
    prompt: str,
    *,
    schema: Mapping[str, Any] | None,
    max_tokens: int,
    timeout_seconds: float,
) -> Said:
    """What any language model answers, without what it thought aloud before.

    Of one that does not count, the tokens are estimated. Raises ModelMissing.
    """
    if isinstance(model, Counting):
        said = model.say(prompt, schema=schema, max_tokens=max_tokens, timeout_seconds=timeout_seconds)
    else:
        text = model.complete(prompt, max_tokens=max_tokens, timeout_seconds=timeout_seconds)
        said = estimated(prompt, text)
    answer = _ALOUD.sub("", said.text).strip()
    if not answer:
        raise ModelFailed("the model answered nothing", kind="empty")
    return replace(said, text=answer)


def estimated(prompt: str, text: str) -> Said:
    """An answer of whose tokens nobody told."""
    return Said(text, tokens_of(prompt), tokens_of(text))


def tokens_of(text: str) -> int:
    """About how many tokens a text is."""
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN)
