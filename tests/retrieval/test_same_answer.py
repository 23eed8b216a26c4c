"""The same question gets the same answer: twice, after opening again, and after the index was built anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotw.index.tidying import merge
from cotw.records.message import Kind, Message
from cotw.records.recall_record import RecordedHit
from cotw.retrieval.asking import Kept, pose
from cotw.retrieval.recall import recall
from cotw.settings import RecallSettings
from tests.builders import NOON, message
from tests.index.workshop import Workshop

WORDS = "frame wheel chain hub saddle rim spoke bell Yusuf invoice".split()
QUESTIONS = ("frame and chain", "the invoice for Yusuf", "spoke", "which bell fits the saddle?")
KEEP_ALL = RecallSettings(min_cosine=-1.0, limit=60)


@st.composite
def sayings(draw: st.DrawFn) -> list[Message]:
    """Some prompts and answers; many say the same, so that equals have to be put in order."""
    return [
        message(
            " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))),
            minute=draw(st.integers(0, 30)),
            kind=draw(st.sampled_from([Kind.HUMAN, Kind.HUMAN, Kind.AGENT])),
            session=draw(st.sampled_from(["s1", "s2", "s3"])),
        )
        for _ in range(draw(st.integers(1, 8)))
    ]


def answers(workshop: Workshop, kept: Kept) -> list[list[RecordedHit]]:
    """What is found for each question."""
    with workshop.index() as index:
        posed = [pose(text, workshop.embedder, NOON) for text in QUESTIONS]
        found = [recall(index, each, settings=KEEP_ALL, kept=kept).hits for each in posed]
    return [[RecordedHit.of(hit) for hit in hits] for hits in found]


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(sayings(), min_size=1, max_size=4))
def test_refreshed_in_pieces_or_built_anew(pieces: list[list[Message]]) -> None:
    """The same hits, scores and ranks, whether it was said piece by piece, was merged, or came at once.

    What a process keeps from question to question makes no difference either.
    """
    with tempfile.TemporaryDirectory() as folder:
        workshop, kept = Workshop(Path(folder)), Kept()
        for piece in pieces:
            workshop.say(*piece)
            workshop.refresh()
            refreshed = answers(workshop, kept)
        assert answers(workshop, Kept()) == refreshed
        with workshop.index(write=True) as index:
            merge(index, workshop.config.index)
        assert answers(workshop, kept) == refreshed
        workshop.rebuild()
        assert answers(workshop, kept) == answers(workshop, Kept()) == refreshed
