"""Findings: what an exchange names and what its people assert."""

from __future__ import annotations

import pytest

from cotw.extraction.findings import MOST_CODE, PERSON_CHARACTERS, Findings, Statement, findings
from tests.retrieval.builders import talk


def names(found: Findings) -> set[str]:
    return {entity.name for entity in found.entities}


def test_both_sides_name_things() -> None:
    """Each name once, with how often it stands in either side."""
    found = findings(
        talk("I met Mara Lindqvist at the Silver Wheel.", "So you know Mara Lindqvist. Does she use DuckDB?")
    )
    assert {(entity.name, entity.count) for entity in found.entities} >= {
        ("Mara Lindqvist", 2),
        ("DuckDB", 1),
    }


def test_only_people_assert() -> None:
    """What an agent says of the world is no knowledge of this person's world."""
    found = findings(talk("My sister Mara lives in Berlin.", "I live in Hamburg. I love Redis."))
    assert set(found.statements) == {
        Statement("human", "related_to", "Mara", 0.9),
        Statement("Mara", "located_in", "Berlin", 0.9),
    }


def test_senders_with_a_name_are_people() -> None:
    """Where two people talk, both are named, both assert, and "I" is the one who says it."""
    found = findings(talk("I live in Berlin.", "I live in Oslo.", human_sender="Mara", agent_sender="Jonas"))
    assert {(one.name, one.kind) for one in found.entities} >= {("Mara", "person"), ("Jonas", "person")}
    assert {(one.subject, one.object) for one in found.statements} == {("Mara", "Berlin"), ("Jonas", "Oslo")}


def test_files_and_identifiers_are_few() -> None:
    """A person may mean a file; an agent lists them, and of a list none is meant."""
    listed = ", ".join(f"wheels_{number}.py" for number in range(40))
    assert len(findings(talk(f"look at {listed}")).entities) == MOST_CODE
    assert not findings(talk("what is there?", f"There are {listed}.")).entities


@pytest.mark.parametrize("word", ["`settings`", "`the`", '"strategy"', "it", "The", "I"])
def test_marked_words_are_no_entities(word: str) -> None:
    """An ordinary word is none, whatever marks stand around it."""
    assert not findings(talk(f"so then we changed {word} again")).entities


@pytest.mark.parametrize("text", ["", "  ", "\x00", "🚲🚲", "…", "A" * 5000, "١٢٣", "```\nMara\n```"])
def test_nothing_named(text: str) -> None:
    """Empty, strange and endless text has no findings, and is no error."""
    assert findings(talk(text)) == Findings((), ())


def test_only_the_beginning_is_read() -> None:
    """What stands behind a pasted log is not looked for."""
    log = "so it went on and on " * (PERSON_CHARACTERS // 20)
    assert "Mara Lindqvist" not in names(findings(talk(f"{log} and then I met Mara Lindqvist.")))
    assert "Mara Lindqvist" in names(findings(talk(f"I met Mara Lindqvist. {log}")))
