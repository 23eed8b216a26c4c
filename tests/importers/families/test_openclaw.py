"""OpenClaw and pi sessions: what a file becomes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from cotw.clock import parse_instant
from cotw.extraction.pairing import pair
from cotw.importers.detect import detect
from cotw.importers.families import openclaw
from cotw.importers.families.openclaw import IMPORTER, NAME, OTHER
from cotw.records.message import Kind, Message
from tests.importers.conformance import ImporterContract
from tests.importers.families.openclaw_sessions import (
    SESSION,
    STAMP,
    assistant,
    block,
    entry,
    failure,
    header,
    id_of,
    message,
    messages_of,
    prompts_of,
    said,
    speech_of,
    user,
)
from tests.importers.transcripts import FALLBACK, context_of, moment, read_all, to_lines

_TALK = (
    header(),
    entry("model_change", 1, provider="anthropic", modelId="claude-sonnet-4"),
    user(2, STAMP + "where is the torque wrench?"),
    assistant(
        3, "Let me look.", {"type": "toolCall", "id": "c1", "name": "read", "arguments": {"path": "/a"}}
    ),
    message(4, "toolResult", [said("the list")], toolCallId="c1", toolName="read", isError=False),
    assistant(5, "On the wall, left of the vice."),
    user(6, "and the oil?", parent=2),
    assistant(7, "[[reply_to_current]] Behind it."),
)


class TestOpenClaw(ImporterContract):
    importer = IMPORTER
    sample = to_lines(*_TALK)


class TestPi(ImporterContract):
    """The first version has no ids."""

    importer = IMPORTER
    sample = to_lines(
        {"type": "session", "id": SESSION, "timestamp": moment(0), "cwd": "/home/mara/bikes", "modelId": "m"},
        {"type": "message", "timestamp": moment(1), "message": {"role": "user", "content": "hello"}},
        {
            "type": "message",
            "timestamp": moment(2),
            "message": {"role": "assistant", "content": [said("Hi.")]},
        },
        {"type": "compaction", "timestamp": moment(3), "summary": "They met.", "firstKeptEntryIndex": 1},
        {"type": "message", "timestamp": moment(4), "message": {"role": "user", "content": "hello"}},
    )


def _exchanges(*entries: object) -> list[tuple[str, str]]:
    speech = [each for each in messages_of(*entries) if each.is_speech]
    return [(each.human, each.agent) for each in pair(speech, UTC)]


def test_a_message_carries_what_its_entry_says() -> None:
    """Session and folder come from the header, the time from the entry, not from the message inside it."""
    (found,) = messages_of(header(), user(1, "hello", timestamp=1772614799000))
    assert found == Message(
        id=found.id,
        timestamp=parse_instant(moment(1)),
        kind=Kind.HUMAN,
        sender="human",
        text="hello",
        session=SESSION,
        tool=NAME,
        native=id_of(1),
        order=2,
        project="/home/mara/bikes",
    )


def test_the_inner_time_and_the_wrappers_stand_in_for_the_outer() -> None:
    """Without an entry's time the message's Unix milliseconds count, and without those the wrapper's."""
    inner = user(1, "a", timestamp=1772614801000)
    wrapped = user(2, STAMP + "b")
    del inner["timestamp"], wrapped["timestamp"]
    first, second = messages_of(header(), inner, wrapped)
    assert first.timestamp == datetime(2026, 3, 4, 9, 0, 1, tzinfo=UTC)
    assert (second.timestamp, second.timestamp_inferred) == (datetime(2026, 3, 4, 9, 0, tzinfo=UTC), False)


def test_without_any_time_it_is_inferred() -> None:
    """A message without a time is dated by its neighbour, else by the file."""
    bare = user(1, "a")
    del bare["timestamp"]
    (found,) = messages_of(header(), bare)
    assert (found.timestamp, found.timestamp_inferred) == (FALLBACK, True)


def test_without_ids_messages_are_told_apart_by_what_they_say() -> None:
    """In the first version two equal prompts of two moments, or of one, are two messages."""
    bare = {"type": "message", "timestamp": moment(1), "message": {"role": "user", "content": "yes"}}
    found = messages_of(header(), bare, {**bare, "timestamp": moment(2)}, bare)
    assert len({each.id for each in found}) == 3
    assert {each.native for each in found} == {None}
    assert [each.order for each in found] == [2, 3, 4]


