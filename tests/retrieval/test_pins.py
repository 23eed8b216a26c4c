"""Pins: names of a question, and the exchanges that hold them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cotw.index.opening import Index
from cotw.records.hit import Hit, RecallFilters
from cotw.retrieval.asking import pose
from cotw.retrieval.pins import PINS, names_in
from cotw.retrieval.recall import recall
from cotw.settings import RecallSettings
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, KEEP_ALL, index_of, talk

SONG = talk("Which record was it?", "Code of the West, on the shelf.", minute=1, session="s1")
CODES = talk("The west shelf needs a code.", "West is 12, code is 34.", minute=2, session="s2")
PART = talk("Order one more E1234-QX please.", "Ordered at noon.", minute=3, session="s3")
NEAR = talk("Order one more E1234 QXL please.", "Ordered at noon.", minute=4, session="s4")
FILLERS = [talk(f"Turn {n} of the crank", "Mara did it.", minute=9 + n, session=f"f{n}") for n in range(12)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """A workshop in which Mara does nearly everything."""
    with index_of(tmp_path_factory.mktemp("names"), [SONG, CODES, PART, NEAR, *FILLERS]) as opened:
        yield opened


def ask(index: Index, question: str, settings: RecallSettings = KEEP_ALL, **bounds: str) -> dict[str, Hit]:
    """The hits of a question by exchange."""
    posed = pose(question, EMBEDDER, NOON)
    hits = recall(index, posed, RecallFilters(**bounds), settings, limit=50).hits  # type: ignore[arg-type]
    return {hit.exchange: hit for hit in hits}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("did we play Code of the West here?", ["Code of the West"]),
        ('where did I put "the blue ledger"?', ["the blue ledger"]),
        ("what does E1234-QX mean?", ["E1234-QX"]),
        ("when did Yusuf change hub_test.py?", ["Yusuf", "hub_test.py"]),
        ("what did Mara tell Mara?", ["Mara"]),
        ("which grease goes into the hub?", []),
        ("東京の天気 😀 ?", []),
        ("", []),
    ],
)
def test_names(question: str, names: list[str]) -> None:
    """People, titles, quoted phrases, files and numbers of parts are names; each is told once."""
    assert names_in(question) == names


def test_a_long_text() -> None:
    """Of what is too long to be a question only the beginning is read."""
    assert names_in("what did Yusuf say? " + "and so on " * 200 + "with Hazel") == ["Yusuf"]


@pytest.mark.parametrize(
    ("question", "held", "not_held"),
    [("who sang Code of the West?", SONG, CODES), ("when did we order E1234-QX?", PART, NEAR)],
)
def test_held_as_it_stands(index: Index, question: str, held: object, not_held: object) -> None:
    """A name speaks for those who hold it as it stands, not for those who hold its words somewhere."""
    hits = ask(index, question)
    assert hits[held.id].voices[PINS] > 0  # type: ignore[attr-defined]
    assert hits[not_held.id].voices[PINS] == 0  # type: ignore[attr-defined]


def test_rarity(index: Index) -> None:
    """A name that stands nearly everywhere says next to nothing."""
    hits = ask(index, "did Mara sing Code of the West?")
    assert hits[SONG.id].voices[PINS] > 5 * hits[FILLERS[0].id].voices[PINS] > 0


def test_speaker(index: Index) -> None:
    """Where one side's words are asked for, a name that the other side said does not speak."""
    assert ask(index, "who sang Code of the West?", speaker="human")[SONG.id].voices.get(PINS, 0) == 0


def test_without_names(index: Index) -> None:
    """A question without a name, and a weight of 0, leave every exchange as it is."""
    assert all(hit.voices.get(PINS, 0) == 0 for hit in ask(index, "which shelf is it?").values())
    silent = KEEP_ALL.model_copy(update={"pins_weight": 0.0})
    assert all(PINS not in hit.voices for hit in ask(index, "who sang Code of the West?", silent).values())
