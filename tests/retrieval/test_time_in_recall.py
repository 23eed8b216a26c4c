"""Time in recall: questions about Mara's workshop whose answers are told apart by when they were said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cotw.extraction.time_values import Side
from cotw.index.opening import Index
from cotw.records.exchange import Exchange
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import pose
from cotw.retrieval.recall import Recall, recall
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, KEEP_ALL, ONLY_WORDS, index_of, talk

# A Friday.
ASKED = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
OFF: dict[str, Any] = {"temporal_weight": 0, "order_weight": 0, "anchor_weight": 0}


def on(month: int, day: int, human: str, agent: str = "Noted.", hour: float = 12) -> Exchange:
    """What was said on a day of 2026, in a session of its own."""
    begun = datetime(2026, month, day, tzinfo=UTC) + timedelta(hours=hour)
    minute = (begun - NOON).total_seconds() / 60
    return talk(human, agent, minute=minute, session=f"{month}-{day}-{hour}", human_sender="Mara")


SAID = {
    "shed, first": on(1, 12, "We could build a shed in the yard."),
    "brakes, January": on(1, 20, "The brakes of the cargo bike squeal."),
    "van, winter": on(1, 26, "What is wrong with the van? The battery of the van is flat."),
    "shed, price": on(2, 9, "The shed in the yard costs 900 euros."),
    "brakes, February": on(2, 17, "The brakes of the cargo bike squeal still."),
    "van, before": on(3, 5, "What is wrong with the van? The key of the van is lost."),
    "fair": on(3, 7, "The spring fair is over, nine bicycles are sold."),
    "van, after": on(3, 9, "What is wrong with the van? The lock of the van is stuck."),
    "shed, last": on(3, 19, "The shed in the yard is painted green."),
    "brakes, Tuesday": on(3, 24, "The brakes of the cargo bike squeal again.", hour=9),
    "tubes": on(3, 24, "Forty inner tubes are on the shelf.", hour=15),
    "lamp": on(3, 26, "The lamp over the bench flickers.", hour=16.5),
    "tram": on(3, 27, "The tram was late.", hour=1),
}
NAMES = {one.id: name for name, one in SAID.items()}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of thirteen exchanges of a spring."""
    with index_of(tmp_path_factory.mktemp("spring"), list(SAID.values())) as opened:
        yield opened


def answer(index: Index, question: str, zone: str = "UTC", asked: datetime = ASKED, **changes: Any) -> Recall:
    settings = KEEP_ALL.model_copy(update={"anchor_weight": 0.1, **changes})
    posed = pose(question, EMBEDDER, asked, ZoneInfo(zone))
    return recall(index, posed, settings=settings, limit=20)


def found(result: Recall) -> list[str]:
    return [NAMES[hit.exchange] for hit in result.hits]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did I do last Tuesday?", ["tubes", "brakes, Tuesday"]),
        ("What did we talk about yesterday?", ["lamp"]),
        ("Was haben wir gestern besprochen?", ["lamp"]),
        ("What happened on 7 March?", ["fair"]),
        ("What did we do last week?", ["shed, last"]),
        ("What did Mara say last Tuesday?", ["tubes", "brakes, Tuesday"]),
        ("The first thing we discussed in January?", ["shed, first", "brakes, January", "van, winter"]),
        ("in March 2025?", []),
    ],
)
def test_time_alone(index: Index, question: str, expected: list[str]) -> None:
    """A question about nothing but a time gets all that was said then, the newest first or as it asks."""
    assert found(answer(index, question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did we say about the brakes last Tuesday?", "brakes, Tuesday"),
        ("What did we say about the brakes in January?", "brakes, January"),
        ("Why did the brakes squeal in February?", "brakes, February"),
        ("Did the brakes squeal five weeks ago?", "brakes, February"),
        ("Was war im Januar mit dem van?", "van, winter"),
        ("When did we first talk about the shed?", "shed, first"),
        ("When did we last talk about the shed?", "shed, last"),
        ("What was the most recent news of the shed in the yard?", "shed, last"),
        ("The first time the cargo bike had squealing brakes?", "brakes, January"),
        ("What was wrong with the van before the fair?", "van, before"),
        ("What was wrong with the van after the spring fair?", "van, after"),
        ("What was wrong with the van in winter?", "van, winter"),
    ],
)
def test_first_hit(index: Index, question: str, expected: str) -> None:
    """Of several exchanges about one thing the one from the time that is asked for comes first."""
    assert found(answer(index, question))[0] == expected


def test_recently(index: Index) -> None:
    """Recently says what is wanted where nothing else does; beside a topic it is no order."""
    assert found(answer(index, "What did we talk about recently?"))[:2] == ["tram", "lamp"]
    voices = {name for hit in answer(index, "What about the shed recently?").hits for name in hit.voices}
    assert "order" not in voices


