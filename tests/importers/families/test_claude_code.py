"""Claude Code transcripts as a whole: sessions, ids, times, sub-agents, detection, reading on."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.clock import parse_instant
from cotw.ids import native_message_id
from cotw.importers.families import claude_code
from cotw.importers.families.claude_code import EXPORT, IMPORTER, NAME
from cotw.records.message import Kind, Message
from tests.importers.transcripts import (
    FALLBACK,
    SESSION,
    assistant,
    call,
    context_of,
    line,
    messages_of,
    moment,
    prompts_of,
    queued,
    read_all,
    result,
    said,
    to_lines,
    user,
    uuid_of,
)


def test_a_message_carries_what_its_line_says() -> None:
    """Session, time, folder, native id and place come from the line; mode and thread are not guessed."""
    (message,) = messages_of(user(1, "hello"))
    assert message == Message(
        id=native_message_id(NAME, SESSION, uuid_of(1)),
        timestamp=parse_instant(moment(1)),
        kind=Kind.HUMAN,
        sender="human",
        text="hello",
        session=SESSION,
        tool=NAME,
        native=uuid_of(1),
        order=1,
        project="/home/mara/bikes",
    )


def test_resumed_and_forked_copies_have_the_same_id() -> None:
    """A line copied into another session keeps its uuid, and so its id."""
    (first,) = messages_of(user(1, "hello"))
    (copy,) = messages_of(user(1, "hello", sessionId="another", cwd="/elsewhere"))
    assert copy.id == first.id


def test_names_that_are_no_uuid_are_unique_in_their_session_only() -> None:
    """Tools that number their messages do so in every session."""
    one, other = (user(1, "hello", uuid="msg-1", sessionId=name) for name in "ab")
    assert len({message.id for message in messages_of(one, other)}) == 2


@pytest.mark.parametrize("missing", [None, "", [], {}, True])
def test_a_missing_session_is_the_last_one_or_the_file(missing: Any) -> None:
    """Lines without a session belong to the one before; before any, to the file's own name."""
    lines = [user(1, "a", sessionId=missing), user(2, "b", sessionId="s"), user(3, "c", sessionId=missing)]
    assert [message.session for message in messages_of(*lines)] == ["session", "s", "s"]


def test_one_file_may_hold_two_sessions() -> None:
    """Each line says its own session."""
    lines = [user(1, "a", sessionId="s"), user(2, "b", sessionId="t"), user(3, "c", sessionId="s")]
    assert [message.session for message in messages_of(*lines)] == ["s", "t", "s"]


@pytest.mark.parametrize("time", [None, "yesterday", "", True, [], "0001-01-01T00:00:00Z"])
def test_a_missing_time_is_inferred_and_marked(time: Any) -> None:
    """A null or garbled time is that of the line before, and the record says so."""
    _, message = messages_of(user(1, "a"), user(2, "b", timestamp=time))
    assert message.timestamp == parse_instant(moment(1))
    assert message.timestamp_inferred


def test_lines_before_the_first_time_take_it() -> None:
    """Titles stand at the head of a file without a time."""
    title = {"type": "summary", "summary": "About bikes", "leafUuid": uuid_of(9)}
    message, _ = messages_of(title, user(2, "b"))
    assert (message.timestamp, message.timestamp_inferred) == (parse_instant(moment(2)), True)


def test_a_file_without_times_is_dated_by_its_context() -> None:
    """Where no line has a time, the file's own is taken."""
    (message,) = messages_of(user(1, "a", timestamp=None))
    assert (message.timestamp, message.timestamp_inferred) == (FALLBACK, True)


def test_an_inferred_time_does_not_change_an_id() -> None:
    """Messages keep their ids when a file grows or is read from another place."""
    title = {"type": "summary", "summary": "About bikes", "leafUuid": uuid_of(9)}
    bare = user(1, "a", timestamp=None)
    del bare["uuid"]
    alone = messages_of(title, bare)
    beside = messages_of(title, bare, user(3, "later"))
    assert [message.id for message in alone] == [message.id for message in beside[:2]]


def test_the_order_of_the_file_is_kept() -> None:
    """Lines out of time order keep their times, and their place as a tie-break."""
    lines = [user(5, "a"), user(2, "b"), assistant(5, said("c"), timestamp=moment(5))]
    assert [(message.order, message.text) for message in messages_of(*lines)] == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]


def test_branches_are_all_kept() -> None:
    """Several prompts under one parent, and parents that are missing, are ordinary messages."""
    lines = [user(1, "a"), user(2, "b", parentUuid=uuid_of(1)), user(3, "c", parentUuid=uuid_of(1))]
    lines.append(user(4, "d", parentUuid=uuid_of(77)))
    assert prompts_of(*lines) == ["a", "b", "c", "d"]


