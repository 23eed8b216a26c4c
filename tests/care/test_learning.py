"""Learning: archived once, in a session, with its origin, and on the disk whatever happens next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cotw.care.learning import Learnt, Reporter, learn
from cotw.importers.told import Told, Words
from cotw.memory import Memory
from cotw.records.message import Kind, Message, Origin
from tests.builders import HandClock, make_home

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
SCRIPT = Reporter("a script")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    home = make_home(tmp_path, "Europe/Berlin")
    with Memory.open(home.root, clock=HandClock(NOW), environment={}) as opened:
        yield opened


def said(human: str, agent: str = "Noted.", *, at: datetime | None = None, **names: str) -> Told:
    return Told((Words(Kind.HUMAN, human), Words(Kind.AGENT, agent)), at, **names)


def teach(memory: Memory, *told: Told, reporter: Reporter = SCRIPT) -> Learnt:
    return learn(memory, told, reporter)


def archived(memory: Memory) -> list[Message]:
    return list(memory.truth.archive.read_all())


def test_the_same_thing_told_twice_is_learnt_once(memory: Memory) -> None:
    """With the same time, or the tool's own id; also when its session would be another by now."""
    one = said("The stand is on Saturday.", at=NOW)
    named = Told((Words(Kind.HUMAN, "Hello", native="u1"),), tool="openclaw", session="s")
    first = teach(memory, one, named)
    teach(memory, said("Meanwhile.", at=NOW - timedelta(hours=5)))
    again = teach(memory, one, named)
    assert (len(first.messages), again.messages, again.known) == (3, (), 3)
    assert len(archived(memory)) == 5


def test_equal_words_of_one_telling_are_told_apart(memory: Memory) -> None:
    """Who says "yes" twice in a list has said it twice, in this order."""
    learnt = teach(memory, said("yes", at=NOW), said("yes", at=NOW))
    assert len(learnt.exchanges) == 2
    assert [message.order for message in archived(memory)] == [0, 1, 2, 3]


def test_a_report_does_not_take_the_id_of_the_transcript(memory: Memory) -> None:
    """The tool's own line is archived all the same when it comes."""
    from cotw.ids import native_message_id

    (message,) = teach(
        memory, Told((Words(Kind.HUMAN, "Hi", native="u1"),), tool="codex", session="s")
    ).messages
    assert message.id != native_message_id("codex", "s", "u1")


def test_only_what_a_person_typed_is_theirs(memory: Memory) -> None:
    """The agent's side is a report even then, and the report names who it comes from."""
    teach(memory, said("One.", tool="openclaw"), said("Two."))
    teach(memory, said("Three.", tool="openclaw"), reporter=Reporter("mara", typed=True))
    origins = [(message.text, message.origin, message.reported_by) for message in archived(memory)]
    assert origins[::2] == [
        ("One.", Origin.REPORTED, "openclaw"),
        ("Two.", Origin.REPORTED, "a script"),
        ("Three.", Origin.TYPED, "mara"),
    ]
    assert {origin for text, origin, _ in origins if text == "Noted."} == {Origin.REPORTED}


def test_sessions_go_on_until_a_pause(memory: Memory) -> None:
    """Over midnight, and with a clock that was set back; another thread or tool has its own."""
    late = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)
    hours = (0, 3, 8, 7.5, 20)
    sessions = [
        teach(memory, said(f"at {hour}", at=late + timedelta(hours=hour))).messages[0].session
        for hour in hours
    ]
    assert sessions == [*["2026-03-14 learn main"] * 4, "2026-03-15 learn main"]
    other = teach(memory, said("x", at=late, thread="garden"), said("x", at=late, tool="openclaw"))
    assert {message.session for message in other.messages} == {
        "2026-03-14 learn garden",
        "2026-03-14 openclaw main",
    }
    assert teach(memory, said("y", session="mine")).messages[0].session == "mine"


def test_where_sessions_stand_is_learnt_again_from_truth(memory: Memory) -> None:
    """The cache may be deleted at any time."""
    late = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)
    teach(memory, said("before midnight", at=late))
    (memory.home.cache / "known.sqlite").unlink()
    after = teach(memory, said("after midnight", at=late + timedelta(hours=2)))
    assert after.messages[0].session == "2026-03-14 learn main"
    assert teach(memory, said("before midnight", at=late)).messages == ()


def test_private_words_are_not_stored(memory: Memory) -> None:
    """What is private throughout is no message, and its digest is nowhere either."""
    teach(memory, said("The code is <private>4711</private>.", "<private>4711</private>"))
    assert [message.text for message in archived(memory)] == ["The code is ."]


def test_secrets_are_masked_where_the_archive_shall_hold_none(tmp_path: Path) -> None:
    """`archive.redact` holds for what is told as for what is ingested; the id stays that of the words."""
    home = make_home(tmp_path)
    told = said("password=" + "hunter2" + "Kx9QvT7LpZ", at=NOW)
    with Memory.open(home.root, clock=HandClock(NOW), environment={"COTW_ARCHIVE__REDACT": "true"}) as memory:
        assert memory.config.archive.redact
        (message, _) = teach(memory, told).messages
        assert "hunter2" not in message.text
        assert teach(memory, told).messages == ()


def test_a_dry_run_writes_nothing(memory: Memory) -> None:
    """Not even where a session stands."""
    assert len(learn(memory, [said("x")], SCRIPT, dry_run=True).messages) == 2
    assert archived(memory) == []
    teach(memory, said("y", at=NOW + timedelta(days=1)))
    assert {message.session for message in archived(memory)} == {"2026-03-16 learn main"}


def test_what_is_huge_or_odd_comes_back_equal(memory: Memory) -> None:
    """Five megabytes, NUL, lone surrogates."""
    text = "spoke \0 \ud800 🚲 " * 350_000
    teach(memory, said(text))
    assert archived(memory)[0].text == text


_LEARNER = """
import sys
from pathlib import Path
from cotw.care.learning import Reporter, learn
from cotw.importers.told import Told, Words
from cotw.memory import Memory
from cotw.records.message import Kind
with Memory.open(Path(sys.argv[1]), environment={}) as memory:
    for number in range(int(sys.argv[3])):
        learn(memory, [Told((Words(Kind.HUMAN, f"{sys.argv[2]} {number}"),))], Reporter("a script"))
        print(number, flush=True)
"""


def _learner(memory: Memory, name: str, count: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", _LEARNER, str(memory.home.root), name, str(count)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment)


def test_eight_at_once_lose_nothing(memory: Memory) -> None:
    """Each waits its turn; all is there, each once."""
    learners = [_learner(memory, f"learner {number}", 2) for number in range(8)]
    assert [learner.communicate()[0].split() for learner in learners] == [["0", "1"]] * 8
    texts = [message.text for message in archived(memory)]
    assert sorted(texts) == sorted(f"learner {number} {place}" for number in range(8) for place in range(2))
    assert memory.check(read_data=True).findings == []


def test_what_was_acknowledged_survives_a_kill(memory: Memory) -> None:
    """Killed in the middle of the next one, a learner has lost nothing that it said it had learnt."""
    learner = _learner(memory, "killed", 100_000)
    assert learner.stdout is not None
    seen = [learner.stdout.readline() for _ in range(20)]
    learner.send_signal(signal.SIGKILL)
    told = len(seen) + len([line for line in learner.stdout.read().splitlines() if line])
    learner.wait()
    learner.stdout.close()
    teach(memory, said("after it"))
    kept = {message.text for message in archived(memory)}
    assert {f"killed {number}" for number in range(told)} <= kept
    assert memory.check(read_data=True).findings == []
