"""Ids: digests of content that never shift and never hold a path of this machine."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from cotw.ids import anonymous_message_id, native_message_id, short_digest

UUID = "0b4f7f0a-5a64-4c5e-9d3e-2f4d8c1b7a90"
parts = st.lists(st.text(st.characters(codec=None)), max_size=4)


def test_ids_do_not_shift() -> None:
    """They stand in archives: these values must never change."""
    assert short_digest("a", "bc") == "5310a58788781ab25d5ad7c3"
    assert native_message_id("claude-code", "s", UUID) == "e17f5b2de5df437801bbdf2f"
    assert anonymous_message_id("jsonl", "s", "t", "me", "hi", 0) == "5dda3e13011248929de9dbc5"


@given(parts, parts)
def test_different_parts_give_different_digests(one: list[str], other: list[str]) -> None:
    """Also where their concatenations are equal."""
    assume(one != other)
    assert short_digest(*one) != short_digest(*other)


def test_a_uuid_names_a_message_in_every_session() -> None:
    """Resumed and forked sessions copy messages with their UUIDs; other names are a session's own."""
    assert native_message_id("t", "s1", UUID) == native_message_id("t", "s2", UUID)
    assert native_message_id("t", "s1", UUID + "#w0") == native_message_id("t", "s2", UUID + "#w0")
    assert native_message_id("t", "s1", "msg-001") != native_message_id("t", "s2", "msg-001")
    assert native_message_id("t1", "s", UUID) != native_message_id("t2", "s", UUID)


def test_equal_anonymous_messages_are_told_apart_by_their_number() -> None:
    """The second "yes" of one instant is another message."""
    assert anonymous_message_id("t", "s", "i", "me", "yes", 0) != anonymous_message_id(
        "t", "s", "i", "me", "yes", 1
    )
