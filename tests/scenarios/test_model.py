"""`cotw model`, by a person at a real terminal and by everybody else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.models.endpoint import endpoint, says
from tests.scenarios.conftest import Cotw
from tests.terminal import Terminal

ANSWERS = """
import pathlib, sys
prompt = sys.stdin.read()
with open({log!r}, 'a') as log: log.write('asked ')
print('{{"wheels": 5}}' if 'JSON' in prompt else 'Yes, I am \\x1b[31mhere\\x1b[0m.')
"""


@pytest.fixture
def log(cotw: Cotw, tmp_path: Path) -> Path:
    """A home with a program as its model, and where that notes each time it runs."""
    program, log = tmp_path / "answers.py", tmp_path / "log"
    program.write_text(ANSWERS.format(log=str(log)))
    cotw.configure("language.command", json.dumps([sys.executable, "-S", str(program)]))
    cotw.configure("language.kind", "command")
    return log


def test_first_use_is_asked_about_once(cotw: Cotw, log: Path) -> None:
    """A person is told the place and the kinds of text; a no sends nothing, a yes holds until taken back."""
    terminal = Terminal("model", "test")
    terminal.wait_for(r"answers\.py`, which may send it anywhere")
    terminal.wait_for("handoffs +pages that tell")
    terminal.wait_for(r"Is that all right\? \[y/N\]")
    terminal.type("n")
    assert terminal.finish() == 20
    assert not log.exists()
    terminal = Terminal("model", "test")
    terminal.wait_for(r"Is that all right\?")
    terminal.type("y")
    assert terminal.finish() == 0
    assert "Yes, I am here." in terminal.said
    assert "works, by asking for it" in terminal.said
    ran = json.loads(cotw("model", "test", "--json").out)["trial"]
    assert (ran["answer"], ran["structured_works"], ran["is_counted"]) == ("Yes, I am here.", True, False)
    assert "conversations, findings, handoffs, identity (decided 2026-04-01" in cotw("model", "show").out
    assert Terminal("model", "revoke").finish() == 0
    assert "answers.py" in cotw("model", "test", expect=20).err
    assert log.read_text().split() == ["asked"] * 4


def test_nobody_at_the_terminal(cotw: Cotw, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a script, nor an agent, nor a piped `y` can agree; nothing is started."""
    for command in ("test", "allow", "revoke"):
        monkeypatch.setenv("CLAUDECODE", "1")
        assert "CLAUDECODE" in cotw("model", command, expect=20).err
        monkeypatch.delenv("CLAUDECODE")
    assert not log.exists()
    assert '"kind":"model_consent"' not in "".join(
        path.read_text() for path in (cotw.home / "ledger").glob("*.jsonl")
    )


def test_a_model_on_this_machine(cotw: Cotw) -> None:
    """It is asked without a question; what it took is told by purpose, and what a night has left."""
    assert "no language model is configured" in cotw("model", "show").out
    assert json.loads(cotw("model", "show", "--json").out)["model"] is None
    assert "cotw model show --help" in cotw("model", "test", expect=1).err
    cotw("model", "costs", expect=4)
    with endpoint(says("Here."), says('{"wheels": 5}')) as served:
        for name, value in (("base_url", served.base_url), ("model", "spoke-7b"), ("kind", "http")):
            cotw.configure(f"language.{name}", value)
        cotw.configure("language.price_out_per_million_tokens", "1000")
        shown = cotw("model", "test").out
        assert "100 + 20 tokens" in shown
        assert "held to a schema by the endpoint" in shown
    assert "nobody is asked" in cotw("model", "allow").out
    costs = json.loads(cotw("model", "costs", "--json").out)
    (row,) = costs["ever"]
    assert (row["purpose"], row["asked"], row["failed"], row["tokens_in"]) == ("test", 2, 0, 200)
    assert costs["night"]["cost"] == row["cost"] == 0.04
    told = cotw("model", "costs")
    assert "spoke-7b" in told.out
    assert "240 of 200,000 tokens" in told.err
    cotw("model", "allow", "--kind", "gossip", expect=2)
    cotw.configure("language.nightly_tokens", "250")
    assert "nothing was sent" in cotw("model", "test", expect=1).err


def test_telling_a_thread_without_a_handoff(cotw: Cotw) -> None:
    """There is nothing to tell, and nobody is asked."""
    assert "no language model" in cotw("handoff", "tell", expect=1).err
    cotw.configure("language.command", "[no-such-program]")
    cotw.configure("language.kind", "command")
    cotw("handoff", "tell", "--thread", "bikes", expect=4)
