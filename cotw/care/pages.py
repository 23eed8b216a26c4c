"""Pages: sessions as Markdown that a person can read, made with the template `session_export.md.j2`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from cotw.care.export import Chosen, write_file
from cotw.clock import local_minute
from cotw.extraction.pairing import swallowed
from cotw.extraction.plain import readable
from cotw.extraction.quoting import block, inline
from cotw.extraction.titles import session_title
from cotw.files import digest_of
from cotw.ids import short_digest
from cotw.memory import Memory
from cotw.records.message import Kind, Message, speaker_label
from cotw.records.threads import Threads
from cotw.rendering import render_pieces

TEMPLATE = "session_export.md.j2"
_TITLE_PROMPTS = 20
_TITLE_CHARACTERS = 2_000
_SLUG_CHARACTERS = 48


@dataclass(frozen=True, slots=True)
class Said:
    """A message as a template is given it: safe to stand in Markdown as it is."""

    time: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class _Opening:
    """What has to be known of a session before its page begins: its first message, title and twins."""

    first: Message
    title: str
    twins: set[str]


def write_pages(memory: Memory, found: Chosen, folder: Path) -> int:
    """Writes a page for each session that holds speech; returns how many."""
    count = 0
    for opening, pieces in _pages(memory, found):
        write_file(folder / _file_name(memory, opening), partial(_fill, pieces))
        count += 1
    return count


def write_one_page(memory: Memory, found: Chosen, stream: BinaryIO) -> int:
    """Writes the sessions one after another; returns how many."""
    count = 0
    for _, pieces in _pages(memory, found):
        if count:
            stream.write(b"\n")
        _fill(pieces, stream)
        count += 1
    return count


def _pages(memory: Memory, found: Chosen) -> Iterator[tuple[_Opening, Iterator[str]]]:
    # Each session is read twice, side by side: once for what stands at its top, once for its words.
    sessions = zip(found.staging.speech_by_session(), found.staging.speech_by_session(), strict=True)
    for (_, before), (_, speech) in sessions:
        opening = _opening(before)
        yield opening, _pieces(memory, opening, speech, found.threads)


def _opening(speech: Iterator[Message]) -> _Opening:
    first = next(speech)
    told: list[str] = []
    prompts: list[tuple[str, str, bool]] = []
    for message in chain([first], speech):
        if message.kind is Kind.HUMAN and message.text.strip():
            text = message.text.strip()
            if message.turn is None:
                prompts.append((message.id, digest_of(text.encode("utf-8", "surrogatepass")), message.queued))
            if len(told) < _TITLE_PROMPTS:
                told.append(readable(text[:_TITLE_CHARACTERS]))
    return _Opening(first, session_title(told), swallowed(prompts))


def _pieces(memory: Memory, opening: _Opening, speech: Iterator[Message], threads: Threads) -> Iterator[str]:
    zone = memory.truth.zone
    first = opening.first
    said = (
        Said(
            local_minute(message.timestamp, zone),
            inline(readable(speaker_label(message.sender, message.origin, message.reported_by))),
            block(readable(message.text)),
        )
        for message in speech
        if message.text.strip() and message.id not in opening.twins
    )
    yield from render_pieces(
        TEMPLATE,
        memory.home.root / "templates",
        title=inline(opening.title),
        day=f"{first.timestamp.astimezone(zone):%Y-%m-%d}",
        timezone=str(zone),
        thread=inline(readable(threads.thread_of(first))),
        session=inline(readable(first.session)),
        project=inline(readable(first.project)) if first.project else "",
        messages=said,
    )


def _file_name(memory: Memory, opening: _Opening) -> str:
    """Sorted by day, told apart by title, and unlike any other by a digest of the session's id."""
    slug = re.sub(r"[\W_]+", "-", opening.title.lower())[:_SLUG_CHARACTERS].strip("-") or "session"
    day = opening.first.timestamp.astimezone(memory.truth.zone).date()
    return f"{day}-{slug}-{short_digest(opening.first.session)[:8]}.md"


def _fill(pieces: Iterator[str], stream: BinaryIO) -> None:
    for piece in pieces:
        stream.write(piece.encode())
