"""Topics asked of their rows: counts, freshness, what is a part of what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cotw.errors import NothingFound, UsageError
from cotw.retrieval.topic_tree import parents
from cotw.retrieval.topics import About, counted_topics, topic_page, unlike, weighed_topics
from tests.builders import NOON
from tests.retrieval.builders import index_of, talk

_DAY = 24 * 60
TALKS = [
    talk("The wheel is bent.", minute=0),
    talk("The rear wheel is loose.", minute=1),
    talk("The wheel came.", minute=2),
    talk("Das Fahrrad ist da.", minute=3),
    talk("Das Lastenfahrrad ist noch nicht da.", minute=4),
    *(talk("The festival and the lantern.", minute=20 * _DAY + number) for number in range(3)),
    *(talk("The festival.", minute=27 * _DAY + number) for number in range(2)),
]
NOW = NOON + timedelta(days=28)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with index_of(tmp_path_factory.mktemp("topics"), TALKS) as index:
        yield index.database


def page(database: Any, name: str) -> Any:
    return topic_page(database, name, NOW, 14, UTC, most=5, exchanges=2)


def test_counts(database: Any) -> None:
    """What was spoken of most of late comes first; each with how much of it is of late."""
    found = {one.key: one for one in counted_topics(database, None, NOW, 14, 20)}
    assert next(iter(found)) == "festival"
    assert found["festival"].exchanges == 5
    assert found["festival"].freshness > 0.7
    assert found["wheel"].freshness == pytest.approx(0.25, abs=0.01)
    assert (found["wheel"].first_seen, found["wheel"].last_seen) == (NOON, NOON + timedelta(minutes=2))
    (first,) = counted_topics(database, "started < timestamp '2026-03-14 12:02'", NOW, 14, 1)
    assert first.exchanges == 1


def test_parts_by_words(database: Any) -> None:
    """The rear wheel is a wheel, the Lastenfahrrad a Fahrrad."""
    assert parents(database, ["rear wheel", "lastenfahrrad", "wheel"]) == {
        "rear wheel": "wheel",
        "lastenfahrrad": "fahrrad",
    }
    assert page(database, "rear wheel").parents == ("wheel",)
    assert [one.name for one in page(database, "wheels").children] == ["rear wheel"]


def test_parts_by_company(database: Any) -> None:
    """What is hardly ever spoken of without something wider is a part of that, not the other way round."""
    assert parents(database, ["lantern", "festival"]) == {"lantern": "festival"}
    assert page(database, "festival").children[0].exchanges == 3


def test_a_page(database: Any) -> None:
    """Weeks from the first to the last, those without any included; the newest exchanges."""
    festival = page(database, "Festival")
    assert festival.weeks == ((date(2026, 3, 30), 3), (date(2026, 4, 6), 2))
    assert festival.exchanges == (TALKS[-1].id, TALKS[-2].id)


@pytest.mark.parametrize(
    "name", ["wheell", "nothing at all", "'; DROP TABLE topics; --", "%", "\udc80", "🚲"]
)
def test_unknown(database: Any, name: str) -> None:
    """It is said, with the nearest where there is one."""
    with pytest.raises(NothingFound) as error:
        page(database, name)
    assert ("wheel" in error.value.hint) == (name == "wheell")


def test_no_name(database: Any) -> None:
    """An empty name is a mistake."""
    with pytest.raises(UsageError):
        page(database, "  ")


def test_unlike() -> None:
    """Of topics that hold each other the weightiest is told."""
    told = [About(key, key, 1, 1.0) for key in ("rear wheel", "wheel", "bent rear wheel", "lease")]
    assert [one.key for one in unlike(told, 2)] == ["rear wheel", "lease"]


def test_weighed(database: Any) -> None:
    """How much some exchanges are about each."""
    assert weighed_topics(database, None)[0].key == "festival"


def test_forgotten_with_the_exchange(tmp_path: Path) -> None:
    """An index of nothing has no topics."""
    with index_of(tmp_path, []) as index:
        assert counted_topics(index.database, None, NOW, 14, 5) == []
