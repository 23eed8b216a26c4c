"""Language models: the door through which one may come in. None is needed; rules do without."""

from __future__ import annotations

from typing import Protocol


class LanguageModel(Protocol):
    """A program or service that continues a text."""

    @property
    def name(self) -> str:
        """What is noted beside everything it writes."""
        ...

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        """The answer to `prompt`. Raises ModelMissing when there is none in time."""
        ...
