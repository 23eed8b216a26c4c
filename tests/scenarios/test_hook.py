"""`cotw hook`, as a person meets it: one command in a project, and the way back."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.importers.transcripts import assistant, said, to_lines, user
from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder

GUIDES = sorted((Path(__file__).resolve().parents[2] / "docs" / "agents").glob("*.md"))
TEAM = '{\n  "model": "bicycle"\n}\n'
# Answers each prompt, unless it is switched off; says which switch it was called with.
PROGRAM = """#!/bin/sh
cat > /dev/null
echo "{\\"hookSpecificOutput\\": {\\"additionalContext\\": \\"the tyres, $COTW_HOOKS, $*\\"}}"
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which Claude Code has worked, with settings of its team; and the program beside Python."""
    shop = tmp_path / "mara" / "shop"
    (shop / ".claude").mkdir(parents=True)
    (shop / ".claude" / "settings.json").write_text(TEAM)
    program = tmp_path / "bin dir" / "cotw-hook"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    monkeypatch.setenv("HOME", str(shop.parent))
    monkeypatch.chdir(shop)
    for name in ("CLAUDE_CONFIG_DIR", "CODEX_HOME", "OPENCLAW_STATE_DIR", "OPENCLAW_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)
    return shop


def test_one_command_and_back(cotw: Cotw, shop: Path) -> None:
    """The difference is shown, the team's file is not touched, and the way back leaves what was there."""
    local = shop / ".claude" / "settings.local.json"
    local.write_text('{ "permissions": {"allow": ["Bash(make:*)"]} }')
    before = local.read_bytes()
    ran = cotw("hook", "install", "claude-code", "--yes")
    assert f"--- {local}" in ran.out
    assert "+" in ran.out
    assert "Claude Code remembers now, in this project" in ran.out
    assert "cotw hook uninstall claude-code" in ran.out
    assert "next: cotw ingest --discover" in ran.err
    assert (shop / ".claude" / "settings.json").read_text() == TEAM
    told = json.loads(local.read_text())
    assert told["permissions"] == {"allow": ["Bash(make:*)"]}
    command = shlex.split(told["hooks"]["Stop"][0]["hooks"][0]["command"])
    assert command[1:] == ["claude-code", "--home", str(cotw.home)]
    assert "nothing to change" in cotw("hook", "install", "claude-code", "--yes").out
    assert "does not call cotw any more" in cotw("hook", "uninstall", "claude-code", "--yes").out
    assert local.read_bytes() == before
    assert len(list((shop / ".claude").iterdir())) == 2
    assert "has no hooks of cotw" in cotw("hook", "uninstall", "claude-code", "--yes", expect=4).err


def test_nothing_happens_without_a_yes(cotw: Cotw, shop: Path) -> None:
    """Nobody at a terminal: it is refused; a dry run only shows."""
    assert "nobody is at the terminal" in cotw("hook", "install", "codex", expect=20).err
    assert "SessionStart" in cotw("hook", "install", "codex", "--dry-run").out
    assert not (shop / ".codex").exists()


@pytest.mark.parametrize(("typed", "written"), [("n\n", False), ("y\n", True), ("\n", True)])
def test_a_person_is_asked(
    cotw: Cotw, shop: Path, monkeypatch: pytest.MonkeyPatch, typed: str, written: bool
) -> None:
    """Who asked for it need only press Enter; a no leaves everything as it is."""
    monkeypatch.setattr(sys, "stdin", terminal := io.StringIO(typed))
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    assert "Change it so? [Y/n]" in cotw("hook", "install", "codex").err
    assert (shop / ".codex").exists() == written


def test_without_a_home_one_is_made(cotw: Cotw, shop: Path) -> None:
    """One command in a project is enough; a dry run makes none."""
    shutil.rmtree(cotw.home)
    assert "one will be made" in cotw("hook", "install", "claude-code", "--dry-run").err
    assert not cotw.home.exists()
    assert "Made a home at" in cotw("hook", "install", "claude-code", "--yes").out
    assert (cotw.home / "config.yaml").is_file()


@pytest.mark.parametrize(("where", "folders"), [("--user", {None, "."}), ("--project", {"."})])
def test_the_first_session_need_not_wait(
    cotw: Cotw, shop: Path, where: str, folders: set[str | None]
) -> None:
    """What it begins with lies ready: in the project where the person stands, and for those nobody knows."""
    cotw("hook", "install", "codex", where, "--yes")
    starts = [json.loads(path.read_text()) for path in (cotw.home / "cache" / "starts").glob("*.json")]
    assert {start["project"] for start in starts} == {one and str(shop) for one in folders}
    assert all(start["alone"]["body"] in start["without"]["body"] for start in starts)


