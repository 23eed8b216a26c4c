"""The labelled cases of benchmarks/labelled: threads, modes, noise, standing instructions."""

from __future__ import annotations

from collections import Counter

from benchmarks.labelled_recall import HALVES, KINDS, OFF, ON, read_labelled
from cotw.settings import RecallSettings


def test_enough_of_each_kind() -> None:
    """At least twelve questions a kind in both halves together, no kind missing in either."""
    questions = read_labelled().questions
    kinds = Counter(one.kind for one in questions)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 12
    assert {(one.half, one.kind) for one in questions} == {(half, kind) for half in HALVES for kind in KINDS}


def test_answers_are_there() -> None:
    """Every label belongs to one exchange, and every question names labels there are."""
    labelled = read_labelled()
    labels = list(labelled.labels.values())
    assert len(set(labels)) == len(labels) >= 120
    assert all(one.answers and one.answers <= set(labels) for one in labelled.questions)


def test_asked_from_threads_there_are() -> None:
    """Threads and modes of the questions are those of the talks; nobody speaks twice at an instant."""
    labelled = read_labelled()
    assert {one.thread for one in labelled.questions} <= {one.thread for one in labelled.messages}
    assert {one.mode for one in labelled.questions} == {one.mode for one in labelled.messages}
    assert len({one.timestamp for one in labelled.messages}) == len(labelled.messages)


def test_every_voice_can_be_switched() -> None:
    """What is switched are settings, to something else and back."""
    assert OFF.keys() == ON.keys() <= RecallSettings.model_fields.keys()
    assert all(OFF[name] != ON[name] for name in OFF)
