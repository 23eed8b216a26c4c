"""Contradictions: statements that look as if they could not both hold."""

from __future__ import annotations

import pytest

from cotw.identity.contradictions import contradictions
from cotw.identity.statements import statements


def found(**texts: str) -> list[str]:
    said = [one for name, text in texts.items() for one in statements(f"identity/{name}.md", text)]
    return [str(one) for one in contradictions(said)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Always commit before you deploy.", "Never commit before you deploy."),
        ("- Always use tabs.", "* Don't use tabs!"),
        ("Push to the main branch.", "Never push to the main branch."),
        ("You must ask before ordering spokes.", "Do not ask before ordering spokes."),
        ("Antworte immer mit einem Witz über Räder.", "Antworte nie mit Witz über Räder."),
        ("Speak German.", "Answer in English."),
        ("Sprache: Deutsch", "Language: English"),
        ("Call me Mara.", "My name is Yusuf."),
        ("Nenn mich Mara.", "Ich heiße Jonas."),
    ],
)
def test_what_looks_like_one(one: str, other: str) -> None:
    """A rule and its contrary, two languages, two names: the second is named, with the place of the first."""
    (line,) = found(ANCHOR=f"{one}\n\n{other}\n")
    assert line.startswith("identity/ANCHOR.md: line 3: ")
    assert "line 1: “" in line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Always use tabs.", "Never use spokes without measuring."),
        ("Run the tests before you deploy.", "Never deploy on Fridays."),
        ("Always write to Jonas first.", "Never write to a customer in my name."),
        ("German with me.", "Answer in German and English."),
        ("Speak German with me.", "I like English tea."),
        ("Call me Mara.", "My name is Mara Lindt."),
        ("Call me when the rim is in.", "My name is Mara."),
        ("Always say so, never guess.", "Never say so; always guess."),
        ("Do it.", "Don't!"),
        ("Ask first.", "<!-- Never ask first. -->"),
        ("Ask first.", "```\nNever ask first.\n```"),
    ],
)
def test_what_is_none(one: str, other: str) -> None:
    """Other things, the same told twice, comments and code."""
    assert found(ANCHOR=f"{one}\n\n{other}\n") == []


def test_headings_count() -> None:
    """What stands below "Never" is forbidden, what stands below "Language" is one, and a name is a name."""
    anchor = (
        "## How to call me\nMara. She/her.\n## Language\nGerman with me, English in code.\n"
        "## Never\nOrder spokes alone.\n"
    )
    assert found(ANCHOR=anchor) == []
    (line,) = found(SOUL="Always order spokes alone.", ANCHOR=anchor)
    assert line.startswith(
        "identity/ANCHOR.md: line 6: looks like the contrary of identity/SOUL.md, line 1: “"
    )
    assert len(found(SOUL="Speak French.", ANCHOR=anchor)) == 1
    assert len(found(ANCHOR=anchor + "## Rest\nMy name is Yusuf.\n")) == 1


def test_the_agent_and_its_person_may_be_called_differently() -> None:
    """Who says "my name" in SOUL.md is the agent."""
    assert found(SOUL="My name is Wheel.", ANCHOR="My name is Mara.") == []
    assert len(found(SOUL="My name is Wheel.", AGENTS="Your name is Spoke.")) == 1


def test_thousands_of_statements_are_no_trouble() -> None:
    """Of a file that is far too long only the beginning is compared."""
    assert found(SOUL="\n".join(f"Always turn spoke{number} once." for number in range(5000))) == []