def test_how_it_stands(cotw: Cotw, shop: Path) -> None:
    """For people and for machines; who is switched off is ill, and the exit code says so."""
    assert "cotw hook install TOOL" in cotw("hook", "status", expect=4).err
    cotw("hook", "install", "claude-code", "--yes")
    page = cotw("hook", "status").out
    assert "Claude Code, this project: installed" in page
    assert "last call  none yet" in page
    call = {"tool": "claude-code", "event": "prompt", "at": "2026-03-31T22:30:00Z"}
    (cotw.home / "run" / "hooks.jsonl").write_text(json.dumps(call) + "\n")
    assert "last call  2026-04-01 00:30" in cotw("hook", "status").out
    cotw("hook", "install", "codex", "--yes")
    cotw("hook", "install", "codex", "--user", "--yes")
    assert "Codex calls twice here" in cotw("hook", "status").err
    (shop / ".claude" / "settings.json").write_text('{"disableAllHooks": true}')
    found = json.loads(cotw("hook", "status", "--json", expect=3).out)
    one = next(one for one in found["agents"] if one["state"] == "installed")
    assert (found["version"], one["tool"], one["home"]) == (1, "claude-code", str(cotw.home))
    assert "disableAllHooks" in one["silenced"][0]


def test_trying_it(cotw: Cotw, shop: Path) -> None:
    """The installed command is called for each event as the tool would, switched so that nothing is left."""
    assert "does not call cotw here" in cotw("hook", "test", "claude-code", expect=4).err
    cotw("hook", "install", "claude-code", "--yes")
    ran = cotw("hook", "test", "claude-code", "--prompt", "which tyres?")
    assert [line.split()[0] for line in ran.out.splitlines() if line.endswith(" ok")] == [
        "SessionStart",
        "UserPromptSubmit",
        "Stop",
        "PreCompact",
        "SessionEnd",
    ]
    assert f"the tyres, try, claude-code --home {cotw.home}" in ran.out
    Path(sys.executable).with_name("cotw-hook").write_text("#!/bin/sh\n")
    assert "nobody is awake" in cotw("hook", "test", "claude-code").err


def test_a_program_that_is_gone(cotw: Cotw, shop: Path) -> None:
    """Status says it, the test fails, and installing again mends it."""
    cotw("hook", "install", "claude-code", "--yes")
    program = Path(sys.executable).with_name("cotw-hook")
    moved = program.rename(shop / "cotw-hook")
    assert "program missing" in cotw("hook", "status", expect=3).out
    assert "exit code 127" in cotw("hook", "test", "claude-code", expect=1).out
    sys.executable = str(moved.with_name("python"))
    cotw("hook", "install", "claude-code", "--yes")
    cotw("hook", "test", "claude-code")
    cotw("hook", "uninstall", "claude-code", "--yes")
    assert [path.name for path in (shop / ".claude").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("install", "claud"), "did you mean claude-code?"),
        (("install", "openclaw", "--project"), "say --user"),
        (("install", "codex", "nowhere"), "is no folder"),
        (("install", "codex", "~"), "home directory is no project"),
        (("install", "codex", ".", "--user"), "leave one of them out"),
    ],
)
def test_what_cannot_be_meant(cotw: Cotw, shop: Path, words: tuple[str, ...], said: str) -> None:
    """It is said in a sentence."""
    assert said in cotw("hook", *words, expect=2).err


def test_settings_that_do_not_parse_are_left_alone(cotw: Cotw, shop: Path) -> None:
    """With the line; exit code 2, and not a letter changes."""
    local = shop / ".claude" / "settings.local.json"
    local.write_text('{\n  "model": \n}')
    assert "does not parse at line 3" in cotw("hook", "install", "claude-code", "--yes", expect=2).err
    assert local.read_text() == '{\n  "model": \n}'


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: str(guide.stem))
def test_every_command_of_a_guide_runs(
    cotw: Cotw, shop: Path, monkeypatch: pytest.MonkeyPatch, guide: Path
) -> None:
    """In its order, in the project; who is asked says yes."""
    talk = shop.parent / ".claude" / "projects" / "-shop" / "talk.jsonl"
    talk.parent.mkdir(parents=True)
    talk.write_bytes(to_lines(user(1, "which tyres?"), assistant(2, said("We decided on 20 × 2.15."))))
    blocks = re.findall(r"^```sh\n(.*?)^```", guide.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    assert lines
    for line in lines:
        told, _, command = line.rpartition(" | ")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(words_of(told))))
        program, *words = shlex.split(command, comments=True)
        assert program == "cotw"
        asks = words[:2] in (["hook", "install"], ["hook", "uninstall"], ["ingest", "--discover"])
        cotw(*words, *(["--yes"] if asks else []))


def words_of(command: str) -> bytes:
    """What `echo …` prints."""
    return " ".join(shlex.split(command)[1:]).encode()
