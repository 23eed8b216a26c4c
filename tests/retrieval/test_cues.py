"""Cues: what kind of answer a question wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.retrieval.cues import CUES, answers, cues_of
from tests.retrieval.builders import KEEP_ALL, index_of, talk
from tests.retrieval.test_recall import ask


@pytest.mark.parametrize(
    ("question", "text", "says"),
    [
        ("When did Mara true the wheel?", "I trued it last week.", 1.0),
        ("When did Mara true the wheel?", "It is trued now.", 0.0),
        ("How long has Yusuf had the shop?", "For three years", 1.0),
        ("How many spokes broke?", "Two of them", 0.5),
        ("How many spokes broke?", "None", 0.0),
        ("What did Mara true?", "the wheel, yesterday", 0.0),
        ("Wann kam die Rechnung?", "Am Dienstag", 1.0),
        ("Wie viele Speichen?", "Zwei", 0.5),
        ("When?", "may the march begin 🚲", 0.0),
        ("いつ?", "昨日", 0.0),
    ],
)
def test_cues(question: str, text: str, says: float) -> None:
    """Asked when, a time speaks for a text; asked how many, a number does half as much."""
    assert answers(cues_of(question), text) == says


def test_in_recall(tmp_path: Path) -> None:
    """The one that tells a time comes first, unless only the other side's words were asked for."""
    talks = [
        talk("Mara trued the wheel", "Yes, last week", minute=1, id="when"),
        talk("Mara trued the wheel", "Yes, nicely", minute=2, session="s2", id="how"),
    ]
    with index_of(tmp_path, talks) as index:
        question = "When did Mara true the wheel?"
        hits = ask(index, question, KEEP_ALL)
        assert [hit.exchange for hit in hits] == ["when", "how"]
        assert [hit.voices[CUES] for hit in hits] == pytest.approx([0.35, 0.0])
        humans = ask(index, question, KEEP_ALL, speaker="human")
        assert all(hit.voices[CUES] == 0 for hit in humans)