def test_copies_and_forks_have_the_same_ids() -> None:
    """Checkpoints, backups and forked sessions copy entries with their ids and times."""
    original = messages_of(header(), user(1, "hello"), assistant(2, "Hi."))
    copies = messages_of(header("another", parentSession=SESSION), user(1, "hello"), assistant(2, "Hi."))
    assert [each.id for each in copies] == [each.id for each in original]


@pytest.mark.parametrize(
    "changed", [{"timestamp": moment(9)}, {"id": "u1"}], ids=["another moment", "a name that was not drawn"]
)
def test_ids_are_unique_in_their_session_only(changed: dict[str, str]) -> None:
    """Eight digits come again; another time, or a plain name in another session, is another message."""
    one = {**user(1, "hello"), **changed}
    other = user(1, "hello") if "timestamp" in changed else one
    first, second = (messages_of(header(name), each)[0] for name, each in (("s", one), ("t", other)))
    assert first.id != second.id


@pytest.mark.parametrize(
    "stem", ["s1", "s1.jsonl.reset.2026-03-04T09-00-00", "s1.jsonl.deleted.2026-03-04T09"]
)
def test_a_file_without_a_header_is_named_by_its_file(stem: str) -> None:
    """Closed files keep the name of their session, with the time behind it."""
    (found,) = messages_of(user(1, "hello"), context=context_of(stem))
    assert found.session == "s1"


def test_failures_are_not_replies() -> None:
    """A model that breaks off without a word leaves a notice; what it had said before stays a reply."""
    half = assistant(3, "On the", stopReason="aborted", errorMessage="Request was aborted")
    found = messages_of(header(), user(1, "a"), failure(2), half)
    assert [(each.kind.value, each.text) for each in found[1:]] == [
        ("system", "overloaded"),
        ("agent", "On the"),
        ("system", "Request was aborted"),
    ]


def test_retries_count_once() -> None:
    """At each retry and fallback model the prompt is stored again: one exchange, and every record is kept."""
    prompt = STAMP + "where is the wrench?"
    entries = [header(), user(1, prompt), failure(2), user(3, prompt), failure(4), user(5, prompt)]
    entries.append(assistant(6, "On the wall."))
    assert _exchanges(*entries) == [("where is the wrench?", "On the wall.")]
    assert [each.kind.value for each in messages_of(*entries)] == [
        "human", "system", "wrapper", "system", "wrapper", "agent",
    ]  # fmt: skip


def test_retries_beside_each_other_count_once() -> None:
    """Where the attempt stands beside the one before it, in the tree, both are one way."""
    entries = [
        header(),
        user(1, "hi", parent=0),
        assistant(2, "Hello."),
        user(3, "the wrench?"),
        user(4, "the wrench?", parent=2),
    ]
    entries.append(assistant(5, "On the wall."))
    assert _exchanges(*entries) == [("hi", "Hello."), ("the wrench?", "On the wall.")]
    assert {each.branch for each in messages_of(*entries)} == {None}


def test_a_prompt_that_was_said_twice_counts_twice() -> None:
    """After an answer, or without a sign of failure, equal words are the person's own."""
    answered = [header(), user(1, "yes"), assistant(2, "Done."), user(3, "yes"), assistant(4, "Again.")]
    assert len(_exchanges(*answered)) == 2
    assert prompts_of(header(), user(1, "yes"), user(2, "yes")) == ["yes", "yes"]
    other = [header(), user(1, "yes"), failure(2), user(3, "no")]
    assert prompts_of(*other) == ["yes", "no"]
    elsewhere = [header(), user(1, "hi"), assistant(2, "Hello."), user(3, "go on"), assistant(4, "Where?")]
    elsewhere += [user(5, "yes"), failure(6), user(7, "yes", parent=2)]
    assert prompts_of(*elsewhere) == ["hi", "go on", "yes", "yes"]
    assert [each.branch for each in messages_of(*elsewhere)][-1] is None


def test_other_images_are_another_prompt() -> None:
    """Two pictures without words are equal only if their bytes are."""
    one, other = ([{"type": "image", "data": data, "mimeType": "image/png"}] for data in ("AAAA", "BBBB"))
    entries = [header(), message(1, "user", one), failure(2), message(3, "user", one), failure(4)]
    found = messages_of(*entries, message(5, "user", other))
    assert [each.kind for each in found if each.attachments] == [Kind.HUMAN, Kind.WRAPPER, Kind.HUMAN]


def test_branches_are_kept_and_marked() -> None:
    """A prompt that was edited leaves the first one in a branch of its own."""
    entries = [
        header(),
        user(1, "hi"),
        assistant(2, "Hello."),
        user(3, "the wrench?"),
        assistant(4, "There."),
    ]
    entries += [user(5, "the oil?", parent=2), assistant(6, "Here.")]
    found = messages_of(*entries)
    assert [each.branch for each in found] == [None, None, id_of(3), id_of(3), None, None]


