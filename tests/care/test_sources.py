"""Sources: what a person wrote in the config, and what of it lies on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.sources import Source, remember, remembered, written
from cotw.clock import system_clock
from cotw.errors import ConfigError, UsageError
from cotw.importers.places import Surroundings
from cotw.memory import Memory
from tests.builders import make_home


@pytest.fixture
def mara(tmp_path: Path) -> Surroundings:
    """Mara's machine, with two agents of one tool."""
    for agent in ("shop", "garden"):
        (tmp_path / "mara" / "agents" / agent / "sessions").mkdir(parents=True)
    return Surroundings(tmp_path / "mara", {})


def test_a_pattern_stands_for_what_is_there_now(mara: Surroundings) -> None:
    """Folders that come later are in it without being named."""
    source = Source.of("~/agents/*/sessions", mara)
    assert [path.parent.name for path in source.paths()] == ["garden", "shop"]
    (mara.home / "agents" / "bikes" / "sessions").mkdir(parents=True)
    assert [path.parent.name for path in source.paths()] == ["bikes", "garden", "shop"]


def test_a_name_that_exists_is_no_pattern(mara: Surroundings) -> None:
    """Brackets and stars occur in the names of folders."""
    (mara.home / "[old] *").mkdir()
    assert Source.of("~/[old] *", mara) == Source((mara.home / "[old] *").resolve())


def test_a_source_that_is_not_there_stands_for_nothing(mara: Surroundings) -> None:
    """It may come back."""
    assert Source.of("~/nowhere", mara).paths() == []
    assert Source.of("~/nowhere/*/sessions", mara).paths() == []


def test_a_change_touches_the_sources_around_it(mara: Surroundings) -> None:
    """A change within is looked at alone; one of a folder on the way there means looking at all of it."""
    source = Source.of("~/agents/*/sessions", mara)
    agents = (mara.home / "agents").resolve()
    file = agents / "shop" / "sessions" / "a.jsonl"
    assert source.touched_by(file) == [file]
    assert source.touched_by(agents / "shop" / "notes" / "a.jsonl") == []
    assert source.touched_by(mara.home / "elsewhere") == []
    assert len(source.touched_by(agents / "garden")) == 2
    assert len(source.touched_by(agents.parent)) == 2


def test_what_is_remembered_stands_in_the_config_once(tmp_path: Path, mara: Surroundings) -> None:
    """With the person's comments around it, and whatever characters are in its name."""
    home = make_home(tmp_path)
    home.config.write_text("# mine\n" + home.config.read_text())
    (mara.home / "läden: 'a' #1 🚲").mkdir()
    names = ["~/agents/*/sessions", "~/läden: 'a' #1 🚲", "~/agents/*/sessions"]
    with Memory.open(home.root, clock=system_clock, environment={"HOME": str(mara.home)}) as memory:
        assert remember(memory, names) == names[:2]
        assert remember(memory, names) == []
        assert memory.config.ingest.sources == names[:2]
        assert [len(source.paths()) for source in remembered(memory)] == [2, 1]
    assert home.config.read_text().startswith("# mine\n")


def test_nothing_remembered_is_told_with_the_way_out(tmp_path: Path) -> None:
    """`cotw ingest` without a path asks for one, or for a search."""
    with Memory.open(make_home(tmp_path).root, environment={}) as memory, pytest.raises(UsageError) as told:
        remembered(memory)
    assert "--discover" in told.value.hint


@pytest.mark.parametrize("value", ["['']", "shop", "[7]", "[[]]"])
def test_sources_are_a_list_of_names(tmp_path: Path, value: str) -> None:
    """Anything else is refused before it is written; an empty name would mean the whole home directory."""
    with Memory.open(make_home(tmp_path).root, environment={}) as memory, pytest.raises(ConfigError):
        memory.set_setting("ingest.sources", value)


def test_paths_are_written_as_people_write_them(mara: Surroundings) -> None:
    """With `~` below the home directory."""
    assert written(mara.home / "a" / "b", mara) == "~/a/b"
    assert written(Path("/srv/a"), mara) == "/srv/a"
    assert written(mara.home, mara) == str(mara.home)
