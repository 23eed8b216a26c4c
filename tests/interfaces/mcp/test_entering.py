"""Our entry in the lists of servers that clients keep: in once, renewed, and out again letter for letter."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cotw.commands.app import main
from cotw.errors import UsageError
from cotw.importers.places import Surroundings
from cotw.interfaces.agents.settings_file import Change, write_changes
from cotw.interfaces.agents.toml_editing import read_toml
from cotw.interfaces.mcp.clients import CLIENTS, client_named
from cotw.interfaces.mcp.entering import command_for, entered, is_ours, snippet, taken_out

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FOREIGN = {
    ".toml": '# mine\nmodel = "x"\r\n\n[mcp_servers.other]  # stays\ncommand = "other"\n',
    ".json": '\ufeff{\n\t// mine\n\t"%s": {\n\t\t"other": {"command": "other"}, // stays\n\t},\n\t"x": 1\n}',
}


def write(change: Change) -> None:
    write_changes([change], NOW)


def words_of(name: str, home: str = "/home/mara/memory") -> list[str]:
    return command_for(client_named(name), Path(home))


def file_of(name: str, folder: Path) -> Path:
    return client_named(name).path(Surroundings(folder, {}), None)


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("filled", [False, True])
def test_in_and_out_is_as_before(name: str, filled: bool, tmp_path: Path) -> None:
    """Into a file that is not there, and into one with comments and servers of others."""
    client, path = client_named(name), file_of(name, tmp_path)
    before = FOREIGN[path.suffix].replace("%s", client.table).encode() if filled else None
    if before is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(before)
    assert not taken_out(client, path).changes
    write(entered(client, path, words_of(name)))
    assert not entered(client, path, words_of(name)).changes
    assert ("other" in path.read_text()) == filled
    write(entered(client, path, words_of(name, "/home/mara/second")))
    assert "/home/mara/memory" not in path.read_text()
    assert path.read_text().count("/home/mara/second") == 1
    write(taken_out(client, path))
    assert (path.read_bytes() if path.exists() else None) == before


def test_edited_meanwhile_only_ours_goes(tmp_path: Path) -> None:
    """What a person added since stays, and so do their other servers."""
    client, path = client_named("cursor"), tmp_path / "mcp.json"
    write(entered(client, path, words_of("cursor")))
    path.write_text(path.read_text().replace("{", '{\n  "mine": true,', 1))
    write(taken_out(client, path))
    assert json.loads(path.read_text()) == {"mine": True}


def test_a_program_of_the_same_name_is_left_alone(tmp_path: Path) -> None:
    """Neither written over nor taken out; a file that does not parse likewise."""
    client, path = client_named("cursor"), tmp_path / "mcp.json"
    path.write_text('{"mcpServers": {"cotw": {"command": "npx", "args": ["weather"]}}}')
    with pytest.raises(UsageError, match="another program"):
        entered(client, path, words_of("cursor"))
    with pytest.raises(UsageError, match="another program"):
        taken_out(client, path)
    path.write_text('{"mcpServers": ')
    with pytest.raises(UsageError, match="left as it is"):
        entered(client, path, words_of("cursor"))
    path.write_text('{"mcpServers": []}')
    with pytest.raises(UsageError, match="left as it is"):
        entered(client, path, words_of("cursor"))


@pytest.mark.parametrize("entry", [None, [], {}, {"command": 3}, {"command": [], "args": {}}, {"url": "x"}])
def test_what_is_not_ours(entry: object) -> None:
    """Entries of any shape are looked at without a fall."""
    assert not is_ours(entry)


@pytest.mark.parametrize("name", CLIENTS)
def test_what_a_person_would_write(name: str, tmp_path: Path) -> None:
    """The snippet is what is installed into an empty file; coding agents read in the mode code."""
    client, path = client_named(name), file_of(name, tmp_path)
    text = snippet(client, path, words_of(name))
    document = read_toml(text) if path.suffix == ".toml" else json.loads(text)
    assert is_ours(document[client.table]["cotw"])
    known = name in ("claude-code", "codex", "gemini-cli", "claude-desktop")
    assert ("--mode" in words_of(name)) != known


def test_a_person_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The change is shown before it is made, asked for, and can be taken back."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COTW_HOME", str(tmp_path / "memory"))
    path = tmp_path / ".cursor" / "mcp.json"
    assert main(["mcp", "install", "cursor", "--print"]) == 0
    assert json.loads(capsys.readouterr().out)["mcpServers"]["cotw"]["args"][-4:] == [
        *("--tool", "cursor", "--mode", "code")
    ]
    assert main(["mcp", "install", "cursor"]) == 20  # nobody is at the terminal
    assert main(["mcp", "install", "cursor", "--dry-run"]) == 0
    assert not path.exists()
    assert main(["mcp", "install", "cursor", "--yes"]) == 0
    assert '+      "command":' in capsys.readouterr().out
    assert str(tmp_path / "memory") in path.read_text()
    assert main(["mcp", "install", "cursor", "--yes"]) == 0
    assert "nothing to change" in capsys.readouterr().out
    assert main(["mcp", "uninstall", "cursor", "--yes"]) == 0
    assert not path.exists()
    assert main(["mcp", "uninstall", "cursor", "--yes"]) == 4
    assert main(["mcp", "install", "windsurf", "--project"]) == 2
    assert main(["mcp", "install", "netscape"]) == 2
    project = tmp_path / "shop"
    project.mkdir()
    assert main(["mcp", "install", "vscode", str(project), "--yes"]) == 0
    assert json.loads((project / ".vscode" / "mcp.json").read_text())["servers"]["cotw"]["type"] == "stdio"
