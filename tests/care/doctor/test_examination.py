"""Everything is looked at, whatever cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cotw.care.doctor import examination
from cotw.care.doctor.ailment import Ailment
from cotw.care.doctor.examination import examine_home, mend
from cotw.errors import DiskTrouble, Locked
from cotw.memory import Memory
from tests.care.homes import workshop


def _unreadable(memory: Memory) -> Iterator[Ailment]:
    raise PermissionError(13, "Permission denied", "identity")


def _busy(memory: Memory) -> Iterator[Ailment]:
    yield Ailment("index", "first", "")
    raise Locked("busy", hint="wait")


def _last(memory: Memory) -> Iterator[Ailment]:
    yield Ailment("last", "seen", "")


def test_what_cannot_be_looked_at_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An examination that fails is an ailment itself; those after it take place."""
    table = (("files", _unreadable), ("index", _busy), ("last", _last))
    monkeypatch.setattr(examination, "OF_HOMES", table)
    told = [(one.area, one.sentence) for one in examine_home(workshop(tmp_path / "home"))]
    assert told == [
        ("files", "could not be looked at: [Errno 13] Permission denied: 'identity'"),
        ("index", "first"),
        ("index", "busy"),
        ("last", "seen"),
    ]


def test_settings_that_make_no_sense_are_told_alone(tmp_path: Path) -> None:
    """What else could be said would depend on them."""
    home = workshop(tmp_path / "home").home
    with home.config.open("a") as stream:
        stream.write("recal: {limit: 3}\n")
    with Memory.open(home.root, environment={}) as memory:
        assert [one.area for one in examine_home(memory)] == ["config"]


def test_mending_goes_on_after_a_failure() -> None:
    """Each ailment is told as mended or not, and why not."""
    done: list[str] = []

    def fail() -> None:
        raise DiskTrouble("no space")

    ailments = [
        Ailment("a", "fails", "", fail),
        Ailment("b", "cannot be mended", ""),
        Ailment("c", "works", "", lambda: done.append("c")),
    ]
    assert [(one.done, one.reason) for one in mend(ailments)] == [
        (False, "no space"),
        (False, ""),
        (True, ""),
    ]
    assert done == ["c"]
