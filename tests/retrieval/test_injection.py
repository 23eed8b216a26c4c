"""Injection: what may be put into a prompt that nobody meant as a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.index.opening import Index
from cotw.retrieval.asking import pose
from cotw.retrieval.injection import MOST, admitted, evidence, injected, needed, ungated
from cotw.retrieval.proposing import SEMANTIC
from cotw.retrieval.recall import Recall, recall
from cotw.settings import RecallSettings
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, index_of, talk

TALKS = [
    talk("Which grease goes into the hub of the cargo bike?", "The green lithium grease.", minute=1),
    talk("When does Mara open the workshop on Saturdays?", "At ten.", minute=2, session="s2"),
    talk("The brake cable of the tandem is frayed.", "I ordered a stainless one.", minute=3, session="s3"),
    talk("Pixel chewed the saddle again.", "A new cover costs nine euros.", minute=4, session="s4"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Four things that were said in Mara's workshop, with vectors that know words only."""
    with index_of(tmp_path_factory.mktemp("workshop"), TALKS) as opened:
        yield opened


def ask(index: Index, prompt: str, settings: RecallSettings | None = None) -> Recall:
    """What recall has for a prompt, before anybody judges it."""
    return recall(index, pose(prompt, EMBEDDER, NOON), settings=ungated(settings or RecallSettings()))


def test_what_the_prompt_is_about(index: Index) -> None:
    """A prompt about something that was said gets it."""
    found = ask(index, "which grease does the hub of the cargo bike need?")
    assert injected(found, index.search.count, 0.6).hits[0].exchange == TALKS[0].id


def test_nothing_for_small_talk(index: Index) -> None:
    """A prompt about nothing that was said gets nothing, though some exchange is always the nearest."""
    found = ask(index, "write a haiku about autumn")
    assert len(found.hits) == MOST
    assert injected(found, index.search.count, 0.6).hits == ()


def test_strictness(index: Index) -> None:
    """The threshold decides: at 0 all of the three best go in, at 2 none ever does."""
    found = ask(index, "which grease does the hub of the cargo bike need?")
    assert injected(found, index.search.count, 2.0).hits == ()
    open_door = injected(ask(index, "cargo"), 1, -1.0)
    assert len(open_door.hits) == MOST


def test_all_is_judged(index: Index) -> None:
    """What recall itself would drop as irrelevant is still there to be judged, three exchanges at most."""
    strict = RecallSettings(min_cosine=1.0, min_word_share=2.0, limit=50)
    assert len(ask(index, "grease", strict).hits) == MOST


def test_few_words_say_little(index: Index) -> None:
    """One word that an exchange holds says less for it than several that it holds."""
    one, many = ask(index, "grease"), ask(index, "lithium grease for the hub of the cargo bike")
    words = [evidence(found, found.hits[0]) - found.hits[0].paths[SEMANTIC].score for found in (one, many)]
    assert one.hits[0].word_share == many.hits[0].word_share == 1.0
    assert 0 < words[0] < words[1] <= 0.5


def test_common_words_ask_nothing(index: Index) -> None:
    """An order made of words that stand nearly everywhere is about nothing; a small memory cannot tell."""
    common = replace(ask(index, "cargo"), weights=(1.3,))
    assert injected(common, 150, -1.0).hits == ()
    assert injected(common, 20, -1.0).hits
    assert injected(replace(common, weights=(1.3, 1.3)), 150, -1.0).hits


def test_german_needs_a_word(index: Index) -> None:
    """Nearness alone says nothing of a prompt in a language that the encoder does not know."""
    found = ask(index, "Schreib mir bitte ein Gedicht und nicht die Liste der cargo Preise")
    none, one = (replace(found.hits[0], word_share=share) for share in (0.0, 0.1))
    assert evidence(found, none) == 0.0
    assert evidence(found, one) != 0.0


def test_small_memory() -> None:
    """The more a memory holds, the more evidence is needed; the setting holds for one of 1,000 units."""
    figures = [needed(0.6, units) for units in (0, 1, 100, 1000, 100_000)]
    assert figures == sorted(figures)
    assert figures[3] == 0.6
    assert 0 < figures[0] == figures[1]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ([], []),
        ([0.59, 0.5, 0.4], []),
        ([0.6], [0]),
        ([0.5, 0.7, 0.44], [0, 1]),
        ([0.7, 0.46, 0.1], [0, 1]),
    ],
)
def test_company(said: list[float], places: list[int]) -> None:
    """If one passes, those that come near it go in as well, in the order of recall."""
    assert admitted(said, 0.6) == places


@given(st.lists(st.floats(-1, 2), max_size=3), st.floats(0, 2), st.floats(0, 1))
def test_stricter_never_gives_more(said: list[float], threshold: float, more: float) -> None:
    """A higher threshold lets nothing in that a lower one keeps out."""
    assert set(admitted(said, threshold + more)) <= set(admitted(said, threshold))


def test_empty_memory(tmp_path: Path) -> None:
    """A memory in which nothing was said yet injects nothing."""
    with index_of(tmp_path, []) as nothing:
        assert injected(ask(nothing, "which grease?"), nothing.search.count, 0.0).hits == ()
