"""Talks of Mara's workshop, and handoffs made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cotw.continuity.handoff import Handoff, Scope, handoff_of
from cotw.continuity.handoff_page import Page, page_text, read_page
from cotw.continuity.handoff_rendering import body_of, facts_of
from cotw.records.exchange import Exchange
from cotw.records.open_thread import Openness, OpenThread
from cotw.retrieval.stretch import Stretch
from tests.retrieval.builders import talk

BERLIN = ZoneInfo("Europe/Berlin")
WRITTEN = datetime(2026, 3, 14, 14, 0, tzinfo=UTC)
ENGLISH = (
    ("Hi! We need a plan for Jonas's cargo bike.", "Sure. The rim is bent; the spokes can stay."),
    (
        "Important: never order from Velodepot again.",
        "Understood. Radlager has the same rim for 48 euros.",
    ),
    ("Actually, it is a 20 inch wheel, not 26.", "Thank you. Then the rim is the Ryde Andra 20."),
    ("Is the booking page up again?", "The booking server is running again. All tests pass."),
    ("Jonas comes by on Friday.", "The rim will be here on 18 March."),
    ("Perfect, thanks. Which tyre for the cargo bike?", "A Big Ben Plus. Shall I put it on the order?"),
)
GERMAN = (
    ("Moin, wir brauchen einen Plan für das Lastenrad von Jonas.", "Die Felge ist verbogen."),
    ("Wichtig: bitte nicht mehr bei Velodepot bestellen.", "Radlager hat die gleiche Felge."),
    ("Nein, es ist ein 20-Zoll-Rad.", "Dann ist es die Ryde Andra 20. Der Server läuft wieder."),
    ("Jonas kommt am Freitag, bis Montag muss es fertig sein.", "Das ist zu schaffen."),
    ("Danke, perfekt! Welcher Reifen passt auf das Lastenrad von Jonas?", "Ein Big Ben Plus."),
)


def exchanges(said: tuple[tuple[str, str], ...], **changes: object) -> list[Exchange]:
    """These turns, ten minutes apart, with Mara as the one who asks."""
    return [
        talk(human, agent, minute=10 * place, human_sender="Mara", order=place, **changes)
        for place, (human, agent) in enumerate(said)
    ]


def open_rim(read: object) -> list[OpenThread]:
    """What an extractor of open threads might find."""
    return [
        OpenThread(
            "I still have to ask Radlager for the rim.",
            Openness.COMMITMENT,
            "agent",
            datetime(2026, 3, 14, 12, 10, 30, tzinfo=UTC),
            "archive:2026-03-14#10",
        )
    ]


def handoff(said: list[Exchange], scope: Scope, count: int | None = None) -> Handoff:
    """The handoff of these exchanges."""
    stretch = Stretch(tuple(said), len(said) if count is None else count)
    return handoff_of(stretch, scope, find_open=open_rim, find_decided=lambda _: ())


def words(text: str) -> int:
    """As many tokens as words."""
    return len(text.split())


def page_of(told: Handoff) -> Page:
    """The handoff as a page, read again."""
    body = body_of(told, BERLIN, None, words, 250)
    text, _ = page_text(facts_of(told, WRITTEN, "end", BERLIN), told.sources, body)
    return read_page(text)
