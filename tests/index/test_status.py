"""Status: what is in the index, and how far it is behind truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.index.opening import live_folder
from cotw.index.shelf_file import SHELF
from cotw.index.status import Freshness, IndexStatus, freshness, status
from cotw.records.message import Kind
from cotw.settings import Config, HomeSettings
from tests.builders import NOON, message
from tests.index.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def fresh(workshop: Workshop, encoder: str | None = None) -> Freshness:
    return freshness(
        workshop.home, workshop.config, workshop.truth.archive, encoder_version=encoder, wait_seconds=1
    )


def seen(workshop: Workshop) -> IndexStatus | None:
    return status(workshop.home, workshop.config, workshop.truth.archive, wait_seconds=1)


def test_without_an_index_everything_is_to_be_done(workshop: Workshop) -> None:
    """There is no status, and all of the archive is behind."""
    workshop.say(message("hello there", minute=0))
    assert seen(workshop) is None
    how = fresh(workshop)
    assert how.files_behind == 1
    assert how.bytes_behind > 0
    assert not how.current


def test_what_is_there_is_counted(workshop: Workshop) -> None:
    """Counts, the time it spans, encoder and size."""
    workshop.say(message("hello there", minute=0), message("good day", minute=1, kind=Kind.AGENT))
    workshop.say(message("", minute=2, kind=Kind.TOOL), message("bye", minute=3, session="s2"))
    workshop.refresh()
    found = seen(workshop)
    assert found is not None
    assert (found.records, found.messages, found.exchanges, found.sessions, found.threads) == (4, 3, 2, 2, 1)
    assert found.first == NOON
    assert found.encoder_version == workshop.embedder.version
    assert found.size > 10_000
    assert found.freshness.current


def test_an_empty_index_spans_no_time(workshop: Workshop) -> None:
    """Nothing was said."""
    workshop.refresh()
    found = seen(workshop)
    assert found is not None
    assert (found.exchanges, found.first, found.last) == (0, None, None)
    assert found.freshness.current


def test_what_was_said_since_is_behind(workshop: Workshop) -> None:
    """Bytes of an open day count from where it was read to."""
    workshop.clock.instant = NOON
    workshop.say(message("hello there", minute=0))
    workshop.refresh()
    size = workshop.home.open_day(NOON.date()).stat().st_size
    workshop.say(message("one more", minute=1))
    how = fresh(workshop)
    assert how.files_behind == 1
    assert how.bytes_behind == workshop.home.open_day(NOON.date()).stat().st_size - size


def test_units_without_a_vector_are_told(workshop: Workshop) -> None:
    """After an interrupt."""
    workshop.say(message("hello there", minute=0))

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workshop.refresh(interrupt)
    assert fresh(workshop).units_pending == 1


def test_why_the_next_refresh_builds_anew(workshop: Workshop) -> None:
    """Another encoder, another time zone."""
    workshop.say(message("hello there", minute=0))
    workshop.refresh()
    assert "encoder" in fresh(workshop, "another").rebuild_needed
    workshop.config = Config(home=HomeSettings(timezone="Asia/Tokyo"))
    assert "time zone" in fresh(workshop).rebuild_needed


def test_an_index_that_lost_its_shelf_is_not_current(workshop: Workshop) -> None:
    """Recall could not read it: status says so before anybody asks."""
    workshop.say(message("hello there", minute=0))
    workshop.refresh()
    (live_folder(workshop.home) / SHELF).unlink()
    assert fresh(workshop).rebuild_needed == f"{SHELF} of the index cannot be read"
    assert not fresh(workshop).current
