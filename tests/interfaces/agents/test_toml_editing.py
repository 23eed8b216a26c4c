"""Editing TOML in place."""

from __future__ import annotations

import pytest

from cotw.interfaces.agents.toml_editing import NotToml, put_table, read_toml, remove_table

PATH = ("mcp_servers", "cotw")
VALUES = {"command": "/home/mara/bin/cotw", "args": ["mcp"]}
DOCUMENTS = [
    "",
    'model = "bicycle" # for the workshop\n',
    '# top\n[mcp_servers.other]\ncommand = "a"\n\n[features]\nhooks = true',
    "a = 1\r\n[b]\r\nc = 2\r\n",
    "[mcp_servers]\n",
    'mcp_servers.other.command = "a"\n',
]


@pytest.mark.parametrize("text", DOCUMENTS)
def test_a_table_comes_in_and_goes(text: str) -> None:
    """Put in twice it is there once; taken out, all else is as it was; comments and newlines stay."""
    more = put_table(text, PATH, VALUES)
    assert read_toml(more)["mcp_servers"]["cotw"] == VALUES
    assert put_table(more, PATH, VALUES) == more
    assert all(line in more for line in text.splitlines())
    assert ("\r\n" in more) == ("\r\n" in text)
    less = read_toml(remove_table(more, PATH))
    before = read_toml(text)
    assert less == {name: value for name, value in before.items() if value != {}}


def test_what_is_not_there_does_not_go() -> None:
    """Then the text stays as it is."""
    assert remove_table(DOCUMENTS[2], PATH) == DOCUMENTS[2]


@pytest.mark.parametrize("text", ["a = ", "mcp_servers = 3\n"])
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    """It does not parse, or has another shape."""
    with pytest.raises(NotToml):
        put_table(text, PATH, VALUES)
