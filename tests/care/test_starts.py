"""A prepared start is letter for letter what a session would be given, and is used only as long as it is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import cotw.continuity.context
from cotw.care.context import Wish, injecting
from cotw.care.forget import forget
from cotw.care.handoffs import Wish as HandoffWish
from cotw.care.handoffs import write_handoffs
from cotw.care.selecting import Wanted, select
from cotw.care.spool import settle
from cotw.care.start_told import told_at_start
from cotw.care.starts import prepare_start, prepare_starts, prepared_starts, start_key
from cotw.care.truth_table import set_truth
from cotw.continuity.handoff_taking import Begin
from cotw.continuity.sessions import close_session
from cotw.continuity.threads import place_project, place_session
from cotw.errors import DiskTrouble
from cotw.interfaces.hooks.event import Event
from cotw.interfaces.hooks.starts import fit_start
from cotw.memory import Memory
from cotw.records.block import enclosed
from tests.builders import HandClock
from tests.care.spooling import BIKES, NOW, TALK, copied, leave, new_home, opened, pages, talk, transcript
from tests.importers.transcripts import SESSION

BY = {"actor": "mara", "channel": "terminal"}
ID, MARK = "ctx_00112233445566aa", "0a1b2c3d"
TOOL = "claude-code"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which one session has ended, in the project of the bikes."""
    folder = tmp_path_factory.mktemp("shop")
    memory = opened(new_home(folder))
    leave(memory, "end", transcript=transcript(folder, *TALK))
    settle(memory)
    return memory.home.root


@pytest.fixture
def memory(tmp_path: Path, shop: Path) -> Memory:
    return opened(copied(shop, tmp_path))


def prepared(memory: Memory, project: str | None = BIKES) -> dict[str, Any]:
    """What lies ready for a hook."""
    path = prepare_start(memory, TOOL, project)
    assert path is not None
    assert path.stem == start_key(TOOL, project)
    assert path.stat().st_mode & 0o777 == 0o600
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def composed(start: dict[str, Any], now: datetime, *, with_handoff: bool = True) -> str:
    """What a hook prints of it."""
    told = (start["with_handoff"] if with_handoff else None) or start["without"]
    if told is None:
        return ""
    line = f"Now: {now:%A %Y-%m-%d %H:%M} ({start['zone']}){start['tail']}"
    return enclosed(ID, f"{line}\n\n{told['body'].replace(start['mark'], MARK)}")


def given(memory: Memory, monkeypatch: pytest.MonkeyPatch, begin: Begin, project: str | None = BIKES) -> str:
    """What a session of the tool is given by whoever has the memory open."""
    monkeypatch.setattr(cotw.continuity.context, "new_id", lambda: ID)
    monkeypatch.setattr(cotw.continuity.context, "new_mark", lambda _: MARK)
    wish = Wish(mode="code", session="new", project=project, start=True, begin=begin)
    with injecting(memory, wish) as injection:
        return injection.context.text


def test_who_the_agent_is_stands_there_by_itself(memory: Memory) -> None:
    """Nothing of it was said by anybody; it is the same for every folder."""
    alone = prepared(memory)["alone"]
    assert alone == prepared(memory, None)["alone"]
    assert alone["tail"] == " · mode code"
    assert all(source.startswith("identity/") for source in alone["sources"])
    no_identity(memory)
    assert prepared(memory)["alone"] is None


def nothing_more(memory: Memory) -> None:
    """As the session has left it: its handoff waits."""


def no_identity(memory: Memory) -> None:
    for path in memory.home.identity.rglob("*.md"):
        path.unlink()


def cold(memory: Memory) -> None:
    """No pages at all: the last exchanges are told."""
    for path in memory.home.handoffs.rglob("*.md"):
        path.unlink()


def in_a_thread(memory: Memory) -> None:
    place_project(memory.truth, BIKES, "bikes", BY)
    memory.refresh()
    write_handoffs(memory, HandoffWish(thread="bikes"))


def edited_page(memory: Memory) -> None:
    """A page that a person edited, and the newer one beside it: both are told."""
    page = next(memory.home.handoffs.glob("sessions/*/*.md"))
    page.write_text(page.read_text() + "\nThe dealer is Yusuf.\n")
    write_handoffs(memory, HandoffWish(session=SESSION))


