"""The door for language models: whoever fits through it is asked alike."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cotw.errors import ModelFailed
from cotw.models.language import Said, answer_of, tokens_of


@dataclass
class Plain:
    """A model that only completes."""

    answer: str
    name: str = "plain"

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        return self.answer


def answered(text: str) -> Said:
    return answer_of(Plain(text), "How many?", schema=None, max_tokens=10, timeout_seconds=1)


def test_what_does_not_count_is_estimated() -> None:
    """About four bytes a token, in any script."""
    assert answered("32") == Said("32", 3, 1)
    assert [tokens_of(text) for text in ("", "a", "abcd", "abcde", "ü" * 4)] == [0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    "text",
    ["<think>Is it 28? No.</think>\n32", "\n<thinking>\n28?\n</thinking>\n\n32\n", "<think></think>32"],
)
def test_what_it_thought_aloud_is_no_answer(text: str) -> None:
    """Only what comes after is; a tag elsewhere is a word like any other."""
    assert answered(text).text == "32"
    assert answered("Write <think>no</think>.").text == "Write <think>no</think>."


@pytest.mark.parametrize("text", ["", " \n", "<think>Is it 28? No, it", "<think>28</think> "])
def test_nothing_is_no_answer(text: str) -> None:
    """Nor are thoughts that came to no end."""
    with pytest.raises(ModelFailed) as failed:
        answered(text)
    assert failed.value.kind == "empty"
