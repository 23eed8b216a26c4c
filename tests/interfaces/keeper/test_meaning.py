"""A keeper with the real encoder: it finds by meaning what a command finds, and never exports it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cotw.memory import Memory
from cotw.wire.calling import Refused
from tests.encoder_fixture import CACHE_HOME, real_encoder
from tests.interfaces.keeper.house import House


@pytest.fixture
def meant(house: House) -> Memory:
    """The house's memory, whose index was made by the real encoder."""
    house.say("Is Yusuf coming on Friday?", "No, he is ill and stays at home.", minute=5)
    memory = Memory(house.home, clock=house.workshop.clock, wait_seconds=30, environment={})
    memory.__dict__ |= {"embedder": real_encoder(), "_questioner": real_encoder()}
    shutil.rmtree(house.home.index / "live")
    memory.refresh()
    return memory


@pytest.mark.slow
@pytest.mark.encoder
def test_the_answer_is_the_same_with_and_without(house: House, meant: Memory) -> None:
    """Both find it by meaning, too."""
    house.environment["XDG_CACHE_HOME"] = str(CACHE_HOME)
    house.keep("real")
    question = "Is Yusuf sick on Friday?"
    alone = [f"{one.hit.human} {one.hit.agent}" for one in meant.recall(question).hits]
    assert "Yusuf" in alone[0]
    assert house.recall(question) == "\n".join(alone)


@pytest.mark.slow
@pytest.mark.encoder
def test_an_encoder_that_is_not_there_is_not_made(house: House, meant: Memory, tmp_path: Path) -> None:
    """That takes ten seconds and belongs to a command; questions that need none are answered."""
    house.environment["XDG_CACHE_HOME"] = str(tmp_path / "nothing")
    house.keep("real")
    assert house.ask("clock")
    with pytest.raises(Refused, match="not made ready yet") as refused:
        house.recall("Who is sick?")
    assert refused.value.kind == "ModelMissing"
    house.ask("settle")
    assert not (tmp_path / "nothing").exists()