def test_a_new_beginning_leaves_a_branch() -> None:
    """When the first prompt is edited the conversation begins anew at the root."""
    entries = [
        header(),
        user(1, "hi"),
        assistant(2, "Hello."),
        user(3, "hello", parent=0),
        assistant(4, "Hi."),
    ]
    assert [each.branch for each in messages_of(*entries)] == [id_of(1), id_of(1), None, None]


def test_broken_chains_are_no_branches() -> None:
    """Entries without a parent, or whose parent is not there, follow what stands before them."""
    bare = assistant(3, "I should add:")
    del bare["parentId"]
    mirrored = assistant(4, "Delivered.", parent=0)
    lost = user(6, "thanks", parent=77)
    found = messages_of(header(), user(1, "hi"), assistant(2, "Hello."), bare, mirrored, lost)
    assert [each.branch for each in found] == [None] * 5


def test_a_sub_agents_session_is_not_speech() -> None:
    """Its task was written by the agent that called it, and its answers go to that agent."""
    task = f"{STAMP}[Subagent Context] You are running as a subagent.\n\n[Subagent Task]: count the spokes"
    found = messages_of(header(), user(1, task), assistant(2, "32."), user(3, "and now?"))
    assert {(each.kind, each.subagent, each.sender) for each in found} == {(Kind.AGENT, "subagent", "agent")}
    assert speech_of(header(), user(1, task), assistant(2, "32.")) == []
    assert found[0].text.startswith("[Subagent Context]")


def test_a_fork_by_the_person_is_speech() -> None:
    """A parent session alone says that a conversation was copied, not that a sub-agent speaks."""
    assert prompts_of(header(parentSession="/sessions/before.jsonl"), user(1, "go on")) == ["go on"]


def test_the_wrapper_is_kept_aside_and_names_the_sender() -> None:
    """Blocks about channel and sender become one wrapper; the person is called by their name."""
    facts = '{"label": "Mara (7)", "id": "7", "name": "Mara"}'
    text = STAMP + block("Conversation info", '{"message_id": "12"}') + block("Sender", facts) + "the oil?"
    prompt, wrapper = messages_of(header(), user(1, text))
    assert (prompt.kind, prompt.sender, prompt.text) == (Kind.HUMAN, "Mara", "the oil?")
    assert (wrapper.kind, wrapper.native) == (Kind.WRAPPER, f"{id_of(1)}#w")
    assert '"message_id": "12"' in wrapper.text
    assert prompt.id != wrapper.id


@pytest.mark.parametrize(
    "prompt",
    [
        "Read HEARTBEAT.md if it exists (workspace context). Follow it strictly.",
        "Look after the shop. If nothing needs attention, reply HEARTBEAT_OK.\nCurrent time: noon",
        "[cron:5f1e-22 morning list] Write the list of repairs.",
        "System: [2026-03-04 09:00:00 UTC] Remind Mara of the oil.",
        "System: [2026-03-04 09:00:00 UTC] Done.\n\nAn async command you ran earlier has completed.",
    ],
)
def test_nobody_typed_heartbeats_and_cron_jobs(prompt: str) -> None:
    """What OpenClaw asks by itself is a wrapper, and a sign of silence is no reply."""
    found = messages_of(header(), user(1, STAMP + prompt), assistant(2, "HEARTBEAT_OK"))
    assert {each.kind for each in found} == {Kind.WRAPPER}


@pytest.mark.parametrize(
    ("origin", "kind"),
    [
        ({"kind": "external_user"}, Kind.HUMAN),
        ({"kind": "inter_session", "sourceTool": "sessions_send"}, Kind.WRAPPER),
        ({"kind": "internal_system"}, Kind.WRAPPER),
        ({"kind": ["x"]}, Kind.HUMAN),
        ("x", Kind.HUMAN),
    ],
)
def test_newer_versions_say_where_a_prompt_comes_from(origin: object, kind: Kind) -> None:
    """What another session or OpenClaw itself sent is not the person's."""
    (found,) = messages_of(header(), message(1, "user", "hello", provenance=origin))
    assert (found.kind, found.text) == (kind, "hello")


def test_a_task_from_another_session_is_a_sub_agents() -> None:
    """Its origin says so too; the words are the agent's all the same."""
    task = message(1, "user", "[Subagent Task] count", provenance={"kind": "inter_session"})
    (found,) = messages_of(header(), task)
    assert (found.kind, found.subagent) == (Kind.AGENT, "subagent")