def much_settled(memory: Memory) -> None:
    set_truth(memory, "shop phone", "030 123", BY, thread=None, because="")
    notes = memory.home.identity / "memory"
    notes.mkdir(exist_ok=True)
    (notes / "2026-03-03.md").write_text("The rim came bent.\n")
    (memory.home.identity / "postures" / "code.md").write_text("Be brief.\n")


STATES: list[Callable[[Memory], None]] = [
    nothing_more, no_identity, cold, in_a_thread, edited_page, much_settled,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_it_is_what_a_session_is_given(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, state: Callable[[Memory], None]
) -> None:
    """With the handoff and without it, to the letter; looking at the handoff does not consume it."""
    state(memory)
    before = pages(memory)
    start, now = prepared(memory), memory.clock().astimezone(memory.truth.zone)
    assert pages(memory) == before
    assert composed(start, now, with_handoff=False) == given(memory, monkeypatch, Begin.RESUME)
    assert composed(start, now) == given(memory, monkeypatch, Begin.STARTUP)
    assert (start["with_handoff"] is not None) is any(name.startswith("sessions/main") for name in before)


def test_an_empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything was taken in there is only the identity."""
    memory = opened(new_home(tmp_path))
    start, now = prepared(memory, None), memory.clock().astimezone(memory.truth.zone)
    assert "I true wheels" in composed(start, now)
    assert composed(start, now) == given(memory, monkeypatch, Begin.STARTUP, None)


def test_what_it_depends_on_is_named(memory: Memory) -> None:
    """Guiding files, settings, ledger, the pages; each as it was, also what is not there."""
    start = prepared(memory)
    root = memory.home.root
    for name, stat in {**start["guiding"], **start["files"]}.items():
        path = root / name
        expected = [path.stat().st_mtime_ns, path.stat().st_size] if path.exists() else None
        assert stat == expected, name
    assert {"identity/SOUL.md", "identity/postures/code.md", "identity/memory"} <= start["guiding"].keys()
    assert {"config.yaml", "ledger", "ledger/2026-03.jsonl", "handoffs/threads/main.md"} == start[
        "files"
    ].keys()
    page = start["with_handoff"]
    assert page["page"] == f"handoffs/sessions/main/{SESSION}.md"
    assert page["claim_prefix"] == f"handoffs/sessions/main/{SESSION}.claimed-"
    assert page["page_stat"] == [
        (root / page["page"]).stat().st_mtime_ns,
        (root / page["page"]).stat().st_size,
    ]
    assert (start["day"], start["settings"], start["thread"], start["mode"]) == (None, {}, None, "code")


def test_notes_of_days_make_it_one_for_today(memory: Memory) -> None:
    """Tomorrow another note is told, or one falls out; without notes any day is as good."""
    notes = memory.home.identity / "memory"
    notes.mkdir(exist_ok=True)
    (notes / "2026-01-03.md").write_text("Long ago.\n")
    assert prepared(memory)["day"] is None
    (notes / "2026-03-05.md").write_text("Written ahead.\n")
    assert prepared(memory)["day"] == "2026-03-04"


def test_what_does_not_fit_any_more_is_prepared_anew(memory: Memory) -> None:
    """After a guiding file was edited, a handoff consumed, or the person decided something."""
    path = prepare_start(memory, TOOL, BIKES)
    assert path is not None
    first = path.stat().st_mtime_ns
    prepare_starts(memory, [])
    assert path.stat().st_mtime_ns == first
    (memory.home.identity / "SOUL.md").write_text("# Soul\n\nI also build frames.\n")
    prepare_starts(memory, [])
    assert "I also build frames." in path.read_text()
    with injecting(memory, Wish(mode="code", session="new", project=BIKES, start=True)):
        pass
    prepare_starts(memory, [])
    assert json.loads(path.read_text())["with_handoff"] is None
    set_truth(memory, "shop phone", "030 123", BY, thread=None, because="")
    prepare_starts(memory, [])
    assert "030 123" in path.read_text()


def test_lines_that_say_nothing_of_it(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """That a session was closed changes no start: it is not told again, and fits."""
    path = prepare_start(memory, TOOL, BIKES)
    assert path is not None
    before = json.loads(path.read_bytes())
    close_session(memory.truth, "another", BY)
    monkeypatch.setattr("cotw.care.starts.told_at_start", None)
    prepare_starts(memory, [])
    after = json.loads(path.read_bytes())
    assert after["files"].pop("ledger/2026-03.jsonl") != before["files"].pop("ledger/2026-03.jsonl")
    assert after == before


def test_what_lies_ready_is_prepared_anew(memory: Memory, tmp_path: Path) -> None:
    """Last exchanges are those of the moment: whoever adds some otherwise prepares all that lies ready."""
    cold(memory)
    path = prepare_start(memory, TOOL, BIKES)
    assert path is not None
    memory.ingest([transcript(tmp_path, *talk(20, "Ring Yusuf.", "I will."), session="s2")])
    memory.refresh()
    prepare_starts(memory, prepared_starts(memory))
    assert "Ring Yusuf." in path.read_text()


def test_sessions_it_is_not_for(memory: Memory) -> None:
    """One that was placed in another thread, and one whose own words it quotes."""
    place_session(memory.truth, "placed", "rims", BY)
    place_session(memory.truth, "here", "main", BY)
    assert prepared(memory)["not_for"] == ["placed"]
    cold(memory)
    assert prepared(memory)["not_for"] == [SESSION, "placed"]


def test_a_source_that_fails_leaves_none(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start without what one source would say is no answer, and an older one is none either."""
    path = prepare_start(memory, TOOL, BIKES)

    def broken(*_: object, **__: object) -> None:
        raise DiskTrouble("no")

    monkeypatch.setattr("cotw.care.handoffs.warm_starts", broken)
    assert prepare_start(memory, TOOL, BIKES) is None
    assert path is not None
    assert not path.exists()


def test_changed_while_it_was_told(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was decided meanwhile is not in it: it is not kept."""

    def deciding(*given: Any) -> Any:
        set_truth(memory, "shop phone", "030 123", BY, thread=None, because="")
        return told_at_start(*given)

    monkeypatch.setattr("cotw.care.starts.told_at_start", deciding)
    assert prepare_start(memory, TOOL, BIKES) is None


def test_forgotten_words_are_in_none(memory: Memory) -> None:
    """All that is prepared goes when anything is forgotten."""
    path = prepare_start(memory, TOOL, BIKES)
    assert path is not None
    assert "Jonas" in path.read_text()
    forget(
        memory, select(memory.truth.archive.read_all, Wanted(session=SESSION)), BY, lambda done, total: None
    )
    assert not path.exists()
    assert "Jonas" not in json.dumps(prepared(memory))


def test_so_many_are_kept(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest; what is no start is deleted, and a folder of any name can have one."""
    monkeypatch.setattr("cotw.care.starts._MOST_KEPT", 3)
    folder = memory.home.cache / "starts"
    prepare_start(memory, TOOL, BIKES)
    (folder / "0123456789abcdef.json").write_text('{"tool": "codex", "project": null}')
    (folder / "strange.json").write_text("{")
    projects = ["/home/mara/räder", "/home/mara/\udcff", "/home/mara/" + "x" * 4000, "\n"]
    prepare_starts(memory, [(TOOL, project) for project in projects])
    assert len(list(folder.iterdir())) == 3
    assert not (folder / "strange.json").exists()


def test_a_secret_is_masked(memory: Memory) -> None:
    """What lies ready holds no more than a context would."""
    page = next(memory.home.handoffs.glob("sessions/*/*.md"))
    page.write_text(page.read_text() + "\nlogin ghp_" + "a1B2" * 9 + "\n")
    assert "a1B2a1B2" not in json.dumps(prepared(memory))


def test_a_project_with_a_secret_in_its_path_has_none(memory: Memory) -> None:
    """A start says which project it is for."""
    secret = f"/home/mara/ghp_{'aB3dE6gH9j' * 4}"[:50]
    assert prepare_start(memory, TOOL, secret) is None
    assert (TOOL, secret) not in prepared_starts(memory)


def test_what_is_no_file_is_not_read(memory: Memory) -> None:
    """A pipe in the place of a start keeps nobody waiting, neither the hook nor who prepares it anew."""
    path = prepare_start(memory, TOOL, BIKES)
    assert path is not None
    path.unlink()
    os.mkfifo(path)
    event = Event(TOOL, "start", "SessionStart", {"session": "s9", "project": BIKES})
    assert fit_start(str(memory.home.root), event, NOW.timestamp(), {}) is None
    assert prepared_starts(memory) == []
    assert not path.exists()


def test_time_passes(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that was prepared hours ago is what a session is given now."""
    start = prepared(memory)
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant = NOW + timedelta(days=3, hours=5)
    now = memory.clock().astimezone(memory.truth.zone)
    assert composed(start, now) == given(memory, monkeypatch, Begin.STARTUP)
