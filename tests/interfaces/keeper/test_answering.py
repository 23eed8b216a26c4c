"""What a keeper answers, whom, and who cannot disturb that."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress

import pytest

from cotw import __version__
from cotw.wire import calling, frames
from cotw.wire.calling import NoKeeper, Refused
from cotw.wire.frames import Broken
from cotw.wire.starting import is_kept
from tests.interfaces.keeper.house import ROOT, House, eventually


@contextmanager
def line_to(kept: House) -> Iterator[socket.socket]:
    """A bare line to the keeper."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(30)
        line.connect(str(kept.socket))
        yield line


def asked(kept: House, **frame: object) -> dict[str, object]:
    """The line that comes back for a line."""
    whole = {"version": __version__, "settings": {}, "now": None, "ask": "clock", "with": {}, **frame}
    with line_to(kept) as line:
        line.sendall(json.dumps(whole).encode() + b"\n")
        found = json.loads(line.makefile().readline())
    assert isinstance(found, dict)
    return found


def test_who_harms_is_harmed_alone(kept: House) -> None:
    """Silence, half a line, rubbish, too much, and answers that nobody reads: others are answered."""
    with ExitStack() as stack:
        lines = [stack.enter_context(line_to(kept)) for _ in range(20)]
        for line in lines[5:10]:
            line.sendall(b'{"ask": "clo')
        for line in lines[10:13]:
            line.sendall(b"\xff\x00 rubbish\n[1]\n")
        lines[13].sendall(b'{"ask": 7, "with": {}}\n')
        lines[14].sendall(b"[" * 100_000 + b"\n")
        with suppress(OSError):  # it is hung up on in the middle
            for _ in range(100):
                lines[15].sendall(b"x" * (1 << 20))
        greedy = {"version": __version__, "settings": {}, "ask": "much", "with": {"characters": 8_000_000}}
        for line in lines[16:]:
            line.sendall(json.dumps(greedy).encode() + b"\n")
        assert "above the bench" in kept.recall("where is the tandem")
    assert len(kept.ask("much", characters=3_000_000)["much"]) == 3_000_000
    assert not (kept.home.run / "keeper.log").exists()


def test_many_ask_at_once(kept: House) -> None:
    """All are answered, one after the other, and alike."""
    with ThreadPoolExecutor(60) as pool:
        found = set(pool.map(lambda _: kept.recall("where is the tandem"), range(150)))
    assert len(found) == 1
    assert kept.ask("status")["answered"] >= 150


def test_each_question_has_its_own_time(kept: House) -> None:
    """`COTW_NOW` of who asks is the clock of memory and truth for one question."""
    then = "2026-04-01T09:00:00Z"
    assert kept.ask("clock", now=then)["now"] == [then, then]
    assert kept.ask("clock")["now"] != [then, then]
    with pytest.raises(Refused, match="not an instant"):
        kept.ask("clock", now="teatime")


def test_failures_are_answers(kept: House) -> None:
    """One that a person understands as it is; one that nobody foresaw without its words, also in the log."""
    with pytest.raises(Refused, match="nothing of that") as refused:
        kept.ask("refuse")
    failure = refused.value
    assert (failure.kind, failure.hint, failure.exit_code) == ("NothingFound", "ask otherwise", 4)
    with pytest.raises(Refused, match="the keeper failed: ValueError"):
        kept.ask("fail")
    with pytest.raises(Refused, match="knows no 'sing'"):
        kept.ask("sing")
    log = (kept.home.run / "keeper.log").read_text()
    assert "fail: ValueError at a_keeper:" in log
    assert "Mara" not in log


def test_what_was_not_shown_is_not_noted_as_shown(kept: House) -> None:
    """The operation learns whether the client went away before it showed the answer."""
    with kept.call() as call:
        call.ask("shown", {"wait_shown": True})
        call.tell_shown()
    eventually(lambda: kept.notes() == ["shown"])
    with kept.call() as call:
        call.ask("shown", {"wait_shown": True})
    eventually(lambda: kept.notes() == ["shown", "not shown"])
    kept.ask("shown")
    eventually(lambda: kept.notes() == ["shown", "not shown", "shown"])


def test_who_waits_to_show_keeps_nobody_waiting(kept: House) -> None:
    """Others are answered between an answer and the word that it was shown."""
    with kept.call() as call:
        call.ask("shown", {"wait_shown": True})
        assert kept.recall("where is the tandem")
        call.tell_shown()


def test_other_settings_are_not_answered(kept: House) -> None:
    """Who gave a setting by environment is told to do it alone; the keeper stays."""
    assert asked(kept, settings={"COTW_RECALL__LIMIT": "1"}) == {"version": __version__, "leaving": False}
    with pytest.raises(NoKeeper):
        calling.ask_keeper(kept.root, {"COTW_RECALL__LIMIT": "1"}, "clock", seconds=30)
    assert kept.ask("status")["ready"]


def test_another_version_makes_it_leave(kept: House) -> None:
    """The program was updated: the next keeper is of the new version. Yielding needs no version."""
    assert asked(kept, version="0.0.0", ask="yield") == {"version": __version__, "answer": {}}
    assert asked(kept, version="0.0.0") == {"version": __version__, "leaving": True}
    eventually(lambda: not is_kept(kept.root))


def test_a_socket_of_another_user_is_not_asked(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ends look whose process is at the other end."""
    ours, theirs = socket.socketpair()
    assert frames.peer_is_us(ours)
    monkeypatch.setattr(calling, "peer_is_us", lambda line: False)
    with pytest.raises(NoKeeper, match="another user"):
        kept.ask("status")
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    assert not frames.peer_is_us(ours)
    ours.close()
    theirs.close()


def test_a_changed_config_holds_at_the_next_question(kept: House) -> None:
    """And one that cannot be read is told; the keeper lives on."""
    number = kept.ask("status")["pid"]
    config = kept.home.config
    former = config.read_text()
    config.write_text(former.replace("timezone: UTC", "timezone: Europe/Berlin"))
    assert kept.ask("clock")["zone"] == "Europe/Berlin"
    config.write_text("recall: [")
    with pytest.raises(Refused, match="not valid YAML"):
        kept.ask("clock")
    config.write_text(former)
    assert kept.ask("clock")["zone"] == "UTC"
    assert kept.ask("status")["pid"] == number


def test_a_client_that_dies_is_nobody(kept: House) -> None:
    """Killed while it waits: the keeper answers the next one."""
    asking = f"ask_keeper({kept.root!r}, {{}}, 'rest', {{'seconds': 0.3}}, seconds=9)"
    code = f"from cotw.wire.calling import ask_keeper; {asking}"
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=kept.environment)
    eventually(lambda: child.poll() is not None or kept.ask("status")["index_open"])
    child.kill()
    child.wait()
    assert kept.recall("where is the tandem")


def test_a_half_answer_is_none(kept: House) -> None:
    """A client whose time is over is told so, whatever the keeper still does."""
    with pytest.raises(Broken):
        calling.ask_keeper(kept.root, kept.environment, "rest", {"seconds": 0.5}, seconds=0.1)
    assert kept.ask("clock")
