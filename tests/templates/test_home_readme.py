"""The README that `cotw init` writes into a new home."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.home import Home
from cotw.rendering import render

HOME = Home(Path("/h"))


@pytest.fixture(scope="module")
def page() -> str:
    return render("home_readme.md.j2", name="Fennel", timezone="Europe/Berlin", version="0.1.0")


def test_it_says_whose_memory_this_is(page: str) -> None:
    """Name, time zone and version of the home stand at the top."""
    head = "\n".join(page.splitlines()[:5])
    assert head.startswith("# The memory of Fennel\n")
    assert "Europe/Berlin" in head
    assert "COTW 0.1.0" in head


@pytest.mark.parametrize("folder", [path for path in HOME.folders() if path != HOME.root])
def test_it_explains_every_folder(page: str, folder: Path) -> None:
    """A person who opens the home finds each folder in the table."""
    assert f"`{folder.relative_to(HOME.root)}/`" in page


def test_it_tells_truth_from_what_may_be_deleted(page: str) -> None:
    """The four families of truth are bold; index and cache are marked as deletable."""
    rows = {row.split("|")[1].strip(): row for row in page.splitlines() if row.startswith("| `")}
    assert {name for name, row in rows.items() if "**" in row} == {
        "`archive/`",
        "`receipts/`",
        "`journal/`",
        "`ledger/`",
    }
    assert "delete at will" in rows["`index/`, `cache/`"]
