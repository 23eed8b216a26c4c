"""Titles: a session is named by the first prompt that says what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.titles import TITLE_LIMIT, UNTITLED, prompt_title, session_title, shortened


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("Fix the login bug in auth.py. It crashes at start.", "Fix the login bug in auth.py"),
        ("Hey Claude, can you fix the login bug?", "can you fix the login bug?"),
        ("ok, thanks! now let's add tests for the parser", "now let's add tests for the parser"),
        ("# Implement the plan\n\n- one\n- two", "Implement the plan"),
        ("Implement the following plan:\n\n# Plan: add tests\n\ntext", "Plan: add tests"),
        ("Two things are broken:\n- the parser\n- the tests", "Two things are broken"),
        ("❯ This branch is a change to main", "This branch is a change to main"),
        ("**Bold** idea: *make* `foo()` faster", "Bold idea: make foo() faster"),
        ("see [the docs](https://example.org/x) first", "see the docs first"),
        ("```py\nprint(1)\n```\nwhy does this print nothing?", "why does this print nothing?"),
        ("import os\nx = 1;\n\nwhy is that slow?", "why is that slow?"),
        ("/compact keep the database notes", "keep the database notes"),
        ("use e.g. tabs instead. Then stop.", "use e.g. tabs instead"),
        ("これは日本語の質問です。二つ目の文。", "これは日本語の質問です"),
    ],
)
def test_the_first_sentence_without_markup(prompt: str, title: str) -> None:
    """Greetings, code, marks and links' targets are left out."""
    assert prompt_title(prompt) == title


@pytest.mark.parametrize(
    "prompt",
    ["hi", "yes", "continue", "ok thanks!", "2", "/review", "https://example.org/a/b", "src/foo/bar.py", "",
     "```\nonly code\n```", "refactor"],
)  # fmt: skip
def test_prompts_that_say_nothing(prompt: str) -> None:
    """They are passed over while there are others."""
    assert prompt_title(prompt) == ""
    assert session_title([prompt, "now add a parser"]) == "now add a parser"


@pytest.mark.parametrize(
    ("prompts", "title"),
    [([], UNTITLED), (["hi", "yes"], "hi"), (["hi", "refactor", "yes"], "refactor"), (["", "  "], UNTITLED)],
)
def test_something_is_better_than_nothing(prompts: list[str], title: str) -> None:
    """Without a telling prompt, the most telling words there are."""
    assert session_title(prompts) == title


def test_long_titles_are_cut_at_a_clause_or_word() -> None:
    """A cut word says nothing; an ellipsis says that something was cut."""
    words = "please look into the memory usage of the whole importer when it reads a large file"
    assert shortened(words) == "please look into the memory usage of the whole importer…"
    clause = "please look into the memory usage of it, because it is far too high when reading"
    assert shortened(clause) == "please look into the memory usage of it"


def test_emoji_are_not_parted() -> None:
    """A family stays together, or is left out."""
    family = "👩‍👩‍👧‍👦"
    title = shortened(family * 20)
    assert title.removesuffix("…").replace(family, "") == ""


@given(st.lists(st.text(max_size=200), max_size=4))
def test_a_title_is_one_short_line(prompts: list[str]) -> None:
    """Whatever was said: at most 60 characters, no line end, never empty."""
    title = session_title(prompts)
    assert 0 < len(title) <= TITLE_LIMIT
    assert len(title.splitlines()) == 1
