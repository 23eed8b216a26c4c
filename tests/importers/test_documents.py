"""One JSON document, read piece by piece."""

from __future__ import annotations

import json
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.importers import documents
from cotw.importers.documents import CutOff, items, members, outline, outlines

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


class Trickle(BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(3, size) if size and size > 0 else 3)


@given(head=st.dictionaries(st.text(max_size=6), _JSON, max_size=3), listed=st.lists(_JSON, max_size=5))
def test_members_are_those_of_the_document(head: dict[str, Any], listed: list[Any]) -> None:
    """Every member comes out once, the items of the list one by one, whatever the chunks are."""
    head.pop("messages", None)
    for document in ({**head, "messages": listed}, {"messages": listed, **head}):
        data = json.dumps(document).encode()
        for stream in (BytesIO(data), Trickle(data)):
            found = list(members(stream, "messages"))
            assert [value for name, value, _ in found if name == "messages"] == listed
            assert {name: value for name, value, _ in found if name != "messages"} == head
            assert not any(flaw for _, _, flaw in found)


def test_lone_surrogates_and_nan_come_out_as_they_are() -> None:
    """Values are decoded as everywhere else: nothing is altered silently."""
    data = b'\xef\xbb\xbf{"messages": [{"text": "half \\ud83d"}, {"n": NaN}], "date": "x"}\n'
    found = list(members(BytesIO(data), "messages"))
    assert found[0] == ("messages", {"text": "half \ud83d"}, None)
    assert found[1][2] is None
    assert found[2] == ("date", "x", None)


def test_a_flawed_item_does_not_end_the_reading() -> None:
    """An item that is balanced but no JSON has a flaw; the ones after it are read."""
    data = b'{"messages": [{"a": 1}, {"a" 2}, {"a": "\xff"}, {"a": 4}]}'
    found = [(value, flaw is None) for _, value, flaw in members(BytesIO(data), "messages")]
    assert found == [({"a": 1}, True), (None, False), ({"a": "\udcff"}, False), ({"a": 4}, True)]


@pytest.mark.parametrize("length", range(1, 40))
def test_a_cut_document_gives_what_came_before(length: int) -> None:
    """Of a truncated document the whole items are kept, and the cut is an error."""
    data = b'{"messages":[{"a":1},{"a":"]}"},{"a":3}]}'[:length]
    found: list[Any] = []
    with pytest.raises(CutOff):
        found.extend(value for _, value, _ in members(BytesIO(data), "messages"))
    assert found == [{"a": 1}, {"a": "]}"}, {"a": 3}][: len(found)]
    assert len(found) == sum(length >= end for end in (20, 31, 39))


def test_what_stands_behind_the_document_is_an_error() -> None:
    """Two documents in one file are not one."""
    with pytest.raises(CutOff):
        list(members(BytesIO(b'{"messages":[]}{}'), "messages"))


def test_an_item_over_the_limit_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by the longest item that is taken."""
    monkeypatch.setattr(documents, "PIECE_LIMIT", 1 << 19)
    data = b'{"messages":[{"a":1},"' + b"x" * (1 << 22) + b'"]}'
    found: list[Any] = []
    with pytest.raises(CutOff, match="longer than"):
        found.extend(members(BytesIO(data), "messages"))
    assert found == [("messages", {"a": 1}, None)]


def test_the_outline_shows_what_a_head_holds() -> None:
    """Of a head cut anywhere, the members and items that are whole are shown, the cut one as None."""
    head = b'{"date": "2026-03-04", "messages": [{"a": 1}, {"a'
    assert outline(head, "messages") == ({"date": "2026-03-04", "messages": [{"a": 1}]}, [{"a": 1}])
    assert outline(b'{"type": "user", "message": {"cont', "messages")[0] == {"type": "user", "message": None}
    assert outline(b"no JSON", "messages") == ({}, [])


@given(st.lists(_JSON, max_size=5))
def test_items_are_those_of_the_list(listed: list[Any]) -> None:
    """A document that is a list comes out item by item, whatever the chunks are."""
    data = json.dumps(listed, indent=1).encode()
    for stream in (BytesIO(data), Trickle(data)):
        assert list(items(stream)) == [(value, None) for value in listed]


def test_a_document_that_is_no_list_is_one_item() -> None:
    """What some exports hold many of may also stand alone."""
    assert list(items(BytesIO(b'\xef\xbb\xbf {"a": [1]}\n'))) == [({"a": [1]}, None)]


def test_a_flawed_item_of_a_list_does_not_end_the_reading() -> None:
    """An item that is balanced but no JSON has a flaw; the ones after it are read."""
    found = [(value, flaw is None) for value, flaw in items(BytesIO(b'[{"a": 1}, {"a" 2}, {"a": 3}]'))]
    assert found == [({"a": 1}, True), (None, False), ({"a": 3}, True)]


@pytest.mark.parametrize(
    ("data", "whole"),
    [(b"", 0), (b" ", 0), (b"[1", 1), (b"[1,", 1), (b"[1, {", 1), (b"[1] [", 1), (b"1 5", 1), (b"]", 0)],
)
def test_a_list_that_is_cut_or_goes_on_is_an_error(data: bytes, whole: int) -> None:
    """The whole items are given before it is raised."""
    found: list[Any] = []
    with pytest.raises(CutOff):
        found.extend(value for value, _ in items(BytesIO(data)))
    assert found == [1] * whole


def test_outlines_show_every_item_and_the_cut_one_as_far_as_it_goes() -> None:
    """A list is known by its objects, even if the first is longer than the head."""
    assert list(outlines(b'[{"uuid": "a", "chat": [{"b": 1}, {"c', "chat")) == [
        ({"uuid": "a", "chat": [{"b": 1}]}, [{"b": 1}])
    ]
    assert list(outlines(b'[{"a": 1}, 5, {}, {"b": {"c": 2}, "d": "cu', "")) == [
        ({"a": 1}, []),
        ({}, []),
        ({"b": {"c": 2}, "d": None}, []),
    ]
    assert list(outlines(b'{"a": 1}', "")) == [({"a": 1}, [])]
    assert list(outlines(b"[]", "")) == []
    assert list(outlines(b"no JSON", "")) == [({}, [])]


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    """Whatever is in a file, the reading ends, or ends with CutOff."""
    outline(data, "messages")
    list(outlines(b'[{"messages":[' + data, "messages"))
    with suppress(CutOff):
        list(items(BytesIO(b"[" + data)))
    with suppress(CutOff):
        list(members(BytesIO(b'{"messages":[' + data), "messages"))
