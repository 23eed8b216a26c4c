"""The keeper's index: held while nobody wants to write, and let go at once when somebody does."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from cotw.care.forget import forget
from cotw.care.selecting import Selection
from cotw.errors import IndexMissing, Locked
from cotw.index.locking import index_lock
from cotw.index.opening import open_index
from cotw.interfaces.keeper.held import HeldIndex
from cotw.wire.calling import Refused
from tests.index.workshop import Workshop
from tests.interfaces.keeper.house import House, eventually


@contextmanager
def asking_without_pause(house: House) -> Iterator[list[str]]:
    """Four clients that ask and ask; what they were answered last."""
    over, found = Event(), [""] * 4

    def ask(place: int) -> None:
        while not over.is_set():
            found[place] = house.recall("where is the tandem")

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask, place) for place in range(4)]
        try:
            yield found
        finally:
            over.set()
        for one in asking:
            one.result()


def test_a_writer_beside_constant_questions(kept: House) -> None:
    """It gets the index at once and again and again; all questions are answered, soon with what is new."""
    longest = 0.0
    with asking_without_pause(kept) as found:
        for number in range(1, 6):
            kept.say(
                f"Where is the trailer {number}?", f"Trailer {number} stands outside.", minute=10 * number
            )
            begin = time.monotonic()
            kept.workshop.refresh()
            longest = max(longest, time.monotonic() - begin)
        eventually(lambda: all("bench" in one for one in found))
        assert "Trailer 5" in kept.recall("where is trailer 5")
    assert longest < 10  # a deadlock would end with the patience of its locks: 30 seconds
    eventually(lambda: bool(kept.ask("status")["index_open"]))


def test_the_keeper_writes_itself(kept: House) -> None:
    """In an operation, and when it settles: it asks itself to let go, and waits for nobody."""
    kept.say("Where is the pump?", "The pump lies in the drawer.", minute=200)
    assert kept.ask("refresh") == {"exchanges": 1}
    assert "drawer" in kept.recall("where is the pump")
    kept.say("Where is the saddle?", "The saddle was sold.", minute=210)
    with asking_without_pause(kept):
        assert kept.ask("settle") == {}
        eventually(lambda: "settled" in kept.notes())
        assert "sold" in kept.recall("where is the saddle")


def test_readers_go_beside_it(kept: House) -> None:
    """Who only reads does not disturb the keeper, nor it them."""
    assert kept.recall("where is the tandem")
    with kept.workshop.index() as index:
        assert index.database.execute("SELECT count(*) FROM exchanges").fetchone()
        assert kept.ask("status")["index_open"]
        assert kept.recall("where is the tandem")


def test_who_does_not_want_to_wait_need_not(kept: House) -> None:
    """A keeper that holds the index for reading is no other process that is busy with it."""
    assert kept.recall("where is the tandem")
    eventually(lambda: bool(kept.ask("status")["index_open"]))
    with index_lock(kept.home, wait_seconds=0):
        assert not kept.ask("status")["index_open"]


@pytest.mark.slow
def test_what_was_forgotten_is_in_no_answer(house: House) -> None:
    """Beside a keeper, too: it leaves, and the next one never knew."""
    child = house.keep()
    house.say("What is the code of the shed?", "The code of the shed is 4711.", minute=50)
    house.workshop.refresh()
    assert "4711" in house.recall("code of the shed")
    memory = house.memory()
    secret = {one.id for one in memory.truth.archive.read_all() if "shed" in one.text}
    forget(
        memory, Selection(secret, Counter()), {"actor": "mara", "channel": "test"}, lambda done, total: None
    )
    assert child.wait(timeout=30) == 0
    house.keep()
    assert "4711" not in house.recall("code of the shed")
    assert "4711" not in house.recall("where is the tandem")


def test_without_an_index_there_are_answers(kept: House) -> None:
    """What needs none is answered, what does says why; and a new index is found by itself."""
    shutil.rmtree(kept.home.index / "live")
    assert kept.ask("clock")
    with pytest.raises(Refused, match="there is no index yet") as refused:
        kept.recall("where is the tandem")
    assert refused.value.exit_code == 12
    kept.workshop.refresh()
    assert "bench" in kept.recall("where is the tandem")


def held(workshop: Workshop) -> HeldIndex:
    return HeldIndex(lambda wait: open_index(workshop.home, write=False, wait_seconds=wait))


def is_open(index: HeldIndex) -> bool:
    """Whether it is held now; a function, for it changes between two looks."""
    return index.is_open


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.refresh()
    return workshop


def test_it_is_opened_once_and_closed_by_the_last_user(workshop: Workshop) -> None:
    """Letting go waits for the question in flight, no longer than it may."""
    index = held(workshop)
    with index.using(1) as first:
        with index.using(1) as second:
            assert first is second
        assert not index.let_go(0)
        assert is_open(index)
    assert not is_open(index)
    assert index.let_go(0)
    with open_index(workshop.home, write=True, wait_seconds=0), pytest.raises(Locked), index.using(0):
        pass


def test_an_index_that_was_put_in_its_place_is_opened(workshop: Workshop) -> None:
    """Also if it was done by hand, without asking for any lock; one that is gone is missing."""
    index = held(workshop)
    with index.using(1) as first:
        build = first.meta("build")
    live = workshop.home.index / "live"
    shutil.move(live, live.with_name("old"))
    with pytest.raises(IndexMissing), index.using(1):
        pass
    workshop.refresh()
    with index.using(1) as second:
        assert second.meta("build") != build
    index.end(0)
    assert not is_open(index)


def test_damage_is_not_held_on_to(workshop: Workshop) -> None:
    """After a question that could not be answered for it, the index is opened anew."""
    index = held(workshop)
    with pytest.raises(IndexMissing), index.using(1):
        raise IndexMissing("damaged")
    assert not is_open(index)
    with index.using(1):
        assert is_open(index)
    index.end(0)