def test_a_title_says_what_it_is_about() -> None:
    """A summary line titles the conversation that ends in a message, perhaps of another file."""
    title = {"type": "summary", "summary": "About bikes", "leafUuid": uuid_of(9)}
    message, _ = messages_of(title, user(9, "x", sessionId="another"))
    (leaf,) = messages_of(user(9, "x"))
    assert (message.kind, message.text, message.about) == (Kind.SUMMARY, "About bikes", leaf.id)
    copied = read_all(to_lines(title), context_of("another"))[0][0]
    assert copied.id == message.id


def test_sub_agents_in_the_same_file_are_not_speech() -> None:
    """Older versions mark a sub-agent's lines as a side chain; the agent wrote its prompts."""
    lines = [user(1, "look", isSidechain=True), assistant(2, said("found"), isSidechain=True)]
    messages = messages_of(*lines)
    assert [(message.kind, message.sender, message.subagent) for message in messages] == [
        (Kind.AGENT, "agent", "sidechain"),
        (Kind.AGENT, "agent", "sidechain"),
    ]
    assert not any(message.is_speech for message in messages)


def test_sub_agents_in_files_of_their_own_are_not_speech() -> None:
    """The newest versions give a sub-agent a file; its lines name it and their main session."""
    messages = messages_of(user(1, "look", isSidechain=True, agentId="a12"), user(2, "x", agentId="a12"))
    assert {(message.subagent, message.session) for message in messages} == {("a12", SESSION)}
    assert not any(message.is_speech for message in messages)


def test_sub_agents_in_progress_lines_are_not_speech() -> None:
    """Others pack the message of a sub-agent into a line of progress, twice; it is recorded once."""
    inner = {
        "type": "assistant",
        "uuid": uuid_of(71),
        "timestamp": moment(4),
        "message": {
            "id": "msg_7",
            "role": "assistant",
            "content": [said("I look."), call("Read", file_path="/a")],
        },
    }
    data = {"type": "agent_progress", "agentId": "a34", "message": inner, "normalizedMessages": [inner]}
    spoken, used = messages_of(line("progress", 9, data=data))
    assert (spoken.native, spoken.subagent, spoken.text) == (uuid_of(71), "a34", "I look.")
    assert spoken.timestamp == parse_instant(moment(4))
    assert not spoken.is_speech
    assert used.subagent == "a34"
    prompt = {"type": "user", "message": {"role": "user", "content": [said("Review this")]}}
    (message,) = messages_of(line("progress", 9, data={**data, "message": prompt}))
    assert (message.kind, message.native) == (Kind.AGENT, uuid_of(9))


def test_lines_without_names_are_told_apart_by_what_they_say() -> None:
    """Without a uuid, session, time and words make the id; the same line twice is the same message."""
    lines = [queued(1, "yes"), queued(2, "yes"), queued(2, "yes"), queued(2, "no")]
    ids = [message.id for message in messages_of(*lines)]
    assert len(set(ids)) == 3
    assert ids[1] == ids[2]


def test_two_objects_on_one_line_are_two_messages() -> None:
    """A line feed that was never written costs nothing."""
    data = to_lines(user(1, "a")).rstrip(b"\n") + to_lines(user(2, "b"))
    messages, problems = read_all(data)
    assert [(message.order, message.text) for message in messages] == [(1, "a"), (2, "b")]
    assert problems == []


def test_the_text_is_verbatim() -> None:
    """NULs, terminal escapes, carriage returns, halves of emoji: as they came."""
    text = "a\0b \x1b[31mred\x1b[0m\r\nhalf \ud83d é"
    data = json.dumps(user(1, text)).encode() + b"\n"
    assert [message.text for message in read_all(data)[0]] == [text]


@pytest.mark.parametrize(
    "head",
    [
        to_lines(user(1, "hello")),
        to_lines({"type": "summary", "summary": "x", "leafUuid": "y"}, user(1, "hello")),
        to_lines(
            {"type": "file-history-snapshot", "messageId": "x", "snapshot": {}, "isSnapshotUpdate": False}
        ),
        to_lines(queued(1, "hello")),
        b"\xef\xbb\xbf" + to_lines(user(1, "hello")),
        b"{oops\n" + to_lines(user(1, "hello")),
        to_lines(user(1, "hello")) + b'{"type":"assi',
        to_lines({"type": "user", "message": {"content": "x"}, "uuid": "msg-1"}),
        to_lines(user(1, "x" * 100_000))[:65536],
        b'{"parentUuid":null,"isSidechain":false,"sessionId":"s","message":{"content":"' + b"x" * 70_000,
    ],
    ids=[
        "prompt",
        "title",
        "snapshot",
        "queue",
        "BOM",
        "flawed first",
        "cut last",
        "few members",
        "long first",
        "message before type",
    ],
)
def test_transcripts_are_recognised_by_content(head: bytes) -> None:
    """A few members of the first whole lines are enough; names of files do not matter."""
    assert IMPORTER.recognises(head, False)