def test_without_weights(index: Index) -> None:
    """Without a weight no voice of time is heard, and none leaves a trace."""
    for question in ("brakes last Tuesday", "the first time of the shed", "the van before the fair"):
        result = answer(index, question, **OFF)
        voices = {name for hit in result.hits for name in hit.voices}
        assert voices <= {"semantic", "keyword", "context", "words", "nearby"}
        assert result.event is None
    assert found(answer(index, "in May?", **OFF))


def test_a_voice_is_no_filter(index: Index) -> None:
    """What was said at another time is found behind what was said then."""
    ranked = found(answer(index, "brakes of the cargo bike last Tuesday"))
    assert ranked[0] == "brakes, Tuesday"
    assert {"brakes, January", "brakes, February"} <= set(ranked)


def test_spoken_of_afterwards(index: Index) -> None:
    """Outside a window the voice fades, more quickly before it than after it."""
    hits = answer(index, "the yard on 21 March").hits
    after = answer(index, "the yard on 17 March").hits
    (before,) = [hit.voices["temporal"] for hit in hits if NAMES[hit.exchange] == "shed, last"]
    (later,) = [hit.voices["temporal"] for hit in after if NAMES[hit.exchange] == "shed, last"]
    assert 0 < before < later < 0.4


def test_where_a_day_begins(index: Index) -> None:
    """What yesterday was is decided by where the person lives: in Tokyo it is Saturday already."""
    assert found(answer(index, "What did we do yesterday?", "Asia/Tokyo")) == ["tram", "lamp"]
    assert found(answer(index, "What did we do yesterday?", "America/New_York")) == ["tram", "lamp"]
    assert found(answer(index, "What did we do yesterday?", "UTC")) == ["lamp"]


def test_words_of_time_are_held_by_the_date(index: Index) -> None:
    """Inside the window an exchange needs the words of the topic only, outside of it all of them."""
    posed = pose("Did the brakes squeal last Tuesday?", EMBEDDER, ASKED)
    shares = {NAMES[hit.exchange]: hit.word_share for hit in recall(index, posed, settings=KEEP_ALL).hits}
    assert shares["brakes, Tuesday"] == 1.0
    assert shares["brakes, January"] < 0.8


def test_nothing_relevant(index: Index) -> None:
    """A time is no reason to show what has nothing to do with the rest of the question."""
    posed = pose("Which zebra migrated last Tuesday?", EMBEDDER, ASKED)
    assert recall(index, posed, settings=ONLY_WORDS).hits == ()


def test_time_alone_needs_no_nearness(index: Index) -> None:
    """What was said in a time that alone is asked for is shown, however far from the question it lies."""
    posed = pose("What did I do last Tuesday?", EMBEDDER, ASKED)
    assert len(recall(index, posed, settings=ONLY_WORDS).hits) == 2


def test_filters_hold(index: Index) -> None:
    """A window never reaches beyond what a person asked within."""
    posed = pose("What did we do last week?", EMBEDDER, ASKED)
    later = RecallFilters(since=datetime(2026, 3, 26, tzinfo=UTC))
    assert recall(index, posed, later, KEEP_ALL).hits == ()


def test_event_is_looked_up(index: Index) -> None:
    """An event is told by the exchange that speaks of it; one that nobody spoke of tells nothing."""
    event = answer(index, "What was wrong with the van before the spring fair?").event
    assert event is not None
    assert (NAMES[event.exchange], event.side, event.name) == ("fair", Side.BEFORE, "the spring fair")
    assert answer(index, "What was wrong with the van before the royal wedding?").event is None


def test_recency(index: Index) -> None:
    """If it weighs anything, what was said lately comes first where no time is asked for."""
    assert found(answer(index, "squeal of brakes", recency_weight=0.5))[0] == "brakes, Tuesday"
    (voices,) = {tuple(hit.voices) for hit in answer(index, "lamp", recency_weight=0).hits[:1]}
    assert "recency" not in voices


def test_clock_that_jumped(index: Index) -> None:
    """Asked by a clock that stands in the past, nothing is newer for being yet to come."""
    asked = datetime(2026, 2, 20, tzinfo=UTC)
    hits = answer(index, "squeal of brakes", asked=asked, recency_weight=0.5).hits
    said = {NAMES[hit.exchange]: hit.voices.get("recency", 0.0) for hit in hits}
    assert said["brakes, Tuesday"] == 0.0
    assert said["brakes, February"] > said["brakes, January"] > 0
    assert found(answer(index, "When did we last talk about the shed?", asked=asked))[0] == "shed, price"


@pytest.mark.parametrize("question", ["東京の天気は?", "¿Dónde está la bicicleta?", "Wo steht das Rad? 🚲"])
def test_other_languages(index: Index, question: str) -> None:
    """A question without a word of time reads none and is answered as ever."""
    result = answer(index, question)
    assert result.question.time is None
    assert result.question.topic == result.question.words
