"""aider histories: turns told by aider's marks, sessions by their start, and nothing archived half."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.importers.families import _aider_blocks, aider
from cotw.importers.protocol import WAITS, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import FALLBACK, read_all

START = "\n# aider chat started at 2026-03-04 09:00:00\n\n"
NOTICE = "> Aider v0.85.1  \n> Repo-map: using 4096 tokens, auto refresh  \n"
TOKENS = "> Tokens: 3.2k sent, 21 received.  \n"


def prompt(*lines: str) -> str:
    """What aider writes for a prompt."""
    return "\n" + "".join(f"#### {line}  \n" for line in lines)


def answer(text: str) -> str:
    """What aider writes for an answer."""
    return f"\n{text}\n\n"


def context_of(**members: Any) -> ReadContext:
    """A history that aider may still be writing, unless `members` say otherwise."""
    context = ReadContext("x.md", ".aider.chat.history", FALLBACK, at_rest=False)
    return replace(context, **members)


def read(*parts: str, context: ReadContext | None = None) -> list[Message]:
    """The messages of a history that must give no problem."""
    messages, problems = read_all("".join(parts).encode(), context or context_of(), aider.IMPORTER)
    assert problems == []
    return messages


def speech(*parts: str) -> list[tuple[str, str]]:
    return [(item.kind.value, item.text) for item in read(*parts) if item.is_speech]


class TestAider(ImporterContract):
    importer = aider.IMPORTER
    sample = "".join(
        [
            START,
            NOTICE,
            prompt("where is the torque wrench?"),
            answer("On the wall.\n\n#### Left of the vice\n\nIt hangs there.\n\n> a quotation"),
            TOKENS,
            prompt("and the list:", "", "- wrench"),
            answer("The list says so too."),
            TOKENS,
            START.replace("09:00", "10:00"),
            prompt("where is the torque wrench?"),
            answer("Still on the wall."),
            TOKENS,
        ]
    ).encode()


def test_the_lines_of_a_prompt_are_one_message() -> None:
    """Each line of a prompt bears a mark of its own; an empty line between parts two prompts."""
    history = [START, prompt("true the wheel:", "  - rear", "", "today"), prompt("and oil the chain"), TOKENS]
    assert speech(*history) == [
        ("human", "true the wheel:\n  - rear\n\ntoday"),
        ("human", "and oil the chain"),
    ]


def test_marks_inside_an_answer_are_the_answers() -> None:
    """Headings, quotations and edit blocks lack the two spaces that aider ends its own lines with."""
    text = "Steps:\n\n#### First\n\n> mind the spokes\n\n>>>>>>> REPLACE\n####### seven"
    assert speech(START, NOTICE, prompt("how?"), answer(text), TOKENS) == [("human", "how?"), ("agent", text)]


def test_an_editor_may_have_cut_the_spaces_off() -> None:
    """Without two spaces anywhere the marks alone tell who speaks."""
    history = [START, prompt("how?"), answer("So."), TOKENS, prompt("thanks"), answer("Gladly."), TOKENS]
    trimmed = "".join(history).replace("  \n", "\n")
    assert speech(trimmed) == speech(*history)
    assert len(speech(trimmed)) == 4


def test_output_is_kept_aside() -> None:
    """A line of output is a notice; several lines that were written as one stay one."""
    several = "> # 1 block failed to match!\n\n## Why\n\nThe brake cable differs.  \n"
    filled = "> mkdir shed        \ntouch shed/list.txt  \n"
    found = read(
        START, prompt("go"), NOTICE, several, TOKENS, filled, "> Run it? (Y)es/(N)o [Yes]: y  \n>  \n"
    )
    assert [item.text for item in found if item.kind is Kind.SYSTEM] == [
        "Aider v0.85.1",
        "Repo-map: using 4096 tokens, auto refresh",
        "# 1 block failed to match!\n\n## Why\n\nThe brake cable differs.",
        "Tokens: 3.2k sent, 21 received.",
        "mkdir shed      \ntouch shed/list.txt",
        "Run it? (Y)es/(N)o [Yes]: y",
    ]
    assert [item.kind for item in found if item.is_speech] == [Kind.HUMAN]


def test_long_output_keeps_its_size_and_digest() -> None:
    """What a program printed stays in the history; the archive knows how much it was."""
    *_, found = read(START, NOTICE, "> # a long report\n", "chain\n" * 400, "done  \n")
    assert (found.kind, found.text) == (Kind.TOOL, "")
    assert found.call is not None
    assert (found.call.target, found.call.size) == ("# a long report", 2420)


def test_what_nobody_said_is_no_speech() -> None:
    """A group's answer that aider repeats, an empty prompt, and what a model thought first."""
    repeated = "Add file to the chat? (Y)es/(N)o/(A)ll/(S)kip all/(D)on't ask again [Yes]: all"
    thought = "<thinking-content-7bbeb8e1>\nhm\n</thinking-content-7bbeb8e1>\n\nYes."
    history = [START, prompt(repeated), prompt("<blank>"), prompt("ready?"), answer(thought), TOKENS]
    assert speech(*history) == [("human", "ready?"), ("agent", "Yes.")]
    assert repeated in [item.text for item in read(*history) if item.kind is Kind.SYSTEM]


