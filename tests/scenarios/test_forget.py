"""`cotw forget`, by a person at a real terminal, and by everybody else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.importers.transcripts import assistant, said, to_lines, user
from tests.scenarios.conftest import Cotw
from tests.terminal import Terminal

pytestmark = pytest.mark.encoder

SECRET = "the strongbox opens with 4711"
TALK = (
    user(1, "which chain fits a Sturmey-Archer hub?"),
    assistant(2, said("An eighth of an inch wide.")),
    user(3, f"note for later: {SECRET}"),
    assistant(4, said(f"I will remember that {SECRET}.")),
    user(5, "and which oil for the hub?"),
    assistant(6, said("SAE 30, five drops.")),
)


@pytest.fixture
def transcript(tmp_path: Path, cotw: Cotw) -> Path:
    """A transcript that has been taken in and indexed."""
    path = tmp_path / "transcripts" / "talk.jsonl"
    path.parent.mkdir()
    path.write_bytes(to_lines(*TALK))
    cotw("ingest", path)
    cotw("index", "refresh")
    return path


def holders(home: Path, text: str) -> list[Path]:
    """The files of a home that hold `text`, in any encoding that we write."""
    spellings = [text.encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode()]
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path for path in files if any(spelling in path.read_bytes() for spelling in spellings)]


def test_a_person_forgets_an_exchange(cotw: Cotw, transcript: Path) -> None:
    """Shown, confirmed by a code, gone from every file; not back after taking it in again or rebuilding."""
    assert holders(cotw.home, "strongbox opens")
    terminal = Terminal("forget", "--match", "STRONGBOX")
    code = terminal.wait_for(r"Type (\w{4}) to go on")[1]
    assert "note for later" in terminal.said
    assert "which chain" not in terminal.said
    terminal.type(code)
    assert terminal.finish() == 0, terminal.said
    assert "Forgotten: 2 records" in terminal.said
    assert "talk.jsonl" in terminal.said
    for again in (("status",), ("ingest", transcript), ("index", "rebuild"), ("index", "refresh")):
        cotw(*again)
        assert holders(cotw.home, "strongbox opens") == [], again
    assert cotw("check", "--read-data").code == 0
    assert cotw("index", "check").code == 0
    assert "which oil" in cotw("recall", "which oil for the hub?").out
    assert "strongbox" not in cotw("recall", "strongbox", expect=None).out


def test_another_code_means_no(cotw: Cotw, transcript: Path) -> None:
    """A wrong code leaves everything as it was."""
    terminal = Terminal("forget", "--match", "strongbox")
    terminal.wait_for(r"Type (\w{4}) to go on")
    terminal.type("yes")
    assert terminal.finish() == 1
    assert holders(cotw.home, "strongbox opens")
    assert cotw("check").code == 0


def test_an_agent_cannot(cotw: Cotw, transcript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal, and in a terminal of an agent's, forgetting is refused with exit code 20."""
    command = [sys.executable, "-m", "cotw", "forget", "--match", "strongbox"]
    ran = subprocess.run(command, start_new_session=True, capture_output=True, input=b"yes\n", check=False)
    assert ran.returncode == 20
    assert b"for a person" in ran.stderr
    monkeypatch.setenv("CLAUDECODE", "1")
    terminal = Terminal("forget", "--match", "strongbox")
    assert terminal.finish() == 20
    assert "CLAUDECODE" in terminal.said
    assert holders(cotw.home, "strongbox opens")


def test_a_dry_run_needs_nobody(cotw: Cotw, transcript: Path) -> None:
    """What would go is shown to anybody, and nothing goes."""
    shown = json.loads(cotw("forget", "--match", "strongbox", "--dry-run", "--json").out)
    assert shown["counts"] == {"human": 1, "agent": 1}
    assert len(shown["records"]) == 2
    by_id = json.loads(cotw("forget", shown["records"][0][:10], "--dry-run", "--json").out)
    assert len(by_id["records"]) in (1, 2)
    assert holders(cotw.home, "strongbox opens")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--match", "no such words"), 4),
        (("abcdefabcdef",), 4),
        ((), 2),
        (("--match", "a"), 2),
        (("abcdefabcdef", "--match", "strongbox"), 2),
    ],
)
def test_what_cannot_be_meant(cotw: Cotw, transcript: Path, arguments: tuple[str, ...], code: int) -> None:
    """Nothing found is 4, a command that cannot be meant is 2; both say so in a sentence."""
    assert cotw("forget", *arguments, "--dry-run", expect=code).err.startswith("cotw: ")


def test_without_an_index(cotw: Cotw, tmp_path: Path) -> None:
    """Where no index was built yet there is none to clear."""
    path = tmp_path / "talk.jsonl"
    path.write_bytes(to_lines(*TALK))
    cotw("ingest", "--no-index", path)
    terminal = Terminal("forget", "--match", "strongbox")
    terminal.type(terminal.wait_for(r"Type (\w{4}) to go on")[1])
    assert terminal.finish() == 0
    assert holders(cotw.home, "strongbox opens") == []
