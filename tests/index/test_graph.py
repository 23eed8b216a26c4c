"""The graph's rows come and go with the exchanges that they are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.records.message import Kind
from tests.builders import message
from tests.index.workshop import Workshop

KEYS = "SELECT DISTINCT key FROM mentions ORDER BY key"
SAID = "SELECT subject_key, predicate, object_key FROM triple_sources"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    workshop.say(
        message("My sister Mara lives in Berlin.", minute=0),
        message("The Silver Wheel is near, says Jonas Falk.", minute=1, kind=Kind.AGENT),
    )
    workshop.refresh()
    return workshop


def test_named_and_said(workshop: Workshop) -> None:
    """Each exchange has a row for what it names and for what its people assert."""
    assert {key for (key,) in workshop.rows(KEYS)} >= {"mara", "berlin", "jonas falk"}
    assert ("mara", "located_in", "berlin") in workshop.rows(SAID)


def test_an_answer_that_goes_on(workshop: Workshop) -> None:
    """An exchange that has changed has the rows of what it is now, and no others."""
    workshop.say(message("You can ask Jonas Falk at the Whitmore Museum.", minute=2, kind=Kind.AGENT))
    workshop.refresh()
    assert "whitmore museum" in {key for (key,) in workshop.rows(KEYS)}
    assert len(workshop.rows("SELECT DISTINCT exchange FROM mentions")) == 1
    assert workshop.check().sound


def test_forgotten(workshop: Workshop) -> None:
    """What only a forgotten message named is named no more."""
    workshop.say(message("I met Ida Brandt in Oslo.", minute=9, session="s2"))
    workshop.refresh()
    (gone,) = [one.id for one in workshop.truth.archive.read_all() if "Ida" in one.text]
    with workshop.truth.writing() as writer:
        writer.forget(frozenset([gone]), {"who": "Mara"})
    workshop.refresh()
    keys = {key for (key,) in workshop.rows(KEYS)}
    assert "mara" in keys
    assert not keys & {"ida brandt", "oslo"}
    assert workshop.check().sound
