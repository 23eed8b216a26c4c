"""The graph path in a recall."""

from __future__ import annotations

from pathlib import Path

from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import pose
from cotw.retrieval.proposing import GRAPH
from cotw.retrieval.recall import recall
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, KEEP_ALL, index_of, talk

TALKS = [
    talk("My sister Mara lives in Berlin.", minute=0),
    talk("Nothing beats the river in Berlin.", minute=1, thread="garden", session="s2"),
    *(talk(f"Lunch number {number} was fine.", minute=10 + number) for number in range(8)),
]
ALONE = KEEP_ALL.model_copy(update={"graph_weight": 1.0, "semantic_weight": 0.0, "keyword_weight": 0.0})


def test_what_is_linked_is_proposed(tmp_path: Path) -> None:
    """The exchange that names Berlin answers a question about Mara, after the one that names her."""
    with index_of(tmp_path, TALKS) as index:
        found = recall(index, pose("where is Mara?", EMBEDDER, NOON), settings=ALONE)
    assert [hit.exchange for hit in found.hits] == [TALKS[0].id, TALKS[1].id]
    assert [hit.paths[GRAPH].rank for hit in found.hits] == [1, 2]


def test_filters_hold(tmp_path: Path) -> None:
    """The path proposes nothing that was filtered out."""
    with index_of(tmp_path, TALKS) as index:
        found = recall(
            index, pose("where is Mara?", EMBEDDER, NOON), RecallFilters(thread="garden"), settings=ALONE
        )
    assert [hit.exchange for hit in found.hits] == [TALKS[1].id]


def test_not_asked_without_weight(tmp_path: Path) -> None:
    """With weight 0, the default, no hit has a place on this path; unknown names find nothing."""
    with index_of(tmp_path, TALKS) as index:
        found = recall(index, pose("where is Mara?", EMBEDDER, NOON), settings=KEEP_ALL)
        assert found.hits
        assert all(GRAPH not in hit.paths for hit in found.hits)
        assert not recall(index, pose("who is Zoltan?", EMBEDDER, NOON), settings=ALONE).hits
