"""Links: how far a question reaches, and how much is left of it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.index.graph import number_of
from cotw.retrieval.graph import possible_names, seeds
from cotw.retrieval.links import DECAY, Links, Web
from tests.retrieval.builders import index_of, talk

MARA, BERLIN = number_of("mara"), number_of("berlin")
TALKS = [
    talk("My sister Mara lives in Berlin.", minute=0),
    talk("We saw the river in Berlin.", minute=1),
    talk("I met Jonas Falk.", minute=2),
    talk("Jonas Falk was at the Silver Wheel again.", minute=3),
    *(talk(f"I asked Redis number {number}.", minute=10 + number) for number in range(12)),
]


@pytest.fixture
def web(tmp_path: Path) -> Web:
    with index_of(tmp_path, TALKS) as index:
        return Web.read(index)


def test_a_hop_takes_its_share(web: Web) -> None:
    """0.7, less what the link is unsure and what the entity it leaves from is everywhere."""
    reached = web.walked({MARA: 1.0})
    assert reached[MARA] == 1.0
    assert 0 < reached[BERLIN] == pytest.approx(DECAY * 0.9 * web.rarity(MARA))


def test_named_everywhere_says_nothing(tmp_path: Path) -> None:
    """An entity that every exchange names has no weight, one that a single one names nearly all."""
    with index_of(
        tmp_path, [talk(f"I asked Redis, number {number}", minute=number) for number in range(9)]
    ) as index:
        web = Web.read(index)
    assert web.rarity(number_of("redis")) < 0.05
    assert web.rarity(number_of("nobody")) == 0


def test_two_links_far(web: Web) -> None:
    """What is linked with the question is found though the question does not name it."""
    found = web.exchanges_of(web.walked({MARA: 1.0}), 10)
    assert list(found)[:2] == [TALKS[0].id, TALKS[1].id]
    assert found[TALKS[0].id] > found[TALKS[1].id] > 0


def test_nothing_known(web: Web) -> None:
    """Nothing is reached from nowhere."""
    assert web.exchanges_of(web.walked({number_of("nobody"): 1.0}), 5) == {}
    assert web.exchanges_of({}, 5) == {}


def test_short_names_are_meant_a_little(web: Web) -> None:
    """Who is asked for by the first name may be the one with the full name."""
    found = seeds(web, "who is Jonas Falk?", ("jonas", "falk"))
    assert found[number_of("jonas falk")] == 1.0


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("When did I meet Mara's brother?", ("meet", "mara", "brother"), "mara"),
        ("what about “Silver Wheel”?", ("silver", "wheel"), "silver wheel"),
        ("ÉMILE, please", ("emile",), "emile"),
        ("what is in wheel.py?", ("wheel", "py"), "wheel.py"),
    ],
)
def test_possible_names(text: str, words: tuple[str, ...], name: str) -> None:
    """Words of a question, and words side by side, as the graph knows them."""
    assert name in possible_names(text, words)


def test_no_names() -> None:
    """Words that say nothing are no names, nor is nothing at all."""
    assert possible_names("", ()) == []
    assert possible_names("what is it", ()) == ["what is", "is it", "what is it"]


def test_kept(tmp_path: Path) -> None:
    """An index that is open for reading is read once; an empty one is no error."""
    links = Links()
    with index_of(tmp_path / "one", TALKS) as index:
        assert links.of(index) is links.of(index)
    with index_of(tmp_path / "none", []) as index:
        assert links.of(index).walked({MARA: 1.0}) == {MARA: 1.0}
        assert links.of(index).exchanges_of({MARA: 1.0}, 3) == {}
