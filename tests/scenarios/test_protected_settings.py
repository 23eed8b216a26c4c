"""Settings that a person alone changes: what is kept, what goes where, who the agent is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.scenarios.conftest import Cotw
from tests.terminal import Terminal

PROTECTED = [
    ("language.kind", "http"),
    ("language.base_url", "http://far.example/v1"),
    ("language.exclude_modes", "[]"),
    ("modes.sees", "{code: [chat, garden]}"),
    ("reflection.min_age_days", "0"),
    ("identity.soul_tokens", "0"),
    ("archive.redact", "false"),
]


def setting_lines(cotw: Cotw) -> list[dict[str, object]]:
    found = [
        json.loads(line)
        for path in sorted((cotw.home / "ledger").glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    return [one for one in found if one["kind"] == "setting"]


@pytest.mark.parametrize(("name", "value"), PROTECTED[1:])
def test_no_agent_changes_them(cotw: Cotw, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Refused with exit code 20, and the file stays as it is."""
    before = (cotw.home / "config.yaml").read_bytes()
    monkeypatch.setenv("CLAUDECODE", "1")
    assert "for a person to decide" in cotw("config", "set", name, value, expect=20).err
    assert (cotw.home / "config.yaml").read_bytes() == before


def test_nor_does_a_pipe_or_an_agent_with_a_terminal(cotw: Cotw) -> None:
    """A piped yes has no terminal, and an agent's own one is no person's."""
    before = (cotw.home / "config.yaml").read_bytes()
    arguments = ("config", "set", "reflection.min_age_days", "0")
    piped = subprocess.run(
        [sys.executable, "-m", "cotw", *arguments],
        start_new_session=True,
        capture_output=True,
        input=b"y\n",
        check=False,
    )
    assert piped.returncode == 20
    terminal = Terminal(*arguments, environment={**os.environ, "GEMINI_CLI": "1"})
    assert terminal.finish() == 20
    assert (cotw.home / "config.yaml").read_bytes() == before


def test_a_person_is_asked_and_the_ledger_told(cotw: Cotw) -> None:
    """A no changes nothing; a yes is noted with what was before, who said it and where."""
    for answer, code in (("n", 1), ("y", 0)):
        terminal = Terminal("config", "set", "reflection.min_age_days", "40")
        terminal.wait_for(r"reflection.min_age_days is 30.0. Change it to 40\? \[y/N\]")
        terminal.type(answer)
        assert terminal.finish() == code, terminal.said
    (line,) = setting_lines(cotw)
    assert (line["name"], line["was"], line["value"]) == ("reflection.min_age_days", 30.0, 40.0)
    assert str(line["channel"]).startswith("terminal /dev/pts/")
    assert '"value": 40.0' in cotw("config", "show", "reflection.min_age_days", "--json").out


def test_what_makes_no_sense_is_said_before_anybody_is_asked(cotw: Cotw) -> None:
    """A name or a value that is wrong is wrong for everybody."""
    assert "did you mean" in cotw("config", "set", "language.modle", "x", expect=2).err
    cotw("config", "set", *PROTECTED[0], expect=2)
    cotw("config", "set", "recall.limit", "9")
    assert setting_lines(cotw) == []
