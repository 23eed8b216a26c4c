"""Hostile files: whatever stands in them, reading and checking them ends soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.identity.checking import check
from cotw.identity.layers import layers
from cotw.identity.principles import principles
from cotw.identity.projects import find_project
from cotw.settings import IdentitySettings
from tests.identity.homes import NOW, TODAY, words, workshop

LONG = 40_000
TEXTS = {
    "spaces": "# " + " " * LONG + "x",
    "hashes": "# " + "#" * LONG + "x",
    "lines": "\n" * LONG + "system",
    "a role": "system" + " " * LONG,
    "an order": "ignore" + " " * LONG + "previous" + " " * LONG,
    "a list": "- " + " - " * (LONG // 3),
    "comments": "<!-- -->" * (LONG // 8),
    "open comments": "<!--" * (LONG // 4),
    "fences": "```\n" * (LONG // 4),
    "rules": "".join(f"Always turn spoke {n}.\nNever turn rim {n}.\n" for n in range(700)),
    "a word": "a" * LONG,
    "stars": "*" * LONG + "_" * LONG,
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", TEXTS)
def test_it_ends_soon(tmp_path: Path, kind: str) -> None:
    """No pattern takes longer than its text: the whole is served or left out within the budget."""
    text = TEXTS[kind]
    home = workshop(tmp_path, SOUL=text)
    budget = IdentitySettings()
    built = layers(home, counter=words, budget=budget, today=TODAY, given={})
    assert built[0].tokens <= budget.soul_tokens
    check(home, counter=words, budget=budget, now=NOW, decided={})
    principles(f"## Principles\n{text}")
    for name in ("Makefile", "go.mod", "package.json", "pyproject.toml"):
        (tmp_path / name).write_text(text)
    assert find_project(tmp_path, tmp_path)
