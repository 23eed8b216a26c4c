"""Houses for the tests of the keeper: one for each test, or one with a keeper for all that leave it alive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interfaces.keeper.house import House, eventually, housed


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house without a keeper yet."""
    with housed(tmp_path) as house:
        yield house


@pytest.fixture(scope="module")
def _one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with housed(tmp_path_factory.mktemp("kept")) as house:
        yield house


@pytest.fixture
def kept(_one_house: House) -> House:
    """A house whose keeper answers, and has answered other tests."""
    if not _one_house.answers():
        _one_house.keep()
    eventually(lambda: not _one_house.ask("status")["settling"])
    (_one_house.home.run / "notes").unlink(missing_ok=True)
    (_one_house.home.run / "keeper.log").unlink(missing_ok=True)
    return _one_house
