"""The labelled dialogues of benchmarks/labelled/open_threads, and how they are counted."""

from __future__ import annotations

from collections import Counter

from benchmarks.open_threads import HALVES, Counts, Label, count, rates, read_dialogues
from cotw.records.open_thread import Openness, OpenThread
from tests.builders import NOON


def test_enough_of_each() -> None:
    """At least 150 dialogues of many kinds, many with nothing open, a sixth or more of them German."""
    dialogues = read_dialogues()
    assert len(dialogues) >= 150
    assert len({one.id for one in dialogues}) == len(dialogues)
    assert min(Counter(one.kind for one in dialogues).values()) >= 20
    assert sum(not one.open for one in dialogues) >= len(dialogues) // 3
    assert sum(one.language == "de" for one in dialogues) * 6 >= len(dialogues)
    assert min(Counter(one.half for one in dialogues).values()) >= 75
    assert {one.half for one in dialogues} == set(HALVES)


def test_labels_stand_in_the_dialogue() -> None:
    """What is labelled as open or closed was said there, by whom the label says, for a reason there is."""
    for one in read_dialogues():
        said = {
            "human": " ".join(exchange.human for exchange in one.exchanges).lower(),
            "agent": " ".join(exchange.agent for exchange in one.exchanges).lower(),
        }
        for label in one.open:
            assert all(word in said[label.speaker] for word in label.words), (one.id, label)
            assert label.kind in list(Openness)
        for words in one.closed:
            assert words in " ".join(said.values()), (one.id, words)


def test_counting() -> None:
    """Right is what fits a label; the same thing a second time is wrong; what was closed fools."""
    dialogue = next(one for one in read_dialogues() if one.id == "trip-booked")
    thread = OpenThread("Book the train", Openness.TODO, "agent", NOON, "archive:2026-03-14#x")
    assert count(dialogue, [thread]) == Counts(found=1, closed=1, fooled=1)
    assert Label.parse("H todo: train book").fits(thread)
    dialogue = next(one for one in read_dialogues() if one.id == "trip-next")
    counts = count(dialogue, [thread, thread])
    assert counts == Counts(found=2, right=1, open=1, hit=1)
    assert rates(counts) == (0.5, 1.0, 2 / 3)
    assert rates(Counts()) == (1.0, 1.0, 1.0)
