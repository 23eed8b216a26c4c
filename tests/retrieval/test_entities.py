"""Entities and chains: what is told of a name, with where it was said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cotw.errors import NothingFound, UsageError
from cotw.retrieval.chain import TOGETHER, chain
from cotw.retrieval.entities import Beside, portrait
from tests.builders import NOON
from tests.retrieval.builders import index_of, talk

TALKS = [
    talk("My sister Mara lives in Berlin.", minute=0),
    talk("Yes, Mara lives in Berlin. Mara likes the river.", minute=60),
    talk("I met Mara Lindqvist at the Whitmore Museum.", minute=120),
    talk("The Whitmore Museum shows a Vermeer, and I love <b>'it'</b>.", minute=180, session="s2"),
    talk("I met Ida Brandt.", minute=240, human_sender="Zoe"),
]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Any]:
    with index_of(tmp_path, TALKS) as index:
        yield index.database


def test_portrait(database: Any) -> None:
    """A name in any case: kind, when it came up, what was said with all sources, what it occurs with."""
    mara = portrait(database, "MARA")
    assert (mara.name, mara.kind, mara.exchanges, mara.mentions) == ("Mara", "person", 2, 3)
    assert mara.first_seen == NOON
    lives = next(triple for triple in mara.triples if triple.predicate == "located_in")
    assert lives.sources == tuple(sorted(id[:8] for id in (TALKS[0].id, TALKS[1].id)))
    assert lives.confidence == 0.99
    assert Beside("Berlin", 2) in mara.beside


def test_aliases_are_told_and_not_merged(database: Any) -> None:
    """Mara may be Mara Lindqvist; both keep what is theirs."""
    (alias,) = portrait(database, "mara").aliases
    assert (alias.alias, alias.name) == ("mara", "mara lindqvist")
    assert portrait(database, "Mara Lindqvist").aliases == (alias,)
    assert portrait(database, "Mara Lindqvist").exchanges == 1


def test_only_in_a_triple(database: Any) -> None:
    """Who is the subject of what is said but never mentioned can be asked for, too."""
    zoe = portrait(database, "human")
    assert zoe.mentions == 0
    assert zoe.triples


@pytest.mark.parametrize("name", ["Marra", "Zoltan", "'; DROP TABLE mentions; --", "%", "\udc80x", "🚲"])
def test_unknown(database: Any, name: str) -> None:
    """It is said with the names that are nearest, whatever was asked for."""
    with pytest.raises(NothingFound) as caught:
        portrait(database, name)
    assert ("Mara" in caught.value.hint) == (name == "Marra")


def test_no_name(database: Any) -> None:
    """Nothing cannot be shown."""
    with pytest.raises(UsageError):
        portrait(database, "  ")


def test_the_shortest_chain(database: Any) -> None:
    """Link by link, each as it was said, with its exchanges; what was said goes before what stood there."""
    links = chain(database, "Mara", "berlin").links
    assert [(link.subject, link.predicate, link.object) for link in links] == [
        ("Mara", "located_in", "Berlin")
    ]
    links = chain(database, "mara lindqvist", "Vermeer").links
    assert [link.predicate for link in links] == [TOGETHER, TOGETHER]
    assert links[1].sources == (TALKS[3].id[:8],)
    assert chain(database, "Mara", "mara").links == ()


def test_no_chain(database: Any) -> None:
    """Two that nothing connects: that is said."""
    with pytest.raises(NothingFound, match="no chain"):
        chain(database, "Vermeer", "Zoe")
