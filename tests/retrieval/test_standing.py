"""Standing instructions have a lane of their own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import pose
from cotw.retrieval.recall import Recall, recall
from cotw.settings import RecallSettings
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, KEEP_ALL, index_of, talk

RULE = "From now on write every commit message in German."
LONG = talk(
    f"The stock list is off by three tubes again and Tariq counted twice. {RULE} Anyway, soup is ready.",
    "Alles klar.",
    thread="lager",
)
COMMITS = [
    talk(f"commit message for change {n}, please write it", "feat: more tubes", session=f"c{n}", minute=n)
    for n in range(1, 9)
]
WRITE = "write the commit message for this"


def _asked(
    folder: Path, text: str, *more: Exchange, settings: RecallSettings = KEEP_ALL, thread: str | None = None
) -> Recall:
    with index_of(folder, [LONG, *more]) as index:
        question = pose(text, EMBEDDER, NOON + timedelta(days=1))
        return recall(index, question, RecallFilters(thread=thread), settings)


def test_proposed_where_the_paths_would_not(tmp_path: Path) -> None:
    """Though others lie nearer than there is room for; which instruction it was is said."""
    few = KEEP_ALL.model_copy(update={"candidates": 1, "limit": 1})
    [hit] = _asked(tmp_path, WRITE, *COMMITS, settings=few).hits
    assert (hit.exchange, hit.standing) == (LONG.id, RULE)
    assert hit.paths["standing"].rank == 1
    assert hit.voices["standing"] > 0


def test_off(tmp_path: Path) -> None:
    """With weight 0 the lane is not asked."""
    off = KEEP_ALL.model_copy(update={"standing_weight": 0.0})
    assert all(
        "standing" not in {*hit.paths, *hit.voices} for hit in _asked(tmp_path, WRITE, settings=off).hits
    )


def test_a_question_that_looks_back(tmp_path: Path) -> None:
    """It asks for what was said, not for what is to be done."""
    found = _asked(tmp_path, "what commit message did we write for change 3?", *COMMITS)
    assert all(hit.standing is None for hit in found.hits)


def test_only_if_it_fits(tmp_path: Path) -> None:
    """What the instruction has nothing to do with does not bring it up."""
    found = _asked(tmp_path, "grease for old bearings", *COMMITS, settings=RecallSettings())
    assert found.hits == ()


def test_shown_though_it_is_not_near(tmp_path: Path) -> None:
    """An instruction that fits well is a hit, though its exchange is about something else."""
    settings = RecallSettings(min_cosine=0.99, min_word_share=2.0)
    letter = "write a letter to the wholesaler in German"
    assert [hit.exchange for hit in _asked(tmp_path / "a", letter, settings=settings).hits] == [LONG.id]
    strict = settings.model_copy(update={"min_standing_cosine": 0.99})
    assert _asked(tmp_path / "b", letter, settings=strict).hits == ()


def test_inside_the_bounds_of_the_question(tmp_path: Path) -> None:
    """Filters hold for the lane as well."""
    found = _asked(tmp_path, WRITE, *COMMITS, thread="main")
    assert LONG.id not in [hit.exchange for hit in found.hits]
