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
from tests.interfaces.keeper.house import ROOT, House, eventually


@contextmanager
def line_to(house: House) -> Iterator[socket.socket]:
    """A bare line to the keeper."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(30)
        line.connect(str(house.socket))
        yield line


def asked(house: House, **frame: object) -> dict[str, object]:
    """The line that comes back for a line."""
    whole = {"version": __version__, "settings": {}, "now": None, "ask": "clock", "with": {}, **frame}
    with line_to(house) as line:
        line.sendall(json.dumps(whole).encode() + b"\n")
        found = json.loads(line.makefile().readline())
    assert isinstance(found, dict)
    return found


def test_who_harms_is_harmed_alone(house: House) -> None:
    """Silence, half a line, rubbish, too much, and answers that nobody reads: others are answered."""
    house.keep()
    with ExitStack() as stack:
        lines = [stack.enter_context(line_to(house)) for _ in range(20)]
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
        assert "above the bench" in house.recall("where is the tandem")
    assert len(house.ask("much", characters=3_000_000)["much"]) == 3_000_000
    assert not (house.home.run / "keeper.log").exists()


def test_many_ask_at_once(house: House) -> None:
    """All are answered, one after the other, and alike."""
    house.keep()
    with ThreadPoolExecutor(60) as pool:
        found = set(pool.map(lambda _: house.recall("where is the tandem"), range(150)))
    assert len(found) == 1
    assert house.ask("status")["answered"] >= 150


def test_each_question_has_its_own_time(house: House) -> None:
    """`COTW_NOW` of who asks is the clock of memory and truth for one question."""
    house.keep()
    then = "2026-04-01T09:00:00Z"
    assert house.ask("clock", now=then)["now"] == [then, then]
    assert house.ask("clock")["now"] != [then, then]
    with pytest.raises(Refused, match="not an instant"):
        house.ask("clock", now="teatime")


def test_failures_are_answers(house: House) -> None:
    """One that a person understands as it is; one that nobody foresaw without its words, also in the log."""
    house.keep()
    with pytest.raises(Refused, match="nothing of that") as refused:
        house.ask("refuse")
    failure = refused.value
    assert (failure.kind, failure.hint, failure.exit_code) == ("NothingFound", "ask otherwise", 4)
    with pytest.raises(Refused, match="the keeper failed: ValueError"):
        house.ask("fail")
    with pytest.raises(Refused, match="knows no 'sing'"):
        house.ask("sing")
    log = (house.home.run / "keeper.log").read_text()
    assert "fail: ValueError at a_keeper:" in log
    assert "Mara" not in log


def test_what_was_not_shown_is_not_noted_as_shown(house: House) -> None:
    """The operation learns whether the client went away before it showed the answer."""
    house.keep()
    with house.call() as call:
        call.ask("shown", {"wait_shown": True})
        call.tell_shown()
    eventually(lambda: house.notes() == ["shown"])
    with house.call() as call:
        call.ask("shown", {"wait_shown": True})
    eventually(lambda: house.notes() == ["shown", "not shown"])
    house.ask("shown")
    eventually(lambda: house.notes() == ["shown", "not shown", "shown"])


def test_who_waits_to_show_keeps_nobody_waiting(house: House) -> None:
    """Others are answered between an answer and the word that it was shown."""
    house.keep()
    with house.call() as call:
        call.ask("shown", {"wait_shown": True})
        assert house.recall("where is the tandem")
        call.tell_shown()


def test_other_settings_are_not_answered(house: House) -> None:
    """Who gave a setting by environment is told to do it alone; the keeper stays."""
    house.keep()
    assert asked(house, settings={"COTW_RECALL__LIMIT": "1"}) == {"version": __version__, "leaving": False}
    house.environment["COTW_RECALL__LIMIT"] = "1"
    with pytest.raises(NoKeeper):
        house.ask("clock")
    assert house.ask("status")["ready"]


def test_another_version_makes_it_leave(house: House) -> None:
    """The program was updated: the next keeper is of the new version. Yielding needs no version."""
    child = house.keep()
    assert asked(house, version="0.0.0", ask="yield") == {"version": __version__, "answer": {}}
    assert asked(house, version="0.0.0") == {"version": __version__, "leaving": True}
    assert child.wait() == 0


def test_a_socket_of_another_user_is_not_asked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ends look whose process is at the other end."""
    house.keep()
    ours, theirs = socket.socketpair()
    assert frames.peer_is_us(ours)
    monkeypatch.setattr(calling, "peer_is_us", lambda line: False)
    with pytest.raises(NoKeeper, match="another user"):
        house.ask("status")
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    assert not frames.peer_is_us(ours)
    ours.close()
    theirs.close()


def test_a_changed_config_holds_at_the_next_question(house: House) -> None:
    """And one that cannot be read is told; the keeper lives on."""
    child = house.keep()
    config = house.home.config
    former = config.read_text()
    config.write_text(former.replace("timezone: UTC", "timezone: Europe/Berlin"))
    assert house.ask("clock")["zone"] == "Europe/Berlin"
    config.write_text("recall: [")
    with pytest.raises(Refused, match="not valid YAML"):
        house.ask("clock")
    config.write_text(former)
    assert house.ask("clock")["zone"] == "UTC"
    assert child.poll() is None


def test_a_client_that_dies_is_nobody(house: House) -> None:
    """Killed while it waits: the keeper answers the next one."""
    house.keep()
    asking = f"ask_keeper({house.root!r}, {{}}, 'rest', {{'seconds': 0.3}}, seconds=9)"
    code = f"from cotw.wire.calling import ask_keeper; {asking}"
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=house.environment)
    eventually(lambda: child.poll() is not None or house.ask("status")["index_open"])
    child.kill()
    child.wait()
    assert house.recall("where is the tandem")


def test_a_half_answer_is_none(house: House) -> None:
    """A client whose time is over is told so, whatever the keeper still does."""
    house.keep()
    with pytest.raises(Broken):
        calling.ask_keeper(house.root, house.environment, "rest", {"seconds": 0.5}, seconds=0.1)
    assert house.ask("clock")
