"""Counting: how many exchanges the speech of a session makes, without keeping any of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cotw.extraction.pairing import repeated
from cotw.importers.run import Paired
from cotw.records.message import Kind, Message


def count_pairs(speech: Iterable[Message]) -> Paired:
    """Counts the exchanges of one session without keeping its messages."""
    prompts = 0
    openings: dict[tuple[str | None, str | None], Kind] = {}

    def counted() -> Iterator[Message]:
        nonlocal prompts
        for message in speech:
            openings.setdefault((message.branch, message.turn), message.kind)
            prompts += message.kind is Kind.HUMAN
            yield message

    twins = len(repeated(counted()))
    unprompted = sum(opening is Kind.AGENT for opening in openings.values())
    return Paired(prompts - twins + unprompted, twins)
