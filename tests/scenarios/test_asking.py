"""With and without a keeper: the same commands say the same, to the byte; served by one they load little."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cotw.care.binding import bind
from cotw.care.knowledge import refresh_knowledge
from cotw.memory import Memory
from tests.encoder_fixture import real_encoder
from tests.interfaces.standin import StandIn, standing_in
from tests.scenarios.conftest import Cotw, Ran

pytestmark = pytest.mark.encoder

QUESTION = "What did we decide about Postgres?"
TURN = json.dumps(
    {"prompt": QUESTION, "previous": {"user": "The stand is on Saturday 🚲", "agent": "Noted."}}
)
SAID = ("--user", "The stand is on Saturday.", "--agent", "Noted.")
HEAVY = {"lancedb", "onnxruntime", "numpy", "duckdb", "pyarrow", "tokenizers", "cotw.memory"}

ALIKE = [
    ("recall", QUESTION),
    ("recall", "--json", QUESTION),
    ("recall", "--explain", "what did we talk about on 9 March?"),
    ("recall", "--explain", "--json", "what did we talk about on 9 March? 🚲 \udcff"),
    ("recall", "--sessions", "-n", "3", "the move"),
    ("recall", "--sessions", "--json", QUESTION),
    ("recall", "--inject", QUESTION),
    ("recall", "--inject", "fix the failing test"),
    ("recall", "--record", QUESTION),
    ("recall", "--record", "--inject", QUESTION),
    ("recall", "--since", "last month", "--from", "human", QUESTION),
    ("recall", "--since", "yesterdayish", QUESTION),
    ("recall", "--session", "nonesuch", QUESTION),
    ("recall", "--asked-in", "blog", "--asked-in-mode", "code", "deadline"),
    ("recall", ""),
    ("recall", "ok, go on"),
    ("context", "--prompt", QUESTION),
    ("context", "--prompt", QUESTION, "--json", "--explain"),
    ("context", "--prompt", QUESTION, "--mode", "nonesuch"),
    ("context", "--prompt", "Write a haiku about snow", "--json"),
    ("context", "--start", "--mode", "chat"),
    ("context", "--start", "--begin", "sideways"),
    ("turn", "--prompt", QUESTION, "--json"),
    ("turn",),
    ("learn", *SAID),
    ("learn", *SAID, "--json", "--thread", "workshop", "--refresh"),
    ("learn", *SAID, "--at", "soon"),
    ("learn", "--dry-run", *SAID),
    ("learn", "--tool", "openclaw"),
    ("handoff", "write"),
    ("handoff", "write", "--json", "--dry-run"),
    ("handoff", "write", "--session", "nonesuch"),
    ("handoff", "write", "--mode", "nonesuch"),
    ("knowledge", "search", "what", "lubricates", "a", "gearbox?"),
    ("knowledge", "search", "gearbox", "--json"),
    ("knowledge", "search", "gearbox", "--thread", "nonesuch"),
]


@pytest.fixture(scope="module")
def settled_home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample home with a file of facts."""
    folder = tmp_path_factory.mktemp("settled")
    notes = folder / "CLAUDE.md"
    notes.write_text("# Oils\n- hub gears get SAE 30\n- chains get wax, never oil\n", encoding="utf-8")
    shutil.copytree(sample_home, folder / "home")
    with Memory.open(folder / "home", environment={}) as memory:
        memory.__dict__["embedder"] = real_encoder()
        bind(memory, notes, {"actor": "mara", "channel": "terminal"}, thread=None)
        refresh_knowledge(memory)
        memory.refresh()
    return folder / "home"


@pytest.fixture(autouse=True)
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids and marks of blocks are the same each time; the encoder is loaded once."""
    monkeypatch.setattr("secrets.token_hex", lambda size: "c0" * size)
    monkeypatch.setattr(Memory, "_encoder", lambda self, threads: real_encoder())


@pytest.fixture
def keeper(cotw: Cotw) -> Iterator[StandIn]:
    """It answers for the home."""
    with Memory.open(cotw.home, environment={}) as memory, standing_in(memory) as standin:
        yield standin


def said(cotw: Cotw, home: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """What a command says in a fresh copy of `home`; times taken are left out."""
    kept = cotw.home / "run" / "keeper.address"
    address = kept.read_text() if kept.exists() else None
    shutil.rmtree(cotw.home)
    shutil.copytree(home, cotw.home)
    if address is not None:
        kept.write_text(address)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TURN.encode())))
    ran = cotw(*arguments, expect=None)
    return Ran(ran.code, _timeless(ran.out), _timeless(ran.err))


def _timeless(text: str) -> str:
    text = re.sub(r'("(?:milliseconds|assembled|noted|embed|search|fetch|total)": )[\d.e-]+', r"\1…", text)
    text = re.sub(r"(embedding|searching|reading) [\d.]+", r"\1 …", text)
    return re.sub(r"\d+ ms", "… ms", text)


def test_with_and_without_a_keeper_all_is_the_same(
    cotw: Cotw, keeper: StandIn, settled_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output, standard error and exit codes, also of what goes wrong."""
    codes = set()
    for arguments in ALIKE:
        with_one = said(cotw, settled_home, arguments, monkeypatch)
        assert keeper.asked, arguments
        address = cotw.home / "run" / "keeper.address"
        where, asked = address.read_text(), len(keeper.asked)
        address.unlink()
        without = said(cotw, settled_home, arguments, monkeypatch)
        address.write_text(where)
        assert with_one == without, arguments
        assert len(keeper.asked) == asked
        codes.add(without.code)
    assert codes >= {0, 2, 4}


def test_without_an_index_it_is_said_alike(
    cotw: Cotw, keeper: StandIn, settled_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 12 and the same sentence; without a home there is no keeper."""
    bare = tmp_path / "bare"
    shutil.copytree(settled_home, bare)
    shutil.rmtree(bare / "index")
    for arguments in (
        ("recall", QUESTION),
        ("context", "--prompt", QUESTION),
        ("handoff", "write"),
        ("turn",),
    ):
        with_one = said(cotw, bare, arguments, monkeypatch)
        keeper.version = "0.0.1"
        assert said(cotw, bare, arguments, monkeypatch) == with_one
        keeper.version = StandIn(keeper.memory).version
        assert with_one.code in (0, 12)


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (("recall", QUESTION), ["recall"]),
        (("context", "--prompt", QUESTION), ["context"]),
        (("turn",), ["learn", "context", "refresh"]),
        (("learn", "--refresh", *SAID), ["learn", "refresh"]),
        (("handoff", "write"), ["handoff"]),
        (("knowledge", "search", "gearbox"), ["knowledge"]),
    ],
)
def test_served_by_a_keeper_a_command_loads_little(
    cotw: Cotw,
    keeper: StandIn,
    settled_home: Path,
    arguments: tuple[str, ...],
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No database, no encoder, nothing of the memory itself."""
    said(cotw, settled_home, ("status",), monkeypatch)
    program = "import sys; from cotw.commands.app import main; code = main(sys.argv[1:])"
    reporting = f"{program}; print(*sys.modules, file=sys.stderr, sep='\\n'); sys.exit(code)"
    ended = subprocess.run(
        [sys.executable, "-c", reporting, *arguments], input=TURN, capture_output=True, text=True, check=True
    )
    assert keeper.asked == asked
    assert sorted(HEAVY & set(ended.stderr.split())) == []
