"""The four links through which real folders at the top enter the package."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINKS = {
    "cotw/commands": "../commands",
    "cotw/jobs": "../jobs",
    "cotw/data/templates": "../../templates",
    "cotw/data/identity": "../../identity",
}


@pytest.mark.parametrize("link", LINKS)
def test_each_link_is_a_relative_link_to_a_folder(link: str) -> None:
    """A checkout without support for links has text files there, and would build a broken wheel silently."""
    path = ROOT / link
    assert path.is_symlink()
    assert str(path.readlink()) == LINKS[link]
    assert path.is_dir()
    assert any(path.iterdir())


@pytest.mark.parametrize("name", ["cotw.commands", "cotw.jobs"])
def test_linked_packages_have_one_name(name: str) -> None:
    """They are imported through the package, from the folder inside it."""
    module = import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == Path(import_module("cotw").__path__[0]) / name.rpartition(".")[2]


@pytest.mark.parametrize("data", ["templates/home_readme.md.j2", "identity/README.md"])
def test_data_is_found_as_a_resource(data: str) -> None:
    """Templates and starter files are read through importlib.resources, wherever the package lies."""
    assert (files("cotw") / "data" / data).read_text(encoding="utf-8").strip()