def test_what_a_gateway_writes_as_a_reply() -> None:
    """Notices are the gateway's; a delivered copy is a reply only where nothing said it before."""
    copy = {"provider": "openclaw", "model": "delivery-mirror"}
    entries = [header(), user(1, "hi"), assistant(2, "Hello. Here I am.")]
    entries += [assistant(3, "Here I am.", **copy), assistant(4, "By the way: rain.", **copy)]
    entries.append(assistant(5, "Model changed.", provider="openclaw", model="gateway-injected"))
    assert [each.kind.value for each in messages_of(*entries)] == [
        "human",
        "agent",
        "wrapper",
        "agent",
        "system",
    ]


def test_closed_and_live_files_are_one_session() -> None:
    """What a reset file and the live file both hold is recorded once; what only one holds is there."""
    closed = messages_of(header(), user(1, "a"), assistant(2, "b"))
    live = messages_of(header(), assistant(2, "b", parent=0), user(3, "c"))
    assert len({each.id for each in (*closed, *live)}) == 3
    assert {each.session for each in (*closed, *live)} == {SESSION}


def test_a_trajectory_holds_nothing_new() -> None:
    """It repeats whole prompts: it is known, gives no message and no problem."""
    lines = [
        {"traceSchema": "openclaw-trajectory", "schemaVersion": 1, "type": kind, "data": {"prompt": "hello"}}
        for kind in ("session.started", "prompt.submitted", "model.completed")
    ]
    data = to_lines(*lines)
    assert detect(data, True) is OTHER
    assert read_all(data, importer=OTHER) == ([], [])


@pytest.mark.parametrize("length", [60, 1000])
def test_the_list_of_sessions_holds_nothing_new(length: int) -> None:
    """`sessions.json` says which channel has which session; its first item may be longer than the head."""
    listed = {"agent:main:telegram:direct:7": {"sessionId": SESSION, "updatedAt": 1772614801000}}
    data = json.dumps(listed, indent=2).encode()[:length]
    assert detect(data, False) is OTHER
    assert read_all(data, importer=OTHER) == ([], [])


@pytest.mark.parametrize("first", [b"{half a header\n", b"", b"\xef\xbb\xbf"])
def test_a_damaged_header_does_not_hide_a_session(first: bytes) -> None:
    """The entries tell as well."""
    assert detect(first + to_lines(user(1, "hello")), True) is IMPORTER


@pytest.mark.parametrize(
    "value",
    [
        {"type": "session", "id": "s"},
        {"type": "custom", "timestamp": moment(1)},
        {"agent:main": {"name": "x"}},
        {"type": "message", "timestamp": moment(1), "message": "hello"},
        {"type": "message", "message": {"role": "user", "content": "hello"}},
        {"type": "message", "timestamp": moment(1), "message": {"role": ["user"]}},
    ],
)
def test_other_lines_of_such_types_are_not_taken(value: dict[str, object]) -> None:
    """Many tools have sessions and messages."""
    data = json.dumps(value).encode()
    assert not openclaw.recognises(data, True)
    assert not openclaw.recognises_other(data, True)


def test_what_cannot_be_used_is_named() -> None:
    """Wrong types are problems of their line; the reading goes on."""
    wrong = [
        7,
        {"id": "x"},
        {"type": "message", "message": []},
        {"type": "message", "message": {"content": "a"}},
        {"type": "message", "message": {"role": "user", "content": 7}},
        message(1, "user", ["a", {"type": "text", "text": 7}, said("hello")]),
    ]
    messages, problems = read_all(to_lines(*wrong), importer=IMPORTER)
    assert [each.text for each in messages] == ["hello"]
    assert [problem.line for problem in problems] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("wrong", [[1], {"a": 1}, 7, None, True], ids=str)
def test_members_of_a_wrong_type_never_raise(wrong: object) -> None:
    """Whatever stands in a member's place, the other entries are read."""
    whole = [*_TALK, failure(8), entry("compaction", 9, summary="x"), message(10, "bashExecution", None)]
    for index, each in enumerate(whole):
        inner = each.get("message", {})
        damaged = [{**each, name: wrong} for name in each]
        damaged += [{**each, "message": {**inner, name: wrong}} for name in inner]
        for line in damaged:
            messages, _ = read_all(to_lines(*whole[:index], line, *whole[index + 1 :]), importer=IMPORTER)
            assert len(messages) >= 5
