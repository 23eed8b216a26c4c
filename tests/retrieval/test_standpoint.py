"""Standpoint: the thread and the mode that a question is asked from."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cotw.retrieval.asking import Standpoint, pose
from cotw.retrieval.recall import Recall, recall
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, KEEP_ALL, index_of, talk

TALKS = [
    talk("the deadline is Friday", "Friday then.", thread="blog", session="s1", minute=1),
    talk("the deadline is Monday", "Monday then.", thread="shop", mode="code", session="s2", minute=2),
    talk("the brakes squeal", "Sand the pads.", thread="shop", session="s3", minute=3),
]
BLOG, SHOP, BRAKES = (one.id for one in TALKS)


def _asked(folder: Path, text: str, thread: str | None = None, mode: str | None = None) -> Recall:
    with index_of(folder, TALKS) as index:
        question = pose(text, EMBEDDER, NOON + timedelta(days=1), standpoint=Standpoint(thread, mode))
        return recall(index, question, settings=KEEP_ALL)


@pytest.mark.parametrize(
    ("thread", "mode", "first"),
    [("blog", None, BLOG), ("shop", None, SHOP), (None, "code", SHOP), (None, "chat", BLOG)],
)
def test_what_is_near_is_meant(tmp_path: Path, thread: str | None, mode: str | None, first: str) -> None:
    """Of two that answer alike the one of the same thread, or mode, comes first."""
    assert _asked(tmp_path, "the deadline is when?", thread, mode).hits[0].exchange == first


def test_nothing_is_left_out(tmp_path: Path) -> None:
    """What answers much better comes first wherever it was said; both are there."""
    found = _asked(tmp_path, "squealing brakes, what pads?", "blog").hits
    assert found[0].exchange == BRAKES
    assert BLOG in [hit.exchange for hit in found]


def test_said_in_the_voices(tmp_path: Path) -> None:
    """The share that the thread has in a score is told; one nobody has spoken in yet speaks for nothing."""
    hit = _asked(tmp_path / "a", "deadline", "blog").hits[0]
    before = sum(said for name, said in hit.voices.items() if name not in ("thread", "mode"))
    assert hit.voices["thread"] == pytest.approx((KEEP_ALL.thread_boost - 1) * before)
    assert all("thread" not in hit.voices for hit in _asked(tmp_path / "b", "deadline", "new").hits)
