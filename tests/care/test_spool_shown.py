"""What a hook has shown by itself is known again, and what was in it is not given a second time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cotw.care.handoffs import take_at_start
from cotw.care.spool import settle
from cotw.care.spooled import waiting_pointers
from cotw.memory import Memory
from cotw.records.block import SIGN
from tests.builders import HandClock
from tests.care.spooling import (
    TALK,
    copied,
    journal,
    leave,
    new_home,
    opened,
    pages,
    show_start,
    speech,
    talk,
    transcript,
)
from tests.importers import codex_lines
from tests.importers.transcripts import SESSION, line, user

NEXT = SESSION.replace("1", "2")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose first session has ended; its handoff waits."""
    folder = tmp_path_factory.mktemp("shop")
    memory = opened(new_home(folder))
    leave(memory, "end", transcript=transcript(folder, *TALK))
    settle(memory)
    return memory.home.root


@pytest.fixture
def memory(tmp_path: Path, shop: Path) -> Memory:
    return opened(copied(shop, tmp_path))


def reminded(block: str) -> str:
    return f"<system-reminder>\nSessionStart hook additional context: {block}\n</system-reminder>"


Shape = Callable[[int, str], dict[str, Any]]
CLAUDE: list[Shape] = [
    lambda number, block: line(
        "attachment", number, attachment={"type": "hook_additional_context", "content": [block]}
    ),
    lambda number, block: line("attachment", number, attachment={"type": "hook_success", "content": block}),
    lambda number, block: line("system", number, subtype="informational", content=block),
    lambda number, block: user(number, reminded(block), isMeta=True),
    lambda number, block: user(number, f"{reminded(block)}"),
]
CODEX: list[Shape] = [
    lambda number, block: codex_lines.item(number, "developer", block),
    lambda number, block: codex_lines.item(number, "user", block),
    lambda number, block: codex_lines.typed(number, block),
]


def test_shown_a_hundred_times(memory: Memory, tmp_path: Path) -> None:
    """Blocks that come back in the transcripts of both tools add no word to memory, in whichever shape."""
    before = speech(memory)
    claude, codex = [], [codex_lines.head()]
    for number in range(10, 60):
        claude.append(CLAUDE[number % len(CLAUDE)](number, show_start(memory, NEXT)))
        codex.append(CODEX[number % len(CODEX)](number, show_start(memory, codex_lines.SESSION, "codex")))
    paths = transcript(tmp_path, *claude, session=NEXT), transcript(tmp_path, *codex, session="rollout")
    leave(memory, "stop", session=NEXT, transcript=paths[0])
    leave(memory, "stop", session=codex_lines.SESSION, tool="codex", transcript=paths[1])
    assert settle(memory).settled == 102
    assert speech(memory) == before
    assert not any(SIGN in one.text or "Ryde" in one.text for one in aside(memory))
    assert len({one["block"] for one in journal(memory, "injected")}) == 100
    with memory.index() as index:
        assert index.database.execute("SELECT count(*) FROM exchanges").fetchone() == (2,)


def aside(memory: Memory) -> list[Any]:
    return [one for one in memory.truth.archive.read_all() if not one.is_speech]


def test_a_shown_handoff_is_consumed(memory: Memory) -> None:
    """It is noted as shown, with its digest and for whom, and no start is given it again."""
    show_start(memory, NEXT)
    settle(memory)
    (shown,) = journal(memory, "shown")
    assert (shown["what"], shown["thread"], shown["session"]) == ("handoff", "main", NEXT)
    assert pages(memory) == [f"sessions/main/{SESSION}.shown.md", "threads/main.md"]
    pass_time(memory, 120)
    assert take_at_start(memory, "main", "code", session="s3") is None


def pass_time(memory: Memory, seconds: float) -> None:
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant += timedelta(seconds=seconds)


def test_a_session_that_only_begins(memory: Memory, tmp_path: Path) -> None:
    """Whatever lies where its transcript will be, what was shown is noted, and that is all."""
    (tmp_path / "strange.jsonl").write_text('{"type":"custom-title"}\n')
    for name in ("strange.jsonl", "none.jsonl"):
        show_start(memory, NEXT, transcript=tmp_path / name)
    assert settle(memory).settled == 2
    assert len(journal(memory, "injected")) == 2


def test_noted_before_it_was_killed(memory: Memory) -> None:
    """A pointer that comes twice notes nothing twice."""
    show_start(memory, NEXT)
    (pointer,) = waiting_pointers(memory.home)
    data = pointer.read_bytes()
    settle(memory)
    pointer.write_bytes(data)
    settle(memory)
    assert [len(journal(memory, kind)) for kind in ("injected", "injected_from", "shown")] == [1, 1, 1]


def test_a_hook_that_has_not_claimed_yet(memory: Memory) -> None:
    """Its pointer waits; who never claims has shown nothing, and the handoff is there for another."""
    show_start(memory, NEXT)
    (claim,) = memory.home.handoffs.glob("sessions/main/*.claimed-*.md")
    claim.rename(claim.with_name(f"{SESSION}.md"))
    assert settle(memory).waiting == 1
    pass_time(memory, 61)
    assert settle(memory).settled == 1
    assert journal(memory, "shown") == []
    assert take_at_start(memory, "main", "code", session="s3") is not None


@pytest.mark.parametrize(
    "claim",
    ["config.yaml", "handoffs/sessions/../../config.yaml", "/etc/passwd", "handoffs/sessions/main/none.md"],
)
def test_a_claim_of_something_else(memory: Memory, claim: str) -> None:
    """Only a page that was claimed is put away; anything else stays where it is."""
    show_start(memory, NEXT)
    (pointer,) = waiting_pointers(memory.home)
    told = json.loads(pointer.read_text())
    told["shown"]["claim"] = claim
    pointer.write_text(json.dumps(told))
    before = (memory.home.config).read_bytes()
    report = settle(memory)
    assert report.settled + report.refused == 1
    assert memory.home.config.read_bytes() == before
    assert journal(memory, "shown") == []


def test_the_words_around_a_block_are_kept(memory: Memory, tmp_path: Path) -> None:
    """A person's words beside it are speech."""
    block = show_start(memory, NEXT)
    lines = [*talk(10, f"{block}\n\nTrue the rim.", "Done.", sessionId=NEXT)]
    leave(memory, "stop", session=NEXT, transcript=transcript(tmp_path, *lines, session=NEXT))
    settle(memory)
    assert speech(memory)[-2:] == ["True the rim.", "Done."]
