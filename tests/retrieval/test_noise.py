"""Noise: who asks for a memory and gets none does not come before the memory itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cotw.index.units import Speaker
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import pose
from cotw.retrieval.fusion import by_scores
from cotw.retrieval.marks import Marks
from cotw.retrieval.noise import hushed
from cotw.retrieval.recall import recall
from cotw.settings import RecallSettings
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, KEEP_ALL, index_of, talk
from tests.retrieval.test_fusion import a_hit

ASKED = talk("do you remember the saddle height of Lena's Surly?", "I don't remember any height.", minute=9)
MEMORY = talk("Lena's saddle is at 71 cm", "71 cm, marked with tape on the seat post.", session="s2")
OTHER = talk("the pump in the yard is gone", "Chain the new one to the drain pipe.", session="s3")


def _found(folder: Path, settings: RecallSettings, filters: RecallFilters | None = None) -> list[str]:
    with index_of(folder, [ASKED, MEMORY, OTHER]) as index:
        question = pose("saddle height of Lena's Surly", EMBEDDER, NOON + timedelta(days=1))
        return [one.exchange for one in recall(index, question, filters or RecallFilters(), settings).hits]


def test_the_memory_comes_first(tmp_path: Path) -> None:
    """Though the exchange that asked for it holds more of the words; with penalty 0 that one leads."""
    assert _found(tmp_path / "a", KEEP_ALL)[0] == MEMORY.id
    assert _found(tmp_path / "b", KEEP_ALL.model_copy(update={"noise_penalty": 0.0}))[0] == ASKED.id


def test_it_is_still_found(tmp_path: Path) -> None:
    """It stands further down, also when one side's words alone are asked for."""
    assert ASKED.id in _found(tmp_path / "a", KEEP_ALL)
    assert ASKED.id in _found(tmp_path / "b", KEEP_ALL, RecallFilters(speaker="agent"))


def test_marked_in_the_index(tmp_path: Path) -> None:
    """All that bear the mark are known, and none else."""
    with index_of(tmp_path, [ASKED, MEMORY, OTHER]) as index:
        marks = Marks()
        for _ in ("read", "kept"):
            assert marks.bearing(index, Speaker.NOTHING) == {ASKED.id}
        assert marks.bearing(index, Speaker.STANDING) == frozenset()


def test_measured_by_the_best_of_the_others() -> None:
    """What is no noise is said as if there were none; of what noise is said a share is left."""
    hits = [a_hit("n", 4.0), a_hit("g", 2.0), a_hit("f", 1.0)]
    assert hushed(hits, {"n"}, 0.75, by_scores) == {"n": 0.25, "g": 1.0, "f": 0.5}
    assert hushed(hits, {"x"}, 0.75, by_scores) == by_scores(hits)
    assert hushed(hits, {"n"}, 0.0, by_scores) == by_scores(hits)
    assert hushed([], {"n"}, 0.75, by_scores) == {}
