"""Relevance: what share of a question an exchange holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.index.database import bound as bound_to
from cotw.index.opening import open_folder
from cotw.index.rows import exchange_table
from cotw.records.exchange import Exchange
from cotw.retrieval.bounds import Bounds
from cotw.retrieval.relevance import SAMPLE_EXCHANGES, Rarity, Weighed
from cotw.settings import RecallSettings
from tests.retrieval.builders import index_of, talk

CAROLINE = [
    talk(f"Caroline said {'hello' if n % 10 else 'adopted'}", minute=n, human_sender="Ada")
    for n in range(200)
]


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Weighed:
    """Words of rising rarity, weighed."""
    with index_of(tmp_path_factory.mktemp("caroline"), CAROLINE) as index:
        return Rarity().weigh(index, ("caroline", "hello", "adoption", "zebra"))


def test_rarity(weighed: Weighed) -> None:
    """A word that stands everywhere weighs nothing; one that stands nowhere weighs most."""
    everywhere, common, rare, unknown = weighed.weights
    assert 0 <= everywhere < 0.01
    assert everywhere < common < rare < unknown


def test_share(weighed: Weighed) -> None:
    """The share counts words by weight, in whatever form, in any of the texts."""
    nowhere = weighed.weights[3] / sum(weighed.weights)
    assert weighed.share(weighed.held("Caroline agreed")) < 0.01
    assert weighed.share(weighed.held("Hello, Caroline", "she adopted a cat")) == pytest.approx(1 - nowhere)
    assert weighed.share(weighed.held("hello adopting Carolines of zebras")) == pytest.approx(1.0)
    assert weighed.share(()) == 0.0
    assert Weighed((), ()).share(()) == 0.0


def test_other_scripts(tmp_path: Path) -> None:
    """Words of unspaced scripts, of one character or two, are counted like others."""
    talks = [talk("東京の天気は晴れ" if n % 2 else "大阪の天気は雨", minute=n) for n in range(20)]
    with index_of(tmp_path, talks) as index:
        weather, tokyo, rain, unknown = Rarity().weigh(index, ("天気", "東京", "雨", "海外")).weights
    assert weather < tokyo == rain < unknown


def test_names_count(tmp_path: Path) -> None:
    """The name of who speaks belongs to what was said, unless it is the name of everybody."""
    with index_of(tmp_path, CAROLINE) as index:
        ada, human = Rarity().weigh(index, ("ada", "human")).weights
    assert ada < 0.01 < human


def test_sample(tmp_path: Path) -> None:
    """Rarity is judged by a bounded sample, taken by id: the same for the same content in any order."""
    many = [talk(f"question {n}", "answer", minute=n) for n in range(SAMPLE_EXCHANGES + 40)]
    words = ["question", "answer", "7", "12", "llama"]
    with index_of(tmp_path / "one", many[::-1]) as index, index_of(tmp_path / "two", many) as other:
        assert Rarity().weigh(index, words) == Rarity().weigh(other, words)


def test_kept(tmp_path: Path) -> None:
    """What was kept from former questions gives the same weights as beginning anew."""
    words = ["server", "rsync", "pasta"]
    rarity = Rarity()
    with index_of(
        tmp_path, [talk("the old server", "rsync", id="a"), talk("dinner", "pasta", id="b")]
    ) as index:
        rarity.weigh(index, words)
        folder = index.folder
    changes: list[list[Exchange]] = [
        [talk("the server again", id="c", minute=3)],
        [talk("the old machine", "rsync", id="a"), talk("pasta", id="d", minute=4)],
    ]
    for number, exchanges in enumerate(changes):
        with open_folder(folder, write=True) as index:
            index.database.execute(
                "DELETE FROM exchanges WHERE id IN (SELECT unnest(?))", [[e.id for e in exchanges]]
            )
            with bound_to(index.database, batch=exchange_table(exchanges)):
                index.database.execute("INSERT INTO exchanges BY NAME SELECT * FROM batch")
            index.database.execute("INSERT INTO truth_files VALUES (?, 1, NULL)", [f"file {number}"])
            assert rarity.weigh(index, words) == Rarity().weigh(index, words)


BOUNDS = Bounds(cosine=0.5, word_share=1.0)


def test_enough_alone() -> None:
    """Nearness alone is enough, and so are the words alone, from their bounds on."""
    assert BOUNDS.admit(0.5, 0.0)
    assert not BOUNDS.admit(0.49, 0.0)
    assert BOUNDS.admit(-0.2, 1.0)
    assert not BOUNDS.admit(-0.2, 0.99)


def test_enough_together() -> None:
    """Half of what each would need is enough together."""
    assert BOUNDS.admit(0.25, 0.5)
    assert not BOUNDS.admit(0.24, 0.5)


@pytest.mark.parametrize("bounds", [Bounds(0.0, 1.0), Bounds(-1.0, 1.0), Bounds(0.5, 0.0)])
def test_bounds_of_nothing(bounds: Bounds) -> None:
    """A bound of 0 or less lets everything through."""
    assert bounds.admit(-0.3, 0.0)


def test_small_memory() -> None:
    """In a small memory less nearness is enough, for there is less that could be near by chance."""

    def bound(units: int, min_cosine: float = 0.45) -> float:
        return Bounds.of(RecallSettings(min_cosine=min_cosine), units).cosine

    bounds = [bound(units) for units in (0, 1, 10, 100, 999, 1000, 100_000)]
    assert bounds == sorted(bounds)
    assert bounds[-2:] == [0.45, 0.45]
    assert bounds[2] == pytest.approx(0.303, abs=0.001)
    assert bounds[0] == bounds[1] > 0.2
    assert bound(1, min_cosine=0.1) > 0
    assert bound(1, min_cosine=-1.0) == -1.0
    assert Bounds.of(RecallSettings(min_word_share=0.7), 3).word_share == 0.7


@given(*[st.floats(-1, 1)] * 2, *[st.floats(0, 1)] * 2)
def test_never_less(cosine: float, nearer: float, share: float, more: float) -> None:
    """Nearer in meaning, or with more of the words, never becomes less relevant."""
    if BOUNDS.admit(cosine, share):
        assert BOUNDS.admit(max(cosine, nearer), max(share, more))
