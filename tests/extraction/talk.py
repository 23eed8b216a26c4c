"""Talk: exchanges from a few lines, for tests of what is found in them."""

from __future__ import annotations

from datetime import UTC

from cotw.extraction.pairing import pair
from cotw.records.exchange import Exchange
from cotw.records.message import Kind
from tests.builders import message


def talk(*said: str) -> list[Exchange]:
    """The exchanges of `said`: "H: …" is the person's, anything else the agent's."""
    messages = []
    for minute, text in enumerate(said):
        kind = Kind.HUMAN if text.startswith("H: ") else Kind.AGENT
        messages.append(message(text.removeprefix("H: "), minute=minute, kind=kind))
    return pair(messages, UTC)