def test_a_session_saved_as_one_document_is_read() -> None:
    """Sessions from the web come as an object with `loglines`; its lines may lack names."""
    lines = [
        {"type": "user", "timestamp": moment(1), "message": {"role": "user", "content": "hello"}},
        {
            "type": "assistant",
            "timestamp": moment(2),
            "message": {"role": "assistant", "content": [said("hi")]},
        },
    ]
    data = json.dumps({"loglines": lines, "title": "x"}, indent=1).encode()
    assert EXPORT.recognises(data, True)
    assert not IMPORTER.recognises(data, True)
    messages, problems = read_all(data, importer=EXPORT)
    assert [(message.kind.value, message.text, message.session) for message in messages] == [
        ("human", "hello", "session"),
        ("agent", "hi", "session"),
    ]
    assert problems == []
    cut, problems = read_all(data[:-30], importer=EXPORT)
    assert len(cut) == 1
    assert len(problems) == 1


# --- properties ----------------------------------------------------------------------------------------

_CONTENTS = st.one_of(
    st.text(max_size=8),
    st.lists(
        st.sampled_from(
            [
                said("word"),
                said("<ide_selection>x</ide_selection> y"),
                result("out"),
                {"type": "image"},
                5,
                {},
            ]
        ),
        max_size=3,
    ),
)
_LINES = st.one_of(
    st.builds(user, st.integers(1, 500), _CONTENTS),
    st.builds(lambda n, text: assistant(n, said(text), call("A")), st.integers(1, 500), st.text(max_size=8)),
    st.builds(queued, st.integers(1, 500), st.text(max_size=8)),
    st.builds(lambda n: user(n, "untimed", timestamp=None, sessionId=None), st.integers(1, 500)),
    st.sampled_from(
        [
            {"type": "summary", "summary": "t", "leafUuid": "x"},
            {"type": "user"},
            {"x": 1},
            [1],
            b"{oops}\n",
            b"\n",
            b"{}",
            b"\xff\n",
        ]
    ),
)


@given(rest=st.lists(_LINES, max_size=8), data=st.data())
@settings(max_examples=150)
def test_reading_on_gives_the_same_as_reading_all(rest: list[Any], data: st.DataObject) -> None:
    """From whatever byte a grown file is read on, the messages are those of reading it at once."""
    whole = to_lines(user(1, "first"), *rest)
    cut = data.draw(st.integers(0, len(whole)))
    expected, _ = read_all(whole)
    context = context_of()
    found, _ = read_all(whole[:cut], context)
    found += read_all(whole, context)[0]
    assert found == expected


@given(rest=st.lists(_LINES, min_size=1, max_size=5), data=st.data())
def test_the_order_of_members_does_not_matter(rest: list[Any], data: st.DataObject) -> None:
    """JSON objects have no order."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            names = data.draw(st.permutations(list(value)))
            return {name: shuffled(value[name]) for name in names}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    assert read_all(to_lines(*map(shuffled, rest))) == read_all(to_lines(*rest))


_NAMES = (
    "type message content text uuid sessionId timestamp data agentId source origin attachment prompt summary "
    "leafUuid id input command is_error subtype"
).split()
_WORDS = "user assistant text tool_use tool_result image system summary agent_progress queued_command".split()
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_NAMES), inner | st.sampled_from(_WORDS), max_size=6)
    ),
    max_leaves=25,
)
_TYPES = "user assistant progress system attachment queue-operation summary".split()


@given(_ANY, st.sampled_from(_TYPES))
def test_no_shape_raises(value: Any, kind: str) -> None:
    """Whatever the members hold, a line ends in messages and problems that can be archived."""
    item = {**value, "type": kind, "operation": "enqueue"} if isinstance(value, dict) else value
    data = json.dumps([item])[1:-1].encode() + b"\n"
    messages, _ = read_all(data)
    for message in messages:
        assert Message.from_record(message.to_record()) == message
    claude_code.recognises(data, True)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever is in a file, reading it ends."""
    read_all(to_lines(user(1, "x")) + data)
    read_all(data, importer=EXPORT)
    IMPORTER.recognises(data, False)
    EXPORT.recognises(data, False)


def test_a_long_line_is_read_in_one_go() -> None:
    """A prompt of five megabytes is a prompt."""
    text = "word " * 1_000_000
    found = list(IMPORTER.read(BytesIO(to_lines(user(1, text))), context_of()))
    assert [item.text for item in found if isinstance(item, Message)] == [text]
