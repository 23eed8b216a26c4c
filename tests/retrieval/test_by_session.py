"""Sessions, ranked by their best exchanges."""

from __future__ import annotations

from cotw.retrieval.by_session import COUNTED, session_scores


def test_further_exchanges_count_less_and_less() -> None:
    """Two good exchanges outweigh one that is a little better; the second counts half."""
    ranked = [("one", 1.0), ("two", 0.8), ("two", 0.8)]
    assert session_scores(ranked) == {"two": 0.8 + 0.4, "one": 1.0}
    assert list(session_scores(ranked)) == ["two", "one"]


def test_talking_much_does_not_help() -> None:
    """Only the best few of a session count."""
    ranked = [("short", 1.0), *[("long", 0.5)] * 40]
    assert list(session_scores(ranked)) == ["short", "long"]
    assert session_scores(ranked)["long"] == session_scores([("long", 0.5)] * COUNTED)["long"]


def test_equals_stand_in_the_order_they_came() -> None:
    """Nothing else decides between sessions that are worth the same."""
    assert list(session_scores([("b", 1.0), ("a", 1.0), ("c", 1.0)])) == ["b", "a", "c"]
