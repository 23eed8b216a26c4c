"""What a session that begins is told of proposals that wait: how many, and how its person decides."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cotw.care.deciding import reject
from cotw.care.reflected import pending
from cotw.care.starts import prepare_start, prepare_starts
from cotw.memory import Memory
from cotw.provenance.gate import admit
from tests.builders import NOON
from tests.care.injected import context_of
from tests.care.models import MARA
from tests.care.reflective import SENTENCE, Thinker, angry_days, at, night, workshop_of


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """A home in which one proposal waits."""
    memory = workshop_of(tmp_path_factory.mktemp("mara"), angry_days(["spoke", "rim", "hub"]))
    for day in (0, 1, 2, 3, 50):
        at(memory, NOON + timedelta(days=day, minutes=10))
        night(memory, Thinker().here)
    assert len(pending(memory)) == 1
    return memory


def told(memory: Memory, prompt: str = "") -> str:
    parts = context_of(memory, prompt).context.parts
    passages = [one for part in parts if part.name == "reviews" for one in part.passages]
    assert admit(passages).refused == {}
    return "\n".join(one.text for one in passages)


def test_a_start_is_told_how_many_wait_and_no_word_of_them(memory: Memory) -> None:
    """One line with the ids, which can be looked up; a turn is told nothing."""
    (one,) = pending(memory)
    line = told(memory)
    assert line.startswith("1 proposal waits for the person")
    assert one.id[:8] in line
    assert "cotw review" in line
    assert SENTENCE not in context_of(memory).context.text
    assert memory.embedder.count_pieces(line) < 60
    assert told(memory, "Which spokes, and did we say so before?") == ""


def test_a_prepared_start_says_what_waits_today(memory: Memory) -> None:
    """It is for one day, for proposals lapse, and is prepared anew when one was decided on."""
    path = prepare_start(memory, "cursor", None)
    assert path is not None
    start = json.loads(path.read_bytes())
    assert start["day"] is not None
    assert "1 proposal waits" in str(start)
    (one,) = pending(memory)
    reject(memory, one.id, MARA)
    prepare_starts(memory, [])
    again = json.loads(path.read_bytes())
    assert again["day"] is None
    assert "proposal waits" not in str(again)
    assert told(memory) == ""
