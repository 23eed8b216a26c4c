"""What an exchange is about: names and noun phrases, few of them, and never words that name nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.findings import findings
from cotw.extraction.topics import MOST_TOPICS, Topic, likely_keys, topic_key, topics
from tests.retrieval.builders import talk


def about(human: str, agent: str = "", **changes: Any) -> tuple[Topic, ...]:
    exchange = talk(human, agent, **changes)
    return topics(exchange, findings(exchange).entities)


def keys(human: str, agent: str = "", **changes: Any) -> list[str]:
    return [topic.key for topic in about(human, agent, **changes)]


@pytest.mark.parametrize(
    ("human", "wanted"),
    [
        ("Which spokes does the cargo bike need?", {"cargo bike"}),
        ("Could you refactor the parser of the invoice template?", {"parser", "invoice template"}),
        ("I met Mara at the Silver Wheel to talk about the lease.", {"mara", "silver wheel", "lease"}),
        ("Fix the login page, please. The login page is slow.", {"login page"}),
        (
            "Welche Speichen braucht das Lastenrad? Die Werkstatt hat keine Speichen mehr.",
            {"lastenrad", "speiche"},
        ),
        ("Bitte schreib Yusuf wegen der Kaution für den Mietvertrag.", {"yusuf", "kaution", "mietvertrag"}),
        ("Move the index from SQLite to DuckDB.", {"sqlite", "duckdb"}),
    ],
)
def test_named(human: str, wanted: set[str]) -> None:
    """English and German: names, nouns after an article, runs of two or three words."""
    assert wanted <= set(keys(human))


@pytest.mark.parametrize(
    "human",
    [
        "",
        "ok thanks",
        "yes, do it",
        "Can you help me with this?",
        "weiter",
        "`a = b`",
        "/help",
        "🚲🚲",
        "1234 5678",
    ],
)
def test_nothing(human: str) -> None:
    """What says nothing has no topic."""
    assert keys(human) == []


def test_code_is_no_topic() -> None:
    """Nor is what stands in fences, quotes, paths, links and calls."""
    said = "Why?\n```\nthe workshop ledger\n```\n> the stolen bell\n"
    said += "see /srv/rims/front.py, https://rim.example/brake, true_wheel()"
    assert keys(said) == []


def test_german_capitals() -> None:
    """A capital at the beginning of a German sentence makes no name of two words."""
    said = "Welche Speichen braucht das Lastenrad von Frau Albers? Die Miete gilt bis Ende März."
    assert not {"welche speichen", "ende marz"} & set(keys(said))


def test_spellings() -> None:
    """Case and number do not make another topic; what is counted is shown as it is mostly written."""
    (wheels, *_) = about("The wheels are bent. The Wheels! No, the wheel is fine; the wheels are not.")
    assert (wheels.key, wheels.name) == ("wheel", "wheels")
    assert topic_key("Stories") == "story"
    assert topic_key("Bremsen", german=True) == topic_key("Bremse", german=True)
    assert topic_key("status") == "status"
    assert "bremse" in likely_keys("Bremsen")


def test_the_person_weighs_more() -> None:
    """The agent's words count less than the person's, and who speaks is no topic of it."""
    found = about("The lease of the workshop.", "The weather in the harbour.", human_sender="Mara")
    assert [(topic.key, topic.weight) for topic in found[:2]] == [("workshop", 1.0), ("lease", 1.0)]
    assert "mara" not in [topic.key for topic in found]
    assert all(topic.weight < 0.5 for topic in found[2:])


@given(st.text(), st.text())
def test_any_text(human: str, agent: str) -> None:
    """At most six, each once, weights from 1 down, the same each time."""
    found = about(human, agent)
    assert len(found) <= MOST_TOPICS
    assert len({topic.key for topic in found}) == len(found)
    assert [topic.weight for topic in found] == sorted((topic.weight for topic in found), reverse=True)
    assert all(0 < topic.weight <= 1 and topic.key and topic.name for topic in found)
    assert found == about(human, agent)


def test_a_long_text() -> None:
    """Only the beginning is read: a pasted log costs no more than a letter."""
    assert "harbour" not in keys("the workshop " * 200_000 + "the harbour")
