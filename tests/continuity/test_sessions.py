"""Sessions: how it stands with them follows from what was said and decided, and from the present."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cotw.clock import format_instant
from cotw.continuity.sessions import (
    Lifecycle,
    State,
    close_session,
    fold_closings,
    lifecycle,
    session_page,
    sessions_of,
)
from cotw.errors import ConfigError
from cotw.settings import ContinuitySettings
from tests.builders import NOON, message
from tests.index.workshop import Workshop

SETTINGS = ContinuitySettings()
BY = {"actor": "mara", "channel": "terminal pts/1"}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("sessions"), now=NOON)
    workshop.say(
        message("true the wheel", minute=0, session="wheel", project="/shop"),
        message("and again after lunch", minute=7 * 60, session="wheel", project="/shop"),
        message("the next morning", minute=24 * 60, session="wheel", project="/shop"),
        message("water the beans", minute=30, session="beans", project="/shop/yard", mode="booth"),
        message("which tea", minute=24 * 60 + 5, session="tea"),
    )
    workshop.decide(decision="placed", thread="wheels", session="wheel", since="2026-03-15T00:00:00Z")
    workshop.refresh()
    return workshop


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (0, State.OPEN), (1.99, State.OPEN), (2, State.INTERRUPTED), (5.99, State.INTERRUPTED),
        (6, State.OVER), (900, State.OVER), (-3, State.OPEN),
    ],
)  # fmt: skip
def test_silence_tells_the_state(hours: float, state: State) -> None:
    """Interrupted after two hours, over after six; what lies ahead of the clock is open."""
    life = Lifecycle(NOON + timedelta(hours=hours), SETTINGS, {})
    assert life.state("s1", NOON) is state


def test_closed_until_words_come_after_it() -> None:
    """A decision that later words undo."""
    life = Lifecycle(NOON, SETTINGS, {"s1": NOON})
    assert life.state("s1", NOON - timedelta(minutes=1)) is State.CLOSED
    assert life.state("s1", NOON + timedelta(minutes=1)) is State.OPEN


def test_the_last_closing_counts() -> None:
    """In whatever order lines stand; broken ones are passed over."""
    line: dict[str, Any] = {"kind": "session", "decision": "closed", "session": "s1"}
    later = format_instant(NOON + timedelta(days=1))
    lines = [
        {**line, "at": later},
        {**line, "at": format_instant(NOON)},
        {**line, "at": "soon"},
        {**line, "session": 7, "at": later},
        {"kind": "session", "decision": "opened", "session": "s2", "at": later},
    ]
    assert fold_closings(lines) == {"s1": NOON + timedelta(days=1)}


def test_sessions_are_found_by_what_they_are(workshop: Workshop) -> None:
    """By thread (any that it went through), folder (or one around it), mode, last word, state."""
    life = Lifecycle(NOON + timedelta(hours=27), SETTINGS, {"beans": NOON + timedelta(hours=1)})
    with workshop.index() as index:

        def found(**bounds: object) -> list[str]:
            return [one.id for one in sessions_of(index, life, **bounds)]  # type: ignore[arg-type]

        assert found() == ["tea", "wheel", "beans"]
        assert found(limit=1) == ["tea"]
        assert found(thread="main") == ["tea", "wheel", "beans"]
        assert found(thread="wheels") == ["wheel"]
        assert found(project="/shop") == ["wheel", "beans"]
        assert found(mode="booth") == ["beans"]
        assert found(since=NOON + timedelta(hours=1)) == ["tea", "wheel"]
        assert found(state=State.CLOSED) == ["beans"]
        assert found(state=State.INTERRUPTED, limit=1) == ["tea"]
        assert found(project="/sho'p%") == []


def test_a_page_tells_when_a_session_was_taken_up_again(workshop: Workshop) -> None:
    """Words after a gap of six hours or more in the same transcript, and the threads it went through."""
    life = Lifecycle(NOON + timedelta(hours=25), SETTINGS, {})
    with workshop.index() as index:
        page = session_page(index, life, "wheel")
    assert [one.after for one in page.resumed] == [timedelta(hours=7), timedelta(hours=17)]
    assert page.threads == {"main": 2, "wheels": 1}
    assert [address.partition("#")[0] for address in page.addresses] == [
        "archive:2026-03-14", "archive:2026-03-15",
    ]  # fmt: skip
    assert page.session.thread == "wheels"


def test_closing_is_a_decision(tmp_path: Path) -> None:
    """With actor and channel, and a reason where one is given."""
    workshop = Workshop(tmp_path, now=NOON)
    close_session(workshop.truth, "wheel", BY, "the wheel is built")
    (line,) = workshop.truth.ledger.of_kind("session")
    assert (line["actor"], line["channel"], line["reason"]) == (*BY.values(), "the wheel is built")
    assert lifecycle(workshop.truth.ledger, NOON, SETTINGS).closed == {"wheel": NOON}


def test_a_session_is_not_over_before_it_is_interrupted() -> None:
    """Such settings are refused."""
    with pytest.raises((ValueError, ConfigError), match="over_after_hours"):
        ContinuitySettings(interrupted_after_hours=8)
