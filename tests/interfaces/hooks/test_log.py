"""The log of hooks: bounded, whole lines, no word of anybody."""

from __future__ import annotations

import json
from pathlib import Path

from cotw.interfaces.hooks import log
from cotw.interfaces.hooks.clock import age_ms, instant, now
from cotw.wire.paths import hook_log
from tests.interfaces.hooks.calling import KeeperOfATest, hook, logged, new_home, prompt, stop


def test_no_word_of_a_conversation_gets_into_it(tmp_path: Path) -> None:
    """Neither of a prompt, nor of an answer, a path, a name of a session or a failure's message."""
    home = new_home(tmp_path)
    error = {"kind": "Locked", "message": "gorse heather", "hint": "gorse", "exit_code": 11}
    with KeeperOfATest(home, context={"error": error}):
        hook("claude-code", home, prompt("gorse?", session_id="gorse", cwd="/gorse"))
    with KeeperOfATest(
        home, context={"text": "gorse", "tokens": 1, "sources": [{"name": "recall", "ms": 1}]}
    ):
        hook("claude-code", home, prompt("gorse?"))
    hook("claude-code", home, stop(transcript_path="/gorse.jsonl", last_assistant_message="gorse"))
    hook("gorse", home, prompt("gorse?"))
    assert len(logged(home)) == 4
    assert "gorse" not in Path(hook_log(str(home.root))).read_text()


def test_it_stays_below_a_megabyte(tmp_path: Path) -> None:
    """The older half goes, at a line's end; what was just noted stays."""
    home = new_home(tmp_path)
    path = Path(hook_log(str(home.root)))
    path.write_text('{"at": "old"}\n' + '{"at": "newer"}\n' * (log.MOST_BYTES // 16))
    log.write(str(home.root), "2026-03-20T12:00:00.000Z", "codex", "stop", log.Call())
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert log.MOST_BYTES * 0.4 < path.stat().st_size < log.MOST_BYTES * 0.6
    assert {line["at"] for line in lines[:-1]} == {"newer"}
    assert lines[-1]["tool"] == "codex"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in home.run.glob("*.tmp")] == []


def test_one_far_too_large_is_cut_to_what_may_be(tmp_path: Path) -> None:
    """Somebody else wrote 10 MB into it."""
    home = new_home(tmp_path)
    path = Path(hook_log(str(home.root)))
    path.write_text("x" * (10 << 20) + "\n")
    log.write(str(home.root), "2026-03-20T12:00:00.000Z", "codex", "stop", log.Call())
    assert [line["tool"] for line in logged(home)] == ["codex"]


def test_a_failure_is_told_by_its_kind() -> None:
    """The system's name for it, or the class: never its message."""
    assert log.kind_of(OSError(28, "No space left on device", "/gorse")) == "ENOSPC"
    assert log.kind_of(ValueError("gorse")) == "ValueError"


def test_a_log_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    """Nothing is written to where it leads."""
    home = new_home(tmp_path)
    other = tmp_path / "other"
    other.write_text("mine")
    Path(hook_log(str(home.root))).symlink_to(other)
    hook("claude-code", home, stop())
    assert other.read_text() == "mine"


def test_times() -> None:
    """Instants have milliseconds; a process has been there for a while; COTW_NOW stands still."""
    assert instant(1773993600.9996) == "2026-03-20T08:00:01.000Z"
    assert now({"COTW_NOW": "2026-03-20T08:00:00Z"}) == 1773993600.0
    assert now({"COTW_NOW": "2026-03-20T08:00:00"}) == 1773993600.0
    assert abs(now({"COTW_NOW": "noon"}) - now({})) < 60
    assert age_ms() > 0


def test_times_that_are_none_are_left_out() -> None:
    """A keeper may answer what Python's JSON knows and no other's does; each line of the log stays JSON."""
    sources = '{"name": "a", "ms": NaN}, {"name": "b", "ms": 1e999}, {"name": "c", "ms": 2}'
    call = log.Call()
    call.note_answer(json.loads(f'{{"tokens": true, "sources": [{sources}]}}'))
    assert (call.tokens, call.sources) == (0, [{"name": "c", "ms": 2, "failed": False}])
