"""Identity: which index it is that answers, and what of truth it knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cotw.index.identity import identity
from cotw.records.recall_record import Build
from tests.builders import message
from tests.index.workshop import Workshop


def seen(workshop: Workshop) -> Build:
    with workshop.index() as index:
        return identity(index, "e1")


def test_what_changes_an_identity(tmp_path: Path) -> None:
    """Opening again and sealing a day change nothing; new records, rows and builds each show."""
    workshop = Workshop(tmp_path)
    workshop.say(message("The rim came."))
    workshop.refresh()
    first = seen(workshop)
    assert first.id
    assert first == seen(workshop)
    workshop.let_days_pass(3)
    workshop.refresh()
    assert seen(workshop) == first
    workshop.say(message("The hub came too.", minute=1))
    workshop.refresh()
    grown = seen(workshop)
    assert (grown.id, grown.records) == (first.id, 2)
    assert grown.digest != first.digest
    assert grown.rows > first.rows
    workshop.rebuild()
    anew = seen(workshop)
    assert anew.id != grown.id
    assert replace(anew, id=grown.id, rows=grown.rows) == grown


def test_the_same_truth_in_another_order(tmp_path: Path) -> None:
    """What is known does not depend on when it came."""
    rim, hub = message("The rim came."), message("The hub came too.", minute=1)
    builds = []
    for name, order in (("one", (rim, hub)), ("other", (hub, rim))):
        (tmp_path / name).mkdir()
        workshop = Workshop(tmp_path / name)
        for each in order:
            workshop.say(each)
            workshop.refresh()
        builds.append(seen(workshop))
    assert builds[0].digest == builds[1].digest
