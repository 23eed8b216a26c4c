"""A tree of messages: the way the conversation went on, and what was left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cotw.importers.branches import branches, from_the_roots


def test_a_line_has_no_branch() -> None:
    """A conversation without forks went on to its end."""
    assert branches({"a": None, "b": "a", "c": "b"}, "c") == {"a": None, "b": None, "c": None}


def test_what_was_left_is_a_branch() -> None:
    """An edited prompt and its answer are one branch, named after the prompt."""
    parents = {"a": None, "b": "a", "old": "b", "old answer": "old", "new": "b", "new answer": "new"}
    assert branches(parents, "new answer") == {
        "a": None,
        "b": None,
        "old": "old",
        "old answer": "old",
        "new": None,
        "new answer": None,
    }


def test_a_fork_within_a_branch() -> None:
    """The last child carries a branch on; an earlier one begins its own."""
    parents = {"a": None, "main": "a", "x": "a", "y1": "x", "z1": "y1", "y2": "x"}
    assert branches(parents, "main") == {"a": None, "main": None, "x": "x", "y1": "y1", "z1": "y1", "y2": "x"}


def test_unknown_current() -> None:
    """Without a known end the last message of the file is the end."""
    assert branches({"a": None, "b": "a", "c": "a"}, "gone") == {"a": None, "b": "b", "c": None}
    assert branches({}, None) == {}


def test_lost_parents_and_rings() -> None:
    """A parent that is missing begins a branch; a ring of parents ends."""
    assert branches({"a": None, "b": "lost", "c": "b"}, "a") == {"a": None, "b": "b", "c": "b"}
    assert set(branches({"a": None, "b": "c", "c": "b"}, "a")) == {"a", "b", "c"}


@given(st.dictionaries(st.integers(0, 30), st.none() | st.integers(0, 30)), st.integers(0, 30))
def test_every_message_has_its_place(tree: dict[int, int | None], current: int) -> None:
    """Any tree, however broken: every message is placed, and the names are messages of that branch."""
    parents = {str(child): None if parent is None else str(parent) for child, parent in tree.items()}
    found = branches(parents, str(current))
    assert set(found) == set(parents)
    assert all(name is None or found[name] == name for name in found.values())


def test_a_message_comes_after_its_parent() -> None:
    """Files list the messages of a tree in any order; depth first, they come as they were said."""
    parents = {"d": "b", "a": None, "c": "a", "b": "a", "e": "d", "late": "gone"}
    assert from_the_roots(parents) == ["a", "c", "b", "d", "e", "late"]


@given(st.dictionaries(st.integers(0, 30), st.none() | st.integers(0, 30)))
def test_every_message_comes_once(tree: dict[int, int | None]) -> None:
    """Any tree, however broken: nothing is lost, nothing comes twice."""
    parents = {str(child): None if parent is None else str(parent) for child, parent in tree.items()}
    assert sorted(from_the_roots(parents)) == sorted(parents)
