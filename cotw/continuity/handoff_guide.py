"""Guide notes of a handoff: what its reader should do – verify, ask, go on – by what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cotw.continuity.handoff_manner import language_of
from cotw.continuity.handoff_said import AGENT, HUMAN, said
from cotw.extraction.running import UNVERIFIED
from cotw.records.exchange import Exchange


def guide_notes(
    read: Sequence[Exchange],
    *,
    unverified: bool,
    corrected: bool,
    days: bool,
    open_count: int,
    unread: int,
) -> Iterator[str]:
    """The notes, the most urgent first."""
    human, agent = (list(said(read[-1], side)) for side in (HUMAN, AGENT))
    if human and not agent:
        yield "The last prompt has no answer: begin there."
    elif agent and agent[-1].rstrip("\"'”’)").endswith(("?", "？")):
        yield "The agent's last words are a question: it has no answer yet."
    if open_count:
        yield "Ask which of the open threads is still wanted before you go on with one."
    if unverified:
        yield f"What is marked {UNVERIFIED} was said of a running system: look again before you rely on it."
    if corrected:
        yield "A correction holds against what was said before it."
    if days:
        yield "Days are told as they were said: reckon them from the day they were said on."
    if (language := language_of(read)) and language != "English":
        yield f"The last language written in was {language}."
    if unread:
        yield f"{unread:,} exchanges in the middle were not read for this: ask the memory for them."
