"""Facts that a question is about: near in meaning or in words, of the thread that asks, and bounded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cotw.index.opening import Index
from cotw.records.passage import Warrant
from cotw.retrieval.asking import Question, pose
from cotw.retrieval.knowledge import KeptFacts, find_facts, knowledge_passages
from tests.builders import NOON
from tests.index.test_knowledge import bind, declare
from tests.index.workshop import Workshop

OILS = "# Oils\n- hub gears get SAE 30\n- chains get wax\n- " + "a long story about brakes " * 20
TANDEM = "- the tandem has forty spokes"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Facts that hold everywhere, and one of a thread."""
    workshop = Workshop(tmp_path)
    bind(workshop, "/shop")
    bind(workshop, "/tandem.md", thread="tandem")
    declare(workshop, "/shop/oils.md", OILS)
    declare(workshop, "/tandem.md", TANDEM)
    workshop.refresh()
    return workshop


@pytest.fixture
def index(workshop: Workshop) -> Iterator[Index]:
    with workshop.index() as index:
        yield index


def asked(workshop: Workshop, text: str) -> Question:
    return pose(text, workshop.embedder, NOON)


def found(workshop: Workshop, index: Index, text: str, thread: str | None = None) -> list[str]:
    facts = find_facts(index, asked(workshop, text), thread, most=5, min_cosine=1.1)
    return [fact.row.text for fact in facts]


def test_words_find_a_fact(workshop: Workshop, index: Index) -> None:
    """Half of the question's words by their rarity are enough, headings included; others find nothing."""
    assert found(workshop, index, "which oil do hub gears get?") == ["hub gears get SAE 30"]
    assert found(workshop, index, "who feeds the cat?") == []


def test_a_fact_of_a_thread_is_told_there(workshop: Workshop, index: Index) -> None:
    """Elsewhere nobody is told of it."""
    assert found(workshop, index, "how many spokes has the tandem?") == []
    assert found(workshop, index, "how many spokes has the tandem?", "tandem") == [TANDEM[2:]]


def test_passages_are_declared_and_bounded(workshop: Workshop, index: Index) -> None:
    """Each is one fact with file and line; no more of them, and no longer, than there is room for."""
    question = asked(workshop, "gears, chains and brakes")
    told = knowledge_passages(index, question, None, min_cosine=-1.0, characters=100)
    assert {passage.text for passage in told} == {"hub gears get SAE 30", "chains get wax"}
    assert {passage.warrant for passage in told} == {Warrant.DECLARED}
    assert {passage.sources for passage in told} == {
        ("file:/shop/oils.md#L2-L2",),
        ("file:/shop/oils.md#L3-L3",),
    }
    assert {(passage.speaker, passage.label, passage.trusted) for passage in told} == {
        ("oils.md", "Oils", False)
    }
    assert len(knowledge_passages(index, question, None, most=1, min_cosine=-1.0)) == 1


def test_what_is_kept_follows_the_index(workshop: Workshop) -> None:
    """Facts are read again when they have changed, and only then."""
    kept = KeptFacts()
    with workshop.index() as index:
        first = kept.of(index)
        assert kept.of(index) is first
    declare(workshop, "/shop/oils.md", "- chains get oil")
    workshop.refresh()
    with workshop.index() as index:
        texts = {row.text for row in kept.of(index).rows}
    assert texts == {"chains get oil", TANDEM[2:]}


def test_an_index_without_facts(tmp_path: Path) -> None:
    """It tells nothing."""
    workshop = Workshop(tmp_path)
    workshop.refresh()
    with workshop.index() as index:
        assert knowledge_passages(index, asked(workshop, "which oil?"), None) == []
