"""Naming: which file a person means."""

from __future__ import annotations

import pytest

from cotw.errors import UsageError
from cotw.home import Home
from cotw.identity.naming import path_of
from tests.identity.homes import TODAY, workshop


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return workshop(tmp_path_factory.mktemp("naming"))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("soul", "identity/SOUL.md"),
        ("Tools.md", "identity/TOOLS.md"),
        ("identity/ANCHOR.md", "identity/ANCHOR.md"),
        ("code", "identity/postures/code.md"),
        ("postures/garden.md", "identity/postures/garden.md"),
        ("today", "identity/memory/2026-03-15.md"),
        ("2026-03-14", "identity/memory/2026-03-14.md"),
        ("memory/2026-03-14.md", "identity/memory/2026-03-14.md"),
    ],
)
def test_as_people_write_it(home: Home, name: str, path: str) -> None:
    """By layer, by file, by day."""
    assert path_of(home, name, TODAY) == path


@pytest.mark.parametrize(
    "name", ["", "garden", "../config.yaml", "postures/../../x", "memory/ideas", "2026-02-30"]
)
def test_what_is_none(home: Home, name: str) -> None:
    """No path leads out of the folder; the error names those there are."""
    with pytest.raises(UsageError) as caught:
        path_of(home, name, TODAY)
    assert "soul, agents, anchor, tools, booth, chat, code, robot, today" in caught.value.hint
