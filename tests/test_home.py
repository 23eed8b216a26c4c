"""A home: made once, completed when something is missing, never overwritten."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cotw.errors import ConfigError, NoHome, UsageError
from cotw.founding import init_home
from cotw.home import Home, find_home


def test_init_makes_every_folder_with_readme_and_config(tmp_path: Path) -> None:
    """The README says whose home it is; folders are private."""
    made = init_home(tmp_path / "home", name="Mira", timezone="Europe/Berlin")
    assert not made.was_home
    assert "Mira" in made.home.readme.read_text()
    assert "Europe/Berlin" in made.home.config.read_text()
    for folder in made.home.folders():
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert made.home.config.stat().st_mode & 0o777 == 0o600
    assert (
        (made.home.index / "CACHEDIR.TAG")
        .read_bytes()
        .startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    )


def test_init_again_changes_nothing(tmp_path: Path) -> None:
    """Also what a person edited stays."""
    home = init_home(tmp_path / "home", name="Mira", timezone="UTC").home
    home.readme.write_text("mine now")
    home.config.write_text("recall:\n  limit: 3\n")
    again = init_home(tmp_path / "home", name="Other", timezone="Asia/Tokyo")
    assert again.was_home
    assert again.created == []
    assert home.readme.read_text() == "mine now"
    assert home.config.read_text() == "recall:\n  limit: 3\n"


def test_init_again_adds_what_is_missing(tmp_path: Path) -> None:
    """A folder or file that was deleted comes back."""
    home = init_home(tmp_path / "home", name="Mira", timezone="UTC").home
    (home.index / "CACHEDIR.TAG").unlink()
    home.readme.unlink()
    created = init_home(tmp_path / "home", name="Mira", timezone="UTC").created
    assert created == [home.readme, home.index / "CACHEDIR.TAG"]


def test_init_refuses_a_folder_with_other_things_in_it(tmp_path: Path) -> None:
    """A home is not strewn among somebody's documents."""
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(UsageError):
        init_home(tmp_path, name="Mira", timezone="UTC")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_init_refuses_an_unknown_time_zone(tmp_path: Path) -> None:
    """Before anything is made."""
    with pytest.raises(ConfigError):
        init_home(tmp_path / "home", name="Mira", timezone="Mars/Olympus")
    assert not (tmp_path / "home").exists()


def test_a_half_made_home_is_completed(tmp_path: Path) -> None:
    """A killed init leaves only names of ours; the next one finishes."""
    (tmp_path / "home" / "archive").mkdir(parents=True)
    assert init_home(tmp_path / "home", name="Mira", timezone="UTC").home.exists


def test_no_home_is_said_with_the_way_to_make_one(tmp_path: Path) -> None:
    """Exit code 10."""
    with pytest.raises(NoHome) as caught:
        find_home(tmp_path / "nowhere")
    assert "cotw init" in caught.value.hint
    assert caught.value.exit_code == 10


def test_no_path_of_a_home_lies_outside_it(tmp_path: Path) -> None:
    """Every place is below the root."""
    home = Home(tmp_path)
    places = [getattr(home, name) for name in dir(Home) if isinstance(getattr(Home, name), property)]
    assert all(place.is_relative_to(tmp_path) for place in places if isinstance(place, Path))


@pytest.mark.parametrize("name", ["new\nline", "tab\tx", "really?", "back\\slash", "del\x7f", "\udcff"])
def test_a_path_that_the_index_cannot_lie_at_is_refused(tmp_path: Path, name: str) -> None:
    """Before anything is made: DuckDB and LanceDB would open no file there, or another one."""
    with pytest.raises(UsageError, match="cannot lie at"):
        init_home(tmp_path / name / "home", name="Mira", timezone="UTC")
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["a b", "Fahrräder 🚲", 'it\'s "mine"', "$(id)", "100%25", "[x]*{y}", "a#b"])
def test_other_paths_are_as_good_as_any(tmp_path: Path, name: str) -> None:
    """Whatever a shell would make of them."""
    assert init_home(tmp_path / name, name="Mira", timezone="UTC").home.exists