def test_a_session_has_the_time_of_its_start() -> None:
    """It is local time: read in the home's zone, while ids do not depend on the zone."""
    berlin = read(START, prompt("hello"), TOKENS, context=context_of(zone=ZoneInfo("Europe/Berlin")))
    assert berlin[0].timestamp == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    assert berlin[0].timestamp_inferred
    assert berlin[0].session == "aider-2026-03-04T09:00:00"
    assert [item.id for item in berlin] == [item.id for item in read(START, prompt("hello"), TOKENS)]


def test_a_session_without_a_time_of_the_calendar() -> None:
    """Its words are kept, dated by the file, and the flaw is named."""
    data = (START.replace("03-04", "13-40") + prompt("hello") + TOKENS).encode()
    messages, problems = read_all(data, context_of(), aider.IMPORTER)
    assert [problem.line for problem in problems] == [2]
    assert messages[0].timestamp == FALLBACK


def test_equal_prompts_are_different_messages() -> None:
    """They are numbered within their session, also when it is read in several goes."""
    history = START + (prompt("try again") + answer("No.") + TOKENS) * 3
    whole = read(history)
    assert len({item.id for item in whole}) == 9
    context = context_of()
    first = read(history[: len(history) // 2], context=context)
    assert first + read(history, context=context) == whole


@pytest.mark.parametrize("cut", range(0, len(TestAider.sample), 3))
def test_nothing_is_archived_half(cut: int) -> None:
    """Wherever a growing file was read, what was taken from it is what the whole file says."""
    context = context_of()
    early, _ = read_all(TestAider.sample[:cut], context, aider.IMPORTER)
    late, _ = read_all(TestAider.sample, context, aider.IMPORTER)
    assert early + late == read(TestAider.sample.decode(), context=context_of())


_PIECES = st.sampled_from(
    [
        START, START.replace("09:00", "10:00"), START.strip() + "\n", TOKENS, NOTICE, prompt("how?"),
        prompt("a", "b"), answer("So."), answer("## Why\n\n> spokes  \n\n#### two"), "> several\n",
        "lines  \n", "\n", "\r\n", "#### h\n", "> q\n", ">\n", "####\n", "words\n", "\ufeff", "é\n", "  \n",
    ]
)  # fmt: skip


@given(pieces=st.lists(_PIECES, max_size=12), data=st.data())
def test_reading_in_two_pieces_gives_the_same(pieces: list[str], data: st.DataObject) -> None:
    """Whatever a history holds and wherever it was cut when it was read first."""
    whole = "".join(pieces).encode()
    cut = data.draw(st.integers(0, len(whole)))
    context = context_of()
    found = read_all(whole[:cut], context, aider.IMPORTER)[0]
    found += read_all(whole, context, aider.IMPORTER)[0]
    assert found == read_all(whole, context_of(), aider.IMPORTER)[0]


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever is in a history, it is read to its end."""
    read_all(START.encode() + data, context_of(at_rest=True), aider.IMPORTER)


def test_the_end_waits_until_the_file_is_at_rest() -> None:
    """An answer that nothing follows may still grow; in a file that nobody writes to it is taken."""
    history = START + prompt("is it true?") + "\nIt is"
    context = context_of()
    assert [item.text for item in read(history, context=context)] == ["is it true?"]
    assert context.carry[WAITS] is True
    context.at_rest = True
    assert [item.text for item in read(history, context=context)] == ["It is"]
    assert (context.carry[WAITS], context.offset) == (False, len(history))
    assert read(history, context=context) == []


def test_what_comes_after_a_rest_is_new() -> None:
    """What was taken from the end of a resting file does not come again when the file grows after all."""
    history = START + prompt("is it true?") + answer("It is.")
    context = context_of(at_rest=True)
    read(history, context=context)
    added = answer("More so now.") + TOKENS
    assert [item.text for item in read(history + added, context=context)][:1] == ["More so now."]


def test_bytes_that_are_not_utf8_are_kept_and_named() -> None:
    """One problem for the block they stand in."""
    data = (START + prompt("caf\0?") + TOKENS).encode().replace(b"\0", b"\xe9")
    found = list(aider.IMPORTER.read(BytesIO(data), context_of()))
    assert [str(item) for item in found if isinstance(item, Problem)] == [
        "x.md:5: not UTF-8; its bytes are kept"
    ]
    assert "caf\udce9?" in [item.text for item in found if isinstance(item, Message)]


def test_an_answer_without_end_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by the longest block; one over the limit is a problem, the next one is read."""
    monkeypatch.setattr(_aider_blocks, "BLOCK_LIMIT", 64)
    data = (START + prompt("how?") + answer("spoke\n" * 50 + "x" * 200) + TOKENS).encode()
    messages, problems = read_all(data, context_of(), aider.IMPORTER)
    assert [item.kind for item in messages] == [Kind.HUMAN, Kind.SYSTEM]
    assert len(problems) == 1


def test_only_a_session_start_makes_a_history() -> None:
    """Markdown that merely mentions aider is not taken."""
    assert not aider.recognises(b"# Notes\n\n# aider chat started at 2026-03-04 09:00:00\n", True)
    assert not aider.recognises(b"# aider chat started at noon\n", True)
