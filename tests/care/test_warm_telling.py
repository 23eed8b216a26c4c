"""Warm starts by a language model: told ahead, read at the start of a session, and nobody is waited for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cotw.care.context import Wish, injecting
from cotw.care.handoffs import Wish as Handing
from cotw.care.handoffs import write_handoffs
from cotw.care.language import Mouth
from cotw.care.metering import asked_ever
from cotw.care.warm_telling import tell_ahead, told_before
from cotw.errors import ModelFailed, NeedsHuman, NothingFound
from cotw.home import Home
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from tests.builders import HandClock
from tests.care.injected import NOW, OPEN_GATE, exchange, remembering
from tests.care.models import ScriptedModel, configure, scripted

TOLD = (
    "Mara is planning spokes for the cargo bike and asked which ones to take. She was told that butted ones"
    " would do, and she promised that her sister will ride it."
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a thread and its handoff; made once, copied for each test."""
    said = [
        *exchange("Which spokes for the cargo bike?", "Butted ones would do.", minute=0, thread="bikes"),
        *exchange("My sister will ride it.", "Lucky sister.", minute=5, thread="bikes"),
    ]
    memory = remembering(tmp_path_factory.mktemp("mara"), said)
    write_handoffs(memory, Handing(thread="bikes"))
    return memory.home.root


@pytest.fixture
def memory(tmp_path: Path, shop: Path) -> Memory:
    """The memory of a copy, with a model configured that is called `teller` and never asked."""
    home = Home(shutil.copytree(shop, tmp_path / "home"))
    memory = Memory(home, clock=HandClock(NOW), wait_seconds=5, environment=OPEN_GATE)
    memory.__dict__["embedder"] = memory.__dict__["_questioner"] = HashEmbedder()
    return configure(memory, base_url="http://127.0.0.1:9/v1", model="teller", kind="http")


def teller(*answers: str | None) -> ScriptedModel:
    model = scripted(*answers)
    model.name = "teller"
    return model


def start(memory: Memory) -> str:
    with injecting(memory, Wish("", start=True, thread="bikes"), opened=memory.index) as injection:
        return injection.context.text


def test_told_ahead_and_read_at_the_start(memory: Memory) -> None:
    """The start of a session asks no model; what was told of the page before is what it is given."""
    assert "told by rules" in start(memory)
    assert not asked_ever(memory)
    model = teller(TOLD)
    (told,) = tell_ahead(memory, model.here, "bikes")
    assert (told.text, told.by) == (TOLD, "teller")
    assert "told by teller" in start(memory)
    assert "her sister will ride it" in start(memory)
    assert [(one.purpose, one.failure) for one in asked_ever(memory)] == [("warm start", None)]


def test_a_page_is_told_once(memory: Memory) -> None:
    """Its evidence is fenced; asked again, the journal tells."""
    model = teller(TOLD)
    for _ in range(2):
        tell_ahead(memory, model.here, "bikes")
    (prompt,) = model.asked
    assert "> ## In short" in prompt
    assert "end of what was found" in prompt


def test_without_a_usable_answer_the_rules_stand(memory: Memory) -> None:
    """The failure is told to whoever asked for it, not to a session that starts."""
    with pytest.raises(ModelFailed, match="asleep"):
        tell_ahead(memory, teller(None).here, "bikes")
    with pytest.raises(ModelFailed, match="may not be said"):
        tell_ahead(memory, teller("The server is up and all tests pass.").here, "bikes")
    assert "told by rules" in start(memory)


def test_what_may_not_leave_is_not_told(memory: Memory) -> None:
    """A page in which an excluded mode or thread speaks is not shown, and none without a yes to handoffs."""
    model = teller(TOLD)
    with pytest.raises(NeedsHuman, match="handoffs"):
        tell_ahead(memory, Mouth(model, "https://models.example"), "bikes")
    with pytest.raises(NothingFound):
        tell_ahead(memory, model.here, "no-such-thread")
    configure(memory, exclude_threads="[bikes]")
    with pytest.raises(NothingFound):
        tell_ahead(memory, model.here, "bikes")
    configure(memory, exclude_threads="[]", exclude_modes="[chat]")
    with pytest.raises(NothingFound):
        tell_ahead(memory, model.here, "bikes")
    assert not model.asked


def test_no_model_no_teller(memory: Memory) -> None:
    """Without one configured nothing is looked for."""
    assert told_before(memory) is not None
    assert told_before(configure(memory, kind="none")) is None
