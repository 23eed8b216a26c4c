"""The shelf: what recall reads, found one by one, and never less than DuckDB knows of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cotw.errors import DiskTrouble, IndexMissing
from cotw.index.opening import open_folder
from cotw.index.shelf import Embedded, Shelf, number_of
from cotw.index.shelf_file import SHELF, create_shelf
from tests.builders import NOON
from tests.retrieval.builders import index_of, talk

SPOKES = talk("Which spokes for the tandem?", "Thirty-six, butted.", minute=1)
CHAIN = talk("Und die Kette? 🚲", "Eine breite.", minute=3)
BELL = talk("A bell as well?", minute=2, branch="b2")
UNIT = Embedded("u1", SPOKES.id, "both", "s1", "main", "chat", NOON, "spokes", "v1")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf open for writing."""
    create_shelf(tmp_path)
    return Shelf.open(tmp_path, write=True)


def test_exchanges(shelf: Shelf) -> None:
    """An exchange comes back as it was said, with its session's title; one that is not there is left out."""
    with shelf.changing(1):
        shelf.put_exchanges([SPOKES, CHAIN])
        shelf.put_titles({"s1": "The tandem"})
    (row,) = shelf.exchanges([CHAIN.id, "nobody"])
    assert row == (
        *(CHAIN.id, "s1", "main", "chat", "The tandem", CHAIN.started, CHAIN.ended),
        *(CHAIN.human, CHAIN.agent, "human", "agent", CHAIN.address, None, "transcript", ""),
    )


def test_places(shelf: Shelf) -> None:
    """A place is the number of an exchange among all of its session, in the order they were said."""
    with shelf.changing(1):
        shelf.put_exchanges([CHAIN, talk("elsewhere", session="s2"), SPOKES, BELL])
    assert shelf.places(["s1", "unknown"]) == {SPOKES.id: 0, BELL.id: 1, CHAIN.id: 2}
    with shelf.changing(2):
        shelf.drop_exchanges([SPOKES.id])
    assert shelf.places(["s1"]) == {BELL.id: 0, CHAIN.id: 1}


def test_cosines(shelf: Shelf) -> None:
    """Units come with their cosine to the question, which 16 bits a number keep to 0.0002."""
    vectors = np.random.default_rng(5).normal(size=(700, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    units = [UNIT._replace(id=f"u{n}") for n in range(len(vectors))]
    with shelf.changing(1):
        shelf.put_units(units, vectors)
    numbers = [number_of(unit.id) for unit in units]
    found = shelf.units([*numbers, 5], vectors[0])
    assert [found[number].cosine for number in numbers] == pytest.approx(vectors @ vectors[0], abs=2e-4)
    first = found[numbers[0]]
    assert (first.id, first.exchange, first.session, first.encoder) == ("u0", SPOKES.id, "s1", "v1")
    assert first.started == int(NOON.timestamp()) * 1_000_000
    assert shelf.unit_texts(["u0", "nobody"]) == {"u0": ("spokes", "both")}


def test_all_or_nothing(shelf: Shelf) -> None:
    """A change that fails half way leaves the shelf, and its number, as they were."""
    with shelf.changing(7):
        shelf.put_exchanges([SPOKES])
    with pytest.raises(KeyboardInterrupt):
        _broken_off(shelf)
    assert shelf.written == 7
    assert len(shelf.exchanges([SPOKES.id])) == 1


def _broken_off(shelf: Shelf) -> None:
    with shelf.changing(8):
        shelf.drop_exchanges([SPOKES.id])
        raise KeyboardInterrupt


def test_behind(tmp_path: Path) -> None:
    """A shelf that lacks a change DuckDB knows of is not believed; one that has more is."""
    with index_of(tmp_path, [SPOKES]) as index:
        known = index.shelf.written
    folder = tmp_path / "live"
    for number, believed in ((known + 1, True), (known - 1, False)):
        shelf = Shelf.open(folder, write=True)
        with shelf.changing(number):
            pass
        shelf.close()
        with open_folder(folder, write=False) as index:
            if believed:
                assert len(index.shelf.exchanges([SPOKES.id])) == 1
            else:
                with pytest.raises(IndexMissing, match="has lost what was written last"):
                    index.shelf.exchanges([SPOKES.id])


@pytest.mark.parametrize("content", [None, b"", b"no database at all " * 300])
def test_unreadable(tmp_path: Path, content: bytes | None) -> None:
    """A shelf that is missing, empty or no database is an index to be built anew, not a traceback."""
    if content is not None:
        (tmp_path / SHELF).write_bytes(content)
    for write in (False, True):
        with pytest.raises(IndexMissing, match="cannot be read"):
            Shelf.open(tmp_path, write=write)


def test_disk(tmp_path: Path) -> None:
    """A shelf that may not be written says so."""
    with pytest.raises((DiskTrouble, IndexMissing), match=SHELF):
        create_shelf(tmp_path / "no such folder")


def test_killed_writer(tmp_path: Path) -> None:
    """What a killed writer had committed is read, though its log was never merged."""
    create_shelf(tmp_path)
    killed = Shelf.open(tmp_path, write=True)
    with killed.changing(1):
        killed.put_exchanges([SPOKES])
    assert (tmp_path / f"{SHELF}-wal").stat().st_size > 0
    assert len(Shelf.open(tmp_path, write=False).exchanges([SPOKES.id])) == 1
    killed.close()
    assert len(Shelf.open(tmp_path, write=False).exchanges([SPOKES.id])) == 1
