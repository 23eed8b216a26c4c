"""Units: the texts that are embedded, one or several an exchange.

An exchange that the encoder can read at once is one unit. A longer one is cut as one stream, question
first, so that the beginning of the answer stands beside the question (or its end, if that is long) and
no text is lost. Such a unit begins with the day and with who speaks. What the person asked for once and for
all is a unit more, by itself: in a long prompt its sentence would hardly be heard. It is taken from their own
words alone, never from what others report of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from cotw.ids import short_digest
from cotw.records.exchange import Exchange
from cotw.records.message import is_evidence

_NAME_CHARACTERS = 40
_HEADER = re.compile(r"\[\d{4}-\d{2}-\d{2}\] ")
# What everybody is called who has no name says nothing in a search.
_NAMELESS = frozenset({"human", "agent"})


class Splitter(Protocol):
    """The part of an encoder that units need: how much of a text it reads at once."""

    def split(self, text: str, header: str = "") -> list[str]:
        """`header + chunk` for each chunk of `text` that the encoder can read whole."""
        ...


class Speaker(StrEnum):
    """Whose words a unit holds; marked are what the person asked for once and for all (`standing`), and
    exchanges that ask for a memory and get none (`nothing`).
    """

    BOTH = "both"
    HUMAN = "human"
    AGENT = "agent"
    STANDING = "standing"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to embed. `ordinal` counts the units of an exchange from 0."""

    id: str
    exchange: str
    ordinal: int
    speaker: Speaker
    text: str


def units_of(exchange: Exchange, day: date, splitter: Splitter) -> list[Unit]:
    """The units of an exchange that began on `day` (the person's calendar); none if nobody said a word."""
    texts = _texts(exchange, f"[{day.isoformat()}] ", splitter)
    return [
        Unit(short_digest("unit", exchange.id, str(ordinal), text), exchange.id, ordinal, speaker, text)
        for ordinal, (speaker, text) in enumerate(texts)
    ]


def search_text(text: str) -> str:
    """What full-text search reads of a unit's text: without the day, and without names that say nothing."""
    text = _HEADER.sub("", text, count=1)
    first, colon, rest = text.partition(": ")
    if colon and first in _NAMELESS:
        text = rest
    return text.replace("\nagent: ", "\n", 1)


def _texts(exchange: Exchange, header: str, splitter: Splitter) -> Iterator[tuple[Speaker, str]]:
    # Rules that only who indexes has to wait for.
    from cotw.extraction.not_knowing import adds_nothing
    from cotw.extraction.standing import standing

    human, agent = exchange.human.strip(), exchange.agent.strip()
    human_label, agent_label = _label(exchange.human_sender, "human"), _label(exchange.agent_sender, "agent")
    asked = human_label + human if human else ""
    answered = agent_label + agent if agent else ""
    stream = f"{asked}\n{answered}" if asked and answered else asked or answered
    if not stream:
        return
    # Room is left for a label at every chunk, though the first one brings its own.
    longest = header + max(human_label, agent_label, key=len)
    place = 0
    idle = adds_nothing(human, agent)
    for piece in splitter.split(stream, longest):
        body = piece[_shared_beginning(piece, longest) :]
        place = max(stream.find(body, place), place)
        speaker = _speaker(place, place + len(body), len(asked) if answered else len(stream))
        continued = agent_label if speaker is Speaker.AGENT else human_label
        begins = place == 0 or (asked and place == len(asked) + 1)
        yield Speaker.NOTHING if idle else speaker, header + ("" if begins else continued) + body
    for sentence in standing(human) if is_evidence(exchange.origin) else ():
        yield Speaker.STANDING, splitter.split(sentence)[0]


def _speaker(begin: int, end: int, boundary: int) -> Speaker:
    """Whose words stand between two places of the stream; the answer begins after `boundary`."""
    if begin >= boundary:
        return Speaker.AGENT
    return Speaker.HUMAN if end <= boundary + 1 else Speaker.BOTH


def _shared_beginning(text: str, header: str) -> int:
    """How much of the header stands before the text: an encoder that reads very little cuts it off."""
    if text.startswith(header):
        return len(header)
    return next(
        (place for place, pair in enumerate(zip(text, header, strict=False)) if pair[0] != pair[1]), 0
    )


def _label(sender: str, nameless: str) -> str:
    name = " ".join(sender.split())[:_NAME_CHARACTERS].strip(" :")
    return f"{name or nameless}: "
