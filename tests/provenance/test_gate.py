"""The gate: quoted, declared and verified pass if they can show it; nothing else does."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from cotw.provenance import gate
from cotw.provenance.gate import admit, flaw_of
from cotw.records.passage import Passage, Warrant

QUOTE = Passage("The rim is true.", Warrant.QUOTED, ("archive:2026-03-14#3f2a",), "human", "2026-03-14 12:00")
DECLARED = Passage("Shop hours: nine to five.", Warrant.DECLARED, ("ledger:2026-03#7",), "SHOP.md")
CLAIM = replace(DECLARED, warrant=Warrant.VERIFIED)
SOUL = replace(DECLARED, sources=("identity/SOUL.md",), trusted=True)


@pytest.mark.parametrize("passage", [QUOTE, DECLARED, CLAIM, SOUL])
def test_what_has_a_warrant_passes(passage: Passage) -> None:
    """Quoted words with speaker and address, declared ones, verified claims, the person's guidance."""
    assert admit([passage]).passages == (passage,)
    assert not admit([passage]).refused


@pytest.mark.parametrize(
    ("passage", "flaw"),
    [
        (replace(QUOTE, text=" \n"), gate.NO_WORDS),
        (replace(QUOTE, sources=()), gate.NO_SOURCE),
        (replace(DECLARED, sources=("",)), gate.NO_SOURCE),
        (replace(QUOTE, speaker=""), gate.NO_SPEAKER),
        (replace(QUOTE, sources=("handoff:2026-03-14#a",)), gate.NOT_OF_THE_ARCHIVE),
        (replace(QUOTE, sources=("TODO.md:3",)), gate.NOT_OF_THE_ARCHIVE),
        (replace(QUOTE, trusted=True), gate.TRUST_OF_OTHERS),
        (replace(CLAIM, trusted=True), gate.TRUST_OF_OTHERS),
        (replace(DECLARED, warrant=cast(Warrant, "extracted")), gate.NO_WARRANT),
    ],
)
def test_everything_else_is_refused(passage: Passage, flaw: str) -> None:
    """And each refusal has its reason, which is counted."""
    assert flaw_of(passage) == flaw
    admitted = admit([passage, QUOTE, passage])
    assert admitted.passages == (QUOTE,)
    assert admitted.refused == {flaw: 2}
