"""Entering: our entry in a client's list of servers, put there or taken out; all else stays as it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from cotw.errors import UsageError
from cotw.interfaces.agents.json_editing import at, put_member, remove
from cotw.interfaces.agents.jsonc import NotJson, read_jsonc
from cotw.interfaces.agents.settings_file import Change, Edit, edited, left_alone, read_text, renewed, undone
from cotw.interfaces.agents.toml_editing import put_table, read_toml, remove_table
from cotw.interfaces.mcp.clients import SERVER, Client
from cotw.programs import installed_program

PROGRAM = "cotw"


def command_for(client: Client, home: Path | None) -> list[str]:
    """The words with which a client starts the server; without a `home` it is the default one that counts."""
    words = [*_program(), *(["--home", str(home)] if home else []), "mcp", "--tool", client.name]
    return [*words, *(["--mode", client.mode] if client.mode else [])]


def snippet(client: Client, path: Path, words: list[str]) -> str:
    """What a person would write into the file at `path` themselves."""
    entry = client.entry(words)
    if _is_toml(path):
        return put_table("", (client.table, SERVER), entry).strip()
    return json.dumps({client.table: {SERVER: entry}}, ensure_ascii=False, indent=2)


def entered(client: Client, path: Path, words: list[str]) -> Change:
    """The file with our entry in it, once. Raises UsageError for a file, or an entry, to be left alone."""
    there = _entry_in(client, path)
    wanted = client.entry(words)
    if there is None:
        return edited(path, _putting(client, path, wanted))
    if there == wanted:
        return edited(path, _as_it_is)
    return renewed(path, _putting(client, path, there), _taking(client, path), _putting(client, path, wanted))


def taken_out(client: Client, path: Path) -> Change:
    """The file without our entry; unchanged if there is none. Raises UsageError likewise."""
    there = _entry_in(client, path)
    if there is None:
        return edited(path, _as_it_is)
    return undone(path, _putting(client, path, there), _taking(client, path))


def is_ours(entry: object) -> bool:
    """Whether an entry starts our server."""
    if not isinstance(entry, Mapping):
        return False
    command, arguments = entry.get("command"), entry.get("args", [])
    words = (
        command if isinstance(command, list) else [command, *arguments] if isinstance(arguments, list) else []
    )
    named = [str(word) for word in words]
    return "mcp" in named and (Path(named[0]).name == PROGRAM or named[1:4] == ["-P", "-m", PROGRAM])


def _program() -> list[str]:
    """The running program, by its whole path."""
    found = installed_program(PROGRAM)
    return [str(found)] if found else [sys.executable, "-P", "-m", PROGRAM]


def _entry_in(client: Client, path: Path) -> dict[str, Any] | None:
    """What stands in the file under our name, None without it. Raises UsageError for what is not ours."""
    with left_alone(path):
        there: dict[str, Any] | None = _named(client, path, read_text(path))
    if there is not None and not is_ours(there):
        raise UsageError(
            f"{path} has a server called {SERVER} that is another program", hint="give it another name first"
        )
    return there


def _named(client: Client, path: Path, text: str) -> Any:
    """What a text has under our name; None without it."""
    if not text.strip():
        return None
    document = read_toml(text) if _is_toml(path) else read_jsonc(text).plain()
    servers = document.get(client.table) if isinstance(document, dict) else None
    return servers.get(SERVER) if isinstance(servers, dict) else None


def _putting(client: Client, path: Path, entry: dict[str, Any]) -> Edit:
    """An edit that adds our entry; it refuses a text that has it, which is no way back to before it."""

    def edit(text: str) -> str:
        if _named(client, path, text) is not None:
            raise NotJson(f"{SERVER} is in it already")
        if _is_toml(path):
            return put_table(text, (client.table, SERVER), entry)
        return put_member(text if text.strip() else "{}\n", (client.table, SERVER), entry)

    return edit


def _taking(client: Client, path: Path) -> Edit:
    if _is_toml(path):
        return partial(remove_table, path=(client.table, SERVER))
    return partial(_without, client.table)


def _without(table: str, text: str) -> str:
    text = remove(text, (table, SERVER))
    node = at(read_jsonc(text), [table])
    return text if node is None or node.children else remove(text, [table])


def _is_toml(path: Path) -> bool:
    return path.suffix == ".toml"


def _as_it_is(text: str) -> str:
    return text
