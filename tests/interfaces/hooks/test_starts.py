"""Prepared starts: shown when no keeper is there, never when they are not what a keeper would say."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cotw import __version__
from cotw.home import Home
from cotw.interfaces.hooks.event import START, Event
from cotw.interfaces.hooks.starts import composed, fit_start
from cotw.records.block import Seal, without_blocks
from tests.continuity.test_context import ANSWERED, ASKED, ID, MARK, SOUL, block, gathered
from tests.interfaces.hooks.calling import (
    KeeperOfATest,
    hook,
    left,
    logged,
    new_home,
    start,
    started,
    with_nobody_reading,
)

NOW = "2026-03-20T12:00:00Z"
BERLIN = ZoneInfo("Europe/Berlin")
BODY = f"I true wheels.\n\n[{MARK}] the person said (archive:1):\n> Which spokes?\n\n[{MARK}] end"
PAGE = "handoffs/sessions/main/s0.md"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = new_home(tmp_path, "Europe/Berlin")
    (home.root / "identity" / "SOUL.md").write_text("I true wheels.\n")
    return home


def stat(path: Path) -> list[int]:
    return [path.stat().st_mtime_ns, path.stat().st_size]


def with_handoff(home: Home) -> dict[str, Any]:
    """A page that waits, and what a prepared start says of it."""
    page = home.root / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("the rim is glued\n")
    return {
        "body": f"{BODY}\n\n> the rim is glued", "sources": ["identity/SOUL.md", PAGE], "page": PAGE,
        "page_stat": stat(page), "claim_prefix": "handoffs/sessions/main/s0.claimed-", "stem": "s0",
        "beside": [], "handoff_digest": "d" * 64, "thread": "main",
    }  # fmt: skip


def prepare(
    home: Home, tool: str = "claude-code", project: str | None = "/repos/shop", **more: object
) -> Path:
    """Writes a prepared start as the memory does."""
    said = {
        "version": __version__, "tool": tool, "project": project, "thread": None, "mode": "code",
        "zone": "Europe/Berlin", "day": "2026-03-20", "tail": " · mode code", "mark": MARK,
        "guiding": {
            "identity/SOUL.md": stat(home.root / "identity" / "SOUL.md"), "identity/ANCHOR.md": None,
        },
        "files": {"config.yaml": stat(home.config)},
        "with_handoff": None, "without": {"body": BODY, "sources": ["identity/SOUL.md"]}, **more,
    }  # fmt: skip
    key = sha256(f"{tool}\0{project or ''}".encode()).hexdigest()[:16]
    path = home.cache / "starts" / f"{key}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(said))
    return path


def shown(home: Home, said: dict[str, object] | None = None, **settings: str) -> str:
    """What a start without a keeper shows."""
    settings = {"COTW_NOW": NOW, **settings}
    printed = hook("claude-code", home, said or start(), "--keeper-seconds", "0", **settings).stdout
    return str(json.loads(printed)["hookSpecificOutput"]["additionalContext"]) if printed else ""


def test_it_is_letter_for_letter_what_the_library_assembles() -> None:
    """The clock and the marks of a prepared body are put in where the library has them."""
    assembled = block([gathered("identity", SOUL), gathered("recall", ASKED, ANSWERED)]).text
    opening, now, _, *body, closing = assembled.split("\n")
    zone = "(Europe/Berlin)"
    said = {"zone": "Europe/Berlin", "tail": now.partition(zone)[2], "mark": MARK}
    made = composed(said, "\n".join(body), datetime(2026, 3, 20, 13, 0, tzinfo=BERLIN), ID)
    mark = re.search(r"\[([0-9a-f]{8})\]", made)
    assert mark is not None
    assert mark[1] != MARK
    assert made.replace(mark[1], MARK) == assembled
    assert (opening, closing) == (f'<cotw-context id="{ID}">', "</cotw-context>")


def test_a_start_without_a_keeper_shows_what_is_prepared(home: Home) -> None:
    """With the time where the person lives; sealed in a pointer, so that it is known when it comes back."""
    prepare(home)
    text = shown(home)
    assert "\nNow: Friday 2026-03-20 13:00 (Europe/Berlin) · mode code\n\nI true wheels.\n" in text
    assert MARK not in text
    [pointer] = left(home)
    sealed = pointer["shown"]
    assert (pointer["event"], pointer["begin"], pointer["at"]) == (
        "start",
        "startup",
        "2026-03-20T12:00:00.000Z",
    )
    assert without_blocks(text, {sealed["block"]: Seal(sealed["characters"], sealed["digest"])}.get) == (
        "",
        (sealed["block"],),
    )
    assert (sealed["sources"], sealed["claim"], sealed["thread"]) == (["identity/SOUL.md"], None, None)
    assert started(home) == 1
    assert [(line["by"], line["failure"]) for line in logged(home)] == [("prepared", None)]


ALONE = {"body": "I true wheels.", "sources": ["identity/SOUL.md"], "tail": " · mode code"}


def test_where_nothing_is_fit_and_nobody_answers_it_is_told_who_the_agent_is(home: Home) -> None:
    """In a folder that is new, or after a decision; not what was said, and no thread."""
    prepare(home, project=None, alone=ALONE)
    text = shown(home)
    assert text.endswith("(Europe/Berlin) · mode code\n\nI true wheels.\n</cotw-context>")
    [pointer] = left(home)
    assert (pointer["project"], pointer["shown"]["sources"]) == ("/repos/shop", ["identity/SOUL.md"])
    changed = {"config.yaml": stat(home.config), "ledger/2026-03.jsonl": [1, 1]}
    prepare(home, alone=ALONE, files=changed, tail=" · thread wheels", with_handoff=with_handoff(home))
    assert shown(home).partition("\n\n")[2] == text.partition("\n\n")[2]
    assert (home.root / PAGE).exists()


@pytest.mark.parametrize(
    "changes", [{"files": {"config.yaml": [1, 1]}}, {"guiding": {"identity/SOUL.md": None}}, {"files": 7}]
)
def test_who_the_agent_was_before_an_edit_is_not_told(home: Home, changes: dict[str, object]) -> None:
    """Nor with other settings: rather nothing than what holds no more."""
    prepare(home, "claude-code", None, alone=ALONE, **changes)
    assert shown(home) == ""


def test_a_keeper_that_answers_is_asked_first(home: Home) -> None:
    """It knows what was said a moment ago; then nothing is left by the hook."""
    prepare(home)
    with KeeperOfATest(home) as keeper:
        assert "The rim is at the workshop." in shown(home)
        assert keeper.told_shown(1)
    assert left(home) == []


def test_a_keeper_that_refuses_leaves_the_prepared_start(home: Home) -> None:
    """The session begins with it all the same, and the failure is noted."""
    prepare(home)
    with KeeperOfATest(home, context=None) as keeper:
        assert "I true wheels." in shown(home)
    assert len(keeper.heard("settle")) == 1
    assert [(line["by"], line["failure"]) for line in logged(home)] == [("prepared", None)]


def test_a_handoff_is_claimed_and_given_once(home: Home) -> None:
    """The page is renamed before anything is printed; the next start is given the other body."""
    handoff = with_handoff(home)
    prepare(home, with_handoff=handoff, thread="wheels")
    assert "the rim is glued" in shown(home)
    claim = "handoffs/sessions/main/s0.claimed-1774008000000.md"  # the milliseconds of NOW
    assert [path.name for path in (home.root / PAGE).parent.iterdir()] == [Path(claim).name]
    [sealed] = [pointer["shown"] for pointer in left(home)]
    assert sealed["claim"] == claim
    assert "handoffs/sessions/main/s0.md" in sealed["sources"]
    assert {name: sealed[name] for name in ("stem", "handoff_digest", "thread", "beside")} == {
        "stem": "s0", "handoff_digest": "d" * 64, "thread": "wheels", "beside": [],
    }  # fmt: skip
    assert "the rim is glued" not in shown(home, start(session_id="s2"))


@pytest.mark.parametrize("said", [start("resume"), start("compact"), start("clear"), start(session_id="s0")])
def test_only_a_fresh_start_of_another_session_takes_a_handoff(home: Home, said: dict[str, object]) -> None:
    """Who goes on has it before it already, and nobody is handed over to by itself."""
    prepare(home, with_handoff=with_handoff(home))
    text = shown(home, said)
    assert "I true wheels." in text
    assert "the rim is glued" not in text
    assert (home.root / PAGE).exists()


def test_a_handoff_that_changed_is_not_given(home: Home) -> None:
    """What was prepared is not what stands on the page any more."""
    prepare(home, with_handoff=with_handoff(home))
    (home.root / PAGE).write_text("the rim is NOT glued\n")
    assert "glued" not in shown(home)
    assert (home.root / PAGE).exists()


def test_a_handoff_that_could_not_be_shown_is_given_back(home: Home) -> None:
    """The agent has gone away: no pointer says otherwise, and the page waits for the next start."""
    prepare(home, with_handoff=with_handoff(home))
    with_nobody_reading(home, start(), COTW_NOW=NOW)
    assert (home.root / PAGE).exists()
    assert left(home) == []
    assert [line["failure"] for line in logged(home)] == ["EPIPE"]


def test_what_is_not_fit_is_not_shown(home: Home) -> None:
    """Another version, day, project or tool; a guiding file changed, made or removed; settings of its own."""
    prepare(home, version="0.0.0")
    assert shown(home) == ""
    prepare(home, day="2026-03-21")
    assert shown(home) == ""
    prepare(home, tool="codex")
    assert shown(home) == ""
    prepare(home)
    assert shown(home, COTW_CONTEXT__BUDGET_TOKENS="500") == ""
    prepare(home, not_for=["s0", "s1"])
    assert shown(home) == ""
    prepare(home, settings={"COTW_CONTEXT__BUDGET_TOKENS": "500"})
    assert shown(home) == ""
    assert shown(home, COTW_CONTEXT__BUDGET_TOKENS="500") != ""
    prepare(home)
    assert shown(home, start(cwd="/repos/other")) == ""
    assert shown(home) != ""
    (home.root / "identity" / "ANCHOR.md").write_text("new")
    assert shown(home) == ""
    (home.root / "identity" / "ANCHOR.md").unlink()
    os.utime(home.config, ns=(1, 1))
    assert shown(home) == ""


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[" * 100_000, '{"tool": "claude-code", "project": "/repos/shop"}']
)
def test_a_damaged_one_is_none(home: Home, text: str) -> None:
    """It lies in a cache: anything may have happened to it."""
    prepare(home).write_text(text)
    event = Event("claude-code", START, "SessionStart", {"project": "/repos/shop"})
    assert fit_start(str(home.root), event, 0.0, {}) is None


@pytest.mark.parametrize("damaged", [{"body": 7}, {"page": None}, {"claim_prefix": []}, {"page_stat": 1}])
def test_a_damaged_handoff_leaves_the_other_body(home: Home, damaged: dict[str, object]) -> None:
    """Its page waits for a keeper, which reads it as it is."""
    prepare(home, with_handoff={**with_handoff(home), **damaged})
    text = shown(home)
    assert "I true wheels." in text
    assert "glued" not in text
    assert (home.root / PAGE).exists()


def test_one_without_a_body_says_nothing(home: Home) -> None:
    """A home that has nothing to say at a start, but may have a handoff one day."""
    for nothing in (None, 7, {}, {"body": None}):
        prepare(home, without=nothing)
        assert shown(home) == ""
    assert left(home) == []
