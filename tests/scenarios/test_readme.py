"""What the README shows works, as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cotw.commands._table import COMMANDS
from tests.importers.transcripts import assistant, said, to_lines, user
from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
# Where that is not 0: nobody is at a terminal, no file was ever shown, a machine may have its ailments, and
# nothing is written of the person yet, nor proposed.
EXPECTED = {"forget": 20, "hook": 20, "mcp": 20, "receipt": 4, "doctor": None, "identity": 3, "review": 4}


def shown_commands() -> list[list[str]]:
    """The `cotw` commands of all code blocks, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    commands = [shlex.split(line, comments=True) for line in lines]
    return [words[1:] for words in commands if words and Path(words[0]).name == "cotw"]


def test_every_command_shown_runs(cotw: Cotw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the README, in a home directory where an agent has worked."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    folder = tmp_path / ".claude" / "projects" / "-home-mara-site"
    folder.mkdir(parents=True)
    talk = (
        user(1, "what about the login page?"),
        assistant(2, said("We decided on passkeys for the login page.")),
    )
    (folder / "talk.jsonl").write_bytes(to_lines(*talk))
    short_id = "3f2a91c0"
    for words in shown_commands():
        words = [str(tmp_path / "memory.zip") if word.startswith("/media/") else word for word in words]
        words = [short_id if word == "3f2a91c0" else word for word in words]
        if words[1:] == ["--discover"]:
            words.append("--yes")
        ran = cotw(*words, expect=EXPECTED.get(words[0], 0))
        if words[0] == "recall":
            short_id = re.search(r"cotw show (\w+)", ran.err)[1]  # type: ignore[index]


def test_the_table_names_every_command() -> None:
    """Each command has its row, and each row is a command."""
    rows = re.findall(r"^\| `cotw (\w+)", README, re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)
