"""The starter files: short, commented, and safe from us once they are copied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cotw.founding import init_home, starters
from cotw.identity.checking import HEADINGS
from cotw.identity.meant import meant, sections, without_comments
from cotw.identity.onboarding import QUESTIONS
from tests.identity.homes import workshop

NAMES = [
    "SOUL.md",
    "AGENTS.md",
    "ANCHOR.md",
    "TOOLS.md",
    *(f"postures/{m}.md" for m in ("booth", "chat", "code", "robot")),
]


def test_which_there_are() -> None:
    """Four files and four postures; the folder's own README stays where it is."""
    assert sorted(starters()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_short_and_says_what_belongs_there(name: str) -> None:
    """At most 60 lines, with a comment for the person, and headings that are known to `check`."""
    text = starters()[name].decode()
    assert len(text.splitlines()) <= 60
    assert "<!--" in text
    assert max(map(len, text.splitlines())) <= 130
    found = {one.heading for one in sections(without_comments(text)) if one.heading}
    assert found <= HEADINGS.get(f"identity/{name}", frozenset())


def test_they_invent_nothing() -> None:
    """Who the person is and what the machine has is not made up: nothing of it is told before it is known."""
    assert meant(starters()["ANCHOR.md"].decode()) == ""
    assert meant(starters()["TOOLS.md"].decode()) == ""
    every = "\n".join(meant(data.decode()) for data in starters().values())
    assert not re.search(r"\b(?:helpful|amazing|brilliant|great|I am)\b", every)


def test_every_question_has_its_section() -> None:
    """An answer finds its heading in the starter file."""
    headings = {one.heading for one in sections(without_comments(starters()["ANCHOR.md"].decode()))}
    assert {question.heading for question in QUESTIONS} <= headings


def test_init_never_writes_over_one(tmp_path: Path) -> None:
    """What was edited stays, what was deleted comes back, a link that leads nowhere is left alone."""
    home = workshop(tmp_path, SOUL="mine")
    (home.identity / "TOOLS.md").unlink()
    (home.identity / "AGENTS.md").unlink()
    (home.identity / "AGENTS.md").symlink_to("nowhere.md")
    made = init_home(home.root, name="x", timezone="UTC").created
    assert made == [home.identity / "TOOLS.md"]
    assert (home.identity / "SOUL.md").read_text() == "mine"
    assert (home.identity / "TOOLS.md").stat().st_mode & 0o777 == 0o600
