"""Documents whose lists hold trees: every object once, parents before their children."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.importers.documents import CutOff
from cotw.importers.trees import forest

_LISTS = frozenset({"messages", "tree"})
_TREES = st.recursive(
    st.fixed_dictionaries({"text": st.text(max_size=4)}),
    lambda inner: st.fixed_dictionaries(
        {"text": st.text(max_size=4), "children": st.lists(inner, max_size=3), "last": st.integers(0, 9)}
    ),
    max_leaves=8,
)


def read(data: bytes) -> tuple[list[tuple[str, Any, str | None]], bool]:
    """What `data` holds, and whether it breaks off."""
    found: list[tuple[str, Any, str | None]] = []
    try:
        found.extend(forest(BytesIO(data), _LISTS, "children"))
    except CutOff:
        return found, True
    return found, False


def flat(tree: dict[str, Any]) -> list[dict[str, Any]]:
    own = {name: value for name, value in tree.items() if name != "children"}
    return [own, *(node for child in tree.get("children", []) for node in flat(child))]


@given(trees=st.lists(_TREES, max_size=3), indent=st.sampled_from([None, 2]))
def test_every_object_comes_flat(trees: list[dict[str, Any]], indent: int | None) -> None:
    """Wherever the list of children stands among the members of an object."""
    data = json.dumps({"id": 1, "messages": trees, "end": True}, indent=indent).encode()
    expected = [("messages", node, None) for tree in trees for node in flat(tree)]
    assert read(data) == ([("id", 1, None), *expected, ("end", True, None)], False)


def test_trees_may_be_deeper_than_a_decoder_goes() -> None:
    """A conversation of ten thousand messages is a tree of that depth."""
    depth = 10_000
    data = b'{"tree": [' + b'{"a": 1, "children": [' * depth + b"]}" * depth + b"]}"
    found, cut = read(data)
    assert (len(found), cut) == (depth, False)


def test_what_stands_before_a_break_is_read() -> None:
    """A document that is cut off gives the objects that were begun."""
    found, cut = read(b'{"tree": [{"a": 1, "children": [{"a": 2}, {"a": 3, "b"')
    assert cut
    assert [node for _, node, _ in found] == [{"a": 1}, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize("flawed", [b"5", b"null", b'{"a" 1}', b'[{"a": 1}]'])
def test_what_is_no_object_is_a_flaw(flawed: bytes) -> None:
    """It is named, or ends the reading; the objects before it are read."""
    found, cut = read(b'{"tree": [{"a": 1}, ' + flawed + b"]}")
    assert found[0] == ("tree", {"a": 1}, None)
    assert cut or any(flaw for _, _, flaw in found)


@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    """Whatever a document holds, it is read as far as it goes."""
    read(data)
    read(b'{"tree": [{"children": [' + data)
