"""Metering: a question is allowed before it is sent, and its cost is counted whatever becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from cotw.care.consent import allow, not_allowed, revoke
from cotw.care.language import Mouth, configured, is_loopback, key_of, mouth_of
from cotw.care.metering import Metered, asked_ever, asked_since_noon
from cotw.care.thinking import Inquiry, think
from cotw.errors import ConfigError, ModelFailed, ModelMissing, NeedsHuman, NothingFound, OverBudget
from cotw.importers.keeping import kept
from cotw.memory import Memory
from cotw.records.asking import Cost, fold, spent
from cotw.records.consent import TextKind
from cotw.records.consent import fold as fold_consents
from cotw.records.message import Kind
from cotw.store.check import check_home
from cotw.store.injections import Injections
from tests.builders import HandClock, message
from tests.care.homes import workshop
from tests.care.models import MARA, bytes_below, configure, reopened, scripted
from tests.models.endpoint import endpoint, refuses, says

ALL = frozenset(TextKind)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return workshop(tmp_path / "home")


def ask(memory: Memory, mouth: Mouth, *, max_tokens: int = 100) -> str:
    return Metered(memory, mouth, "test").complete("x" * 400, max_tokens=max_tokens, timeout_seconds=5)


def at_an_endpoint(memory: Memory, base_url: str) -> Memory:
    return configure(memory, base_url=base_url, model="spoke-7b", kind="http")


def test_a_night_has_so_many_tokens(memory: Memory) -> None:
    """What may go beyond them is not sent, and leaves nothing behind; the next night has its own."""
    configure(memory, nightly_tokens=350)
    model = scripted("yes!")
    ask(memory, model.here)
    assert spent(asked_since_noon(memory)) == Cost(100, 1)
    before = memory.truth.journal.head()
    with pytest.raises(OverBudget, match="350 tokens"):
        ask(memory, model.here, max_tokens=200)
    assert (len(model.asked), memory.truth.journal.head()) == (1, before)
    cast(HandClock, memory.clock).instant += timedelta(days=1)
    ask(memory, model.here, max_tokens=200)


def test_a_night_has_so_much_money(memory: Memory) -> None:
    """By the prices of the settings: tokens in and out have their own."""
    configure(memory, price_in_per_million_tokens=10, price_out_per_million_tokens=1000, nightly_cost=0.11)
    ask(memory, scripted("yes!").here)
    assert spent(asked_ever(memory)).money == pytest.approx(0.002)
    ask(memory, scripted("yes!").here)
    with pytest.raises(OverBudget, match="money"):
        ask(memory, scripted("yes!").here, max_tokens=110)


def test_what_failed_counts_unless_it_cannot_have_cost_anything(memory: Memory) -> None:
    """A refused request is free, an answer that was lost is not."""
    with pytest.raises(ModelFailed):
        ask(memory, scripted(None).here)
    assert spent(asked_ever(memory)).tokens == 200
    with endpoint(refuses(400)) as served:
        at_an_endpoint(memory, served.base_url)
        with pytest.raises(ModelFailed):
            ask(memory, mouth_of(memory))
    configure(memory, key_env="NO_SUCH_KEY")
    with pytest.raises(ConfigError):
        ask(memory, mouth_of(memory))
    found = [(one.failure, one.cost.tokens) for one in asked_ever(memory)]
    assert found == [("asleep", 200), ("http 400", 0), ("not asked", 0)]


def test_broken_lines_are_passed_over(memory: Memory) -> None:
    """Of questions and of consents; the order of lines does not matter."""
    ask(memory, scripted("yes!").here)
    lines = [line.record for line in memory.truth.journal.read() if line.record["kind"] == "asked"]
    broken: list[dict[str, Any]] = [
        {"kind": "asked"},
        {"kind": "asked", "phase": "over", "asked": 1},
        {"kind": "other"},
        {},
    ]
    assert fold([*reversed(lines), *broken]) == fold(lines)
    assert fold_consents([{"kind": "model_consent"}, {"kind": "model_consent", "decision": "allowed"}]) == {}


def test_a_process_that_is_killed_while_it_asks(memory: Memory) -> None:
    """Nothing is lost or half written; what it may have spent counts, and the question can be asked anew."""
    with endpoint(says("Too late.")) as served:
        served.scripts.insert(0, served.hangs)
        at_an_endpoint(memory, served.base_url)
        code = (
            "import sys; from pathlib import Path; from cotw.memory import Memory\n"
            "from cotw.care.language import mouth_of; from cotw.care.thinking import Inquiry, think\n"
            "from cotw.clock import fixed_clock\n"
            "clock = fixed_clock('2026-03-15T12:00:00Z')\n"
            "with Memory.open(Path(sys.argv[1]), clock=clock, environment={}) as memory:\n"
            "    think(memory, mouth_of(memory), Inquiry('test', 'Who?'))\n"
        )
        asking = subprocess.Popen([sys.executable, "-c", code, str(memory.home.root)], env={**os.environ})
        try:
            assert served.arrived.wait(60)
        finally:
            asking.send_signal(signal.SIGKILL)
            asking.wait()
        after = reopened(memory)
        (asked,) = asked_ever(after)
        assert (asked.ms, asked.cost.tokens_out) == (None, after.config.language.max_answer_tokens)
        assert not check_home(after.truth, read_data=True).findings
        assert think(after, mouth_of(after), Inquiry("test", "Who?")).text == "Too late."
    assert [one.ms is None for one in asked_ever(after)].count(True) == 1


def test_nothing_goes_elsewhere_without_a_yes(memory: Memory) -> None:
    """Not to a host, nor to a program; a yes is for one place and the kinds of text it names."""
    model = scripted("yes!")
    for place in (Mouth(model, "https://models.example"), Mouth(model, "claude -p", is_program=True)):
        with pytest.raises(NeedsHuman, match="nobody has agreed"):
            ask(memory, place)
        allow(memory, place, [TextKind.HANDOFFS], MARA)
        assert ask(memory, place) == "yes!"
        assert not_allowed(memory, place, [TextKind.HANDOFFS]) is None
        assert not_allowed(memory, place, ALL) == ALL - {TextKind.HANDOFFS}
        allow(memory, place, [TextKind.FINDINGS], MARA)
        assert not_allowed(reopened(memory), place, [TextKind.HANDOFFS, TextKind.FINDINGS]) is None
        revoke(memory, place.place, MARA)
        with pytest.raises(NeedsHuman):
            ask(memory, place)
        with pytest.raises(NothingFound):
            revoke(memory, place.place, MARA)
    assert len(model.asked) == 2
    assert not asked_ever(memory) or all(one.failure is None for one in asked_ever(memory))


def test_what_is_this_machine() -> None:
    """Loopback by its very name, and nothing that only looks like it."""
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1", "LOCALHOST")))
    others = ("localhost.example", "0.0.0.0", "10.0.0.1", "127.0.0.1.example", "", "::2")
    assert not any(map(is_loopback, others))


def test_what_is_configured(memory: Memory) -> None:
    """None at first; an endpoint is named without its path, a program with its arguments."""
    assert configured(memory) is None
    with pytest.raises(ModelMissing, match="no language model"):
        mouth_of(memory)
    at_an_endpoint(memory, "https://Models.Example:8443/openai/v1")
    mouth = mouth_of(memory)
    assert (mouth.place, mouth.is_here, mouth.is_open) == ("https://models.example:8443", False, False)
    configure(memory, base_url="http://[::1]:11434/v1", model="spoke:120b-Cloud")
    assert not mouth_of(memory).is_here  # a go-between
    configure(memory, model="spoke:8b")
    assert mouth_of(memory).is_here
    configure(memory, base_url="http://192.168.1.5/v1")
    assert mouth_of(memory).is_open
    configure(memory, command="[claude, -p]", kind="command")
    assert (mouth_of(memory).place, mouth_of(memory).is_program) == ("claude -p", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "ftp://models.example"),
        ("base_url", "https://key@models.example/v1"),
        ("base_url", "https://models.example/v1?key=1"),
        ("base_url", "https://[/v1"),
        ("base_url", "https://models.еxample/v1"),
        ("base_url", "https://ⓛⓞⓒalhost/v1"),
        ("base_url", "https://127。0。0。1/v1"),
        ("base_url", "https://[::1].models.example/v1"),
        ("base_url", "https://127.0.0.1 .models.example/v1"),
        ("base_url", "https://localhost%00.models.example/v1"),
        ("base_url", "https://localhost\t.models.example/v1"),
        ("base_url", "https://localhost\\.models.example/v1"),
        ("base_url", "https://models..example/v1"),
        ("key_env", "sk-proj-1234"),
        ("kind", "http"),
        ("kind", "command"),
        ("kind", "magic"),
    ],
)
def test_settings_that_cannot_be_meant(memory: Memory, name: str, value: str) -> None:
    """They are refused when they are set: half an endpoint, or a key where it would be read by others."""
    with pytest.raises(ConfigError) as refused:
        configure(memory, **{name: value})
    assert "1234" not in refused.value.message


def test_a_key_comes_from_a_variable_or_a_private_file(memory: Memory, tmp_path: Path) -> None:
    """A file that others may read is refused, and so is what is no key; no message says what it is."""
    path = tmp_path / "key"
    path.write_text("key-of-the-workshop\n")
    path.chmod(0o600)
    assert key_of(reopened(memory, OPENAI_API_KEY="k")) is None
    configure(memory, key_file=path)
    assert key_of(memory) == "key-of-the-workshop"
    path.chmod(0o640)
    with pytest.raises(ConfigError, match="others could read"):
        key_of(memory)
    path.chmod(0o600)
    for content in (b"", b"two\nlines", b"\xff\xfe", b"key-of the shop"):
        path.write_bytes(content)
        with pytest.raises(ConfigError, match="no key in") as refused:
            key_of(memory)
        assert "lines" not in refused.value.message
    for place, why in ((tmp_path / "none", "cannot be read"), (memory.home.root / "key", "every backup")):
        configure(memory, key_file=place)
        with pytest.raises(ConfigError, match=why):
            key_of(memory)
    configure(memory, key_file="''", key_env="SHOP")
    assert key_of(reopened(memory, SHOP=" k-1 ")) == "k-1"
    for environment in ({}, {"SHOP": ""}):
        with pytest.raises(ConfigError, match="SHOP"):
            key_of(reopened(memory, **environment))


def test_an_agent_that_writes_its_own_transcript(memory: Memory) -> None:
    """What a program was asked is known again when its transcript is taken in, and is nobody's words."""
    model = scripted("yes!")
    place = Mouth(model, "claude -p", is_program=True)
    allow(memory, place, [TextKind.HANDOFFS], MARA)
    ask(memory, place)
    told = message(model.asked[0])
    found = kept(told, Injections(memory.truth.journal).seal_of)
    assert found is not None
    assert (found.kind, "xxx" in found.text) == (Kind.WRAPPER, False)
    ask(memory, model.here)
    assert model.asked[1] == "x" * 400


def test_the_key_is_in_no_file_of_the_home(memory: Memory) -> None:
    """Not when it is used, nor when the endpoint says it in an answer or a refusal."""
    key = "key-of-the-workshop-4711"
    with endpoint(says(f"Your key is {key}."), refuses(401, f"wrong: {key}")) as served:
        at_an_endpoint(memory, served.base_url)
        configure(memory, key_env="SHOP_KEY")
        memory = reopened(memory, SHOP_KEY=key)
        mouth = mouth_of(memory)
        assert think(memory, mouth, Inquiry("test", "Who?")).text == "Your key is …."
        with pytest.raises(ModelFailed):
            think(memory, mouth, Inquiry("test", "Who else?"))
        assert served.asked[0].headers["authorization"] == f"Bearer {key}"
    assert key.encode() not in bytes_below(memory.home.root)
