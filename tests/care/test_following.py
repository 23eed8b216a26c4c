"""Following: which paths have to be looked at, as time goes by."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from watchfiles import watch

from cotw.care import following
from cotw.care.sources import Source

Ticks = Iterator[list[Path]]


@contextmanager
def followed(*sources: Source, without: Path = Path("/nowhere")) -> Iterator[Ticks]:
    """The ticks of sources that are followed, ended with the block."""
    stop = Event()
    ticks = following.follow(sources, without=without, stop=stop)
    yield (paths for paths in ticks)
    stop.set()
    assert list(ticks) == []


def news(ticks: Ticks) -> list[Path]:
    """What the next tick with news has."""
    return next(paths for paths in ticks if paths)


def test_at_first_everything_is_looked_at_then_what_changes(shop: Path) -> None:
    """Each file by its own path; a quiet tick has nothing."""
    with followed(Source(shop)) as ticks:
        assert news(ticks) == [shop]
        (shop / "a.jsonl").write_text("1")
        assert shop / "a.jsonl" in news(ticks)
        assert [] in (next(ticks), next(ticks), next(ticks))


@pytest.mark.parametrize("leave", [shutil.rmtree, lambda shop: shop.rename(shop.with_name("elsewhere"))])
def test_a_source_that_comes_back_is_followed_again(shop: Path, leave: Callable[[Path], object]) -> None:
    """Also if it was deleted, or moved, and came back between two ticks."""
    with followed(Source(shop)) as ticks:
        assert news(ticks) == [shop]
        leave(shop)
        shop.mkdir()
        for name in ("a.jsonl", "b.jsonl"):
            (shop / name).write_text("1")
            while not {shop, shop / name} & set(news(ticks)):
                pass
            while next(ticks):  # until it is quiet
                pass


def test_a_source_that_is_not_there_is_waited_for(shop: Path) -> None:
    """Whether it vanished or has never been there."""
    later = shop.with_name("later")
    with followed(Source(shop), Source(later)) as ticks:
        assert news(ticks) == [shop]
        shutil.rmtree(shop)
        while following._roots([Source(shop)]):
            next(ticks)
        while next(ticks):
            pass
        later.mkdir()
        assert later in news(ticks)
        shop.mkdir()
        assert shop in news(ticks)


def test_what_happens_in_the_home_is_our_own_doing(shop: Path) -> None:
    """Else every import would be the reason for another."""
    home = shop / "home"
    home.mkdir()
    with followed(Source(shop), without=home) as ticks:
        assert news(ticks) == [shop]
        (home / "known.sqlite").write_text("1")
        (shop / "a.jsonl").write_text("1")
        found = news(ticks)
        assert shop / "a.jsonl" in found
        assert home / "known.sqlite" not in found


def test_everything_is_looked_at_again_now_and_then(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For what the system forgot to tell."""
    monkeypatch.setattr(following, "LOOK_AGAIN_SECONDS", 0.0)
    with followed(Source(shop)) as ticks:
        assert [next(ticks), next(ticks)] == [[shop], [shop]]


def test_where_the_system_tells_nothing_it_is_asked(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal to be watched is answered with polling."""
    asked: list[bool | None] = []

    def refusing(*paths: Path, force_polling: bool | None, **more: Any) -> Any:
        asked.append(force_polling)
        if not force_polling:
            raise OSError("no watches left")
        return watch(*paths, force_polling=True, **more)

    monkeypatch.setattr(following, "watch", refusing)
    with followed(Source(shop)) as ticks:
        assert news(ticks) == [shop]
        (shop / "a.jsonl").write_text("1")
        assert shop / "a.jsonl" in news(ticks)
    assert asked == [None, True]
