"""An injection: the block that goes into a prompt, what each source gave for it, and how long that took.

Values alone, which are quick to import: to print a block that another process has made needs no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cotw.records.passage import Passage

# The source without which a prompt is not answered.
RECALL = "recall"


@dataclass(frozen=True, slots=True)
class Part:
    """What one source came to: its passages in the block, and what was found and refused."""

    name: str
    passages: tuple[Passage, ...]
    tokens: int
    found: int
    refused: Mapping[str, int]
    milliseconds: float
    failure: str | None
    exit_code: int


@dataclass(frozen=True, slots=True)
class Context:
    """A block, ready to be put into a prompt; its text is empty when there is nothing to say.

    `body` is what stands in it below the line that tells the time.
    """

    id: str
    text: str
    tokens: int
    parts: tuple[Part, ...]
    body: str = ""

    @property
    def sources(self) -> list[str]:
        """The addresses of all that stands in it, each once."""
        return list(
            dict.fromkeys(
                source for part in self.parts for passage in part.passages for source in passage.sources
            )
        )


@dataclass(frozen=True, slots=True)
class Injection:
    """A context, where it was asked for and whose words it may hold (`sees`: modes).

    With the milliseconds it took to assemble and to note in the journal.
    """

    context: Context
    thread: str | None
    mode: str
    sees: frozenset[str]
    milliseconds: float
    noted: float
