"""A pointer has its form, or is refused as a whole for a reason that quotes nothing of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.records.block import Seal
from cotw.records.pointer import Event, Pointer, ShownByHook, pointer_of

LEFT: dict[str, Any] = {
    "version": 1,
    "id": "0f" * 16,
    "event": "start",
    "tool": "claude-code",
    "session": "5e55105e",
    "transcript": "/home/mara/räder/\udcff.jsonl",
    "project": "/home/mara/bikes",
    "at": "2026-11-20T09:30:00.123Z",
    "begin": "startup",
    "reason": None,
    "shown": {
        "block": "ctx_00112233445566aa",
        "characters": 812,
        "digest": "ab" * 32,
        "sources": ["archive:2026-03-14#a1b2c3d4e5f6a1b2c3d4e5f6"],
        "claim": "handoffs/sessions/main/s1.claimed-1773482400000.md",
        "stem": "s1",
        "beside": [],
        "handoff_digest": "cd" * 32,
        "thread": None,
    },
}
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_what_a_hook_leaves() -> None:
    """Every member has its place; paths may be of any bytes."""
    assert pointer_of(LEFT) == Pointer(
        id="0f" * 16,
        event=Event.START,
        tool="claude-code",
        session="5e55105e",
        transcript="/home/mara/räder/\udcff.jsonl",
        project="/home/mara/bikes",
        at=datetime(2026, 11, 20, 9, 30, 0, 123000, tzinfo=UTC),
        reason="",
        shown=ShownByHook(
            block="ctx_00112233445566aa",
            seal=Seal(812, "ab" * 32),
            sources=("archive:2026-03-14#a1b2c3d4e5f6a1b2c3d4e5f6",),
            claim="handoffs/sessions/main/s1.claimed-1773482400000.md",
            beside=(),
            thread=None,
        ),
    )


@pytest.mark.parametrize("value", [None, [], "stop", 1, {}, {"version": "1"}, {"version": 1}])
def test_what_is_none(value: object) -> None:
    """Anything else."""
    with pytest.raises(ValueError, match=r"^(?:is|its) "):
        pointer_of(value)


@given(st.sampled_from([*LEFT]), _JSON)
def test_any_member_may_be_anything(member: str, value: object) -> None:
    """One of another form is refused, and nothing but ValueError is raised."""
    with suppress(ValueError):
        assert isinstance(pointer_of({**LEFT, member: value}), Pointer)


@given(st.sampled_from([*LEFT["shown"]]), _JSON)
def test_so_may_what_was_shown(member: str, value: object) -> None:
    """The same inside of it."""
    with suppress(ValueError):
        assert isinstance(pointer_of({**LEFT, "shown": {**LEFT["shown"], member: value}}), Pointer)
