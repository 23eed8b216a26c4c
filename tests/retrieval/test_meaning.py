"""Recall with the real encoder: what is meant is found, and nothing where nothing is meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cotw.index.opening import Index
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import pose
from cotw.retrieval.proposing import SEMANTIC
from cotw.retrieval.recall import recall
from cotw.settings import RecallSettings
from tests.builders import NOON
from tests.encoder_fixture import real_encoder
from tests.retrieval.builders import index_of, talk

pytestmark = [pytest.mark.encoder, pytest.mark.slow]

# The bounds measured with benchmarks/recall_quality.py.
MEASURED = RecallSettings(min_cosine=0.45, min_word_share=1.0)
TALKS = {
    "dog": talk("My puppy had to see the vet today.", "I hope the little one feels better soon!", minute=1),
    "deploy": talk(
        "How do we get the blog onto the server?",
        "Run make publish; it copies the pages with rsync and restarts nginx.",
        minute=2,
    ),
    "error": talk("What does E1234-QX mean?", "It says that the valve of the boiler is stuck.", minute=3),
    "trip": talk(
        "We booked the flights to Lisbon for May.", "Lovely, spring is the best season there.", minute=4
    ),
    "database": talk(
        "Should we take Postgres or SQLite for the journal?",
        "SQLite: one file, no server, and only one process ever writes.",
        minute=5,
    ),
    "bread": talk("My sourdough never rises.", "The starter is too young; feed it twice a day.", minute=6),
    "exam": talk("I passed the bar examination!", "Congratulations, that was years of work.", minute=7),
    "llamas": talk(
        "Tell me about animals of the Andes.",
        "Condors circle over the peaks. " * 150
        + "Vicuñas are shorn once in three years for their wool. " * 8,
        minute=8,
    ),
}
NAMES = {one.id: name for name, one in TALKS.items()}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of eight exchanges with real vectors."""
    with index_of(tmp_path_factory.mktemp("meaning"), list(TALKS.values()), real_encoder()) as opened:
        yield opened


def ask(index: Index, question: str, **bounds: str) -> list[str]:
    """The names of what was found."""
    hits = recall(index, pose(question, real_encoder(), NOON), RecallFilters(**bounds), MEASURED).hits  # type: ignore[arg-type]
    return [NAMES[hit.exchange] for hit in hits]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("was my dog ill?", "dog"),
        ("which database did we choose?", "database"),
        ("what did we decide about the database?", "database"),
        ("how is the website published?", "deploy"),
        ("E1234-QX", "error"),
        ("when do we travel to Portugal?", "trip"),
        ("why does my bread not rise?", "bread"),
        ("did I become a lawyer?", "exam"),
        ("how often is wool taken from vicunas?", "llamas"),
    ],
)
def test_what_is_meant(index: Index, question: str, answer: str) -> None:
    """A question finds what it means in other words, and an error code by itself."""
    assert ask(index, question)[:1] == [answer]


@pytest.mark.parametrize(
    "question",
    [
        "quarterly revenue of the Danish shipping company",
        "what is the capital gains tax in Ohio?",
        "zzyzx",
        "the password of the printer",
        "who won the chess championship?",
    ],
)
def test_nothing_is_meant(index: Index, question: str) -> None:
    """A question about something that was never spoken of finds nothing."""
    assert ask(index, question) == []


def test_deep_inside(index: Index) -> None:
    """What stands behind the first 256 word pieces of a long answer is found, and shown by its own unit."""
    (hit, *_) = recall(
        index, pose("camelids that are shorn in South America", real_encoder(), NOON), settings=MEASURED
    ).hits
    assert hit.exchange == TALKS["llamas"].id
    assert hit.paths[SEMANTIC].rank == 1
    if hit.nearest is not None:
        assert "Vicuñas" in hit.nearest


def test_side(index: Index) -> None:
    """Asked for the agent's words, what only the person said does not count."""
    assert ask(index, "E1234-QX") == ["error"]
    assert ask(index, "valve of the boiler", speaker="agent") == ["error"]
