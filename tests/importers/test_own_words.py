"""Own words: what COTW put into a prompt is left out of what was said, whatever message holds it."""

from __future__ import annotations

from dataclasses import replace

from cotw.importers.own_words import without_own_words
from cotw.records.block import Seal, enclosed
from cotw.records.message import Attachment, Kind
from tests.builders import message

ID = "ctx_0123456789abcdef"
BLOCK = enclosed(ID, "Now: Saturday")
SEALS = {ID: Seal.of(BLOCK)}


def test_the_persons_words_are_kept() -> None:
    """The same message, without the block."""
    said = message(f"{BLOCK}\nWhich rim?")
    assert without_own_words(said, SEALS.get) == replace(said, text="Which rim?")


def test_nothing_but_a_block_is_kept_aside() -> None:
    """As a wrapper that names the block; nobody said anything."""
    aside = without_own_words(message(BLOCK, queued=True), SEALS.get)
    assert (aside.kind, aside.text, aside.queued) == (Kind.WRAPPER, f"[context {ID}]", False)
    notice = without_own_words(message(BLOCK, kind=Kind.SYSTEM), SEALS.get)
    assert notice.kind is Kind.SYSTEM


def test_what_was_shown_with_a_block_was_shown() -> None:
    """An image without words is still the person's."""
    shown = message(BLOCK, attachments=(Attachment("image/png", 3, "d"),))
    assert without_own_words(shown, SEALS.get) == replace(shown, text="")


def test_other_messages_are_not_touched() -> None:
    """Neither those without a block nor those with somebody else's."""
    for said in (message("Which rim?"), message(BLOCK.replace("Saturday", "Sunday"))):
        assert without_own_words(said, SEALS.get) is said
