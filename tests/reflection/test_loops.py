"""Loops: what an agent does again and again, and what is only work."""

from __future__ import annotations

from datetime import UTC

from cotw.records.message import Kind, Message, ToolCall
from cotw.records.stability import Circling, Loop
from cotw.reflection.loops import loops
from tests.builders import message


def calls(*made: tuple[str, str | None] | tuple[str, str | None, str]) -> list[Message]:
    """The records of calls: a tool with its target, and an output if it is given."""
    records: list[Message] = []
    for name, target, *output in made:
        records.append(record(len(records), ToolCall(name, target)))
        if output:
            told = ToolCall("result", None, "ok", len(output[0]), f"sha of {output[0]}")
            records.append(record(len(records), told))
    return records


def record(place: int, call: ToolCall, **changes: object) -> Message:
    return message(str(place), minute=place, kind=Kind.TOOL, call=call, **changes)


def found(*made: tuple[str, str | None] | tuple[str, str | None, str]) -> list[tuple[Circling, str, int]]:
    return [(one.kind, one.target, one.times) for one in loops(calls(*made), UTC)]


def test_the_same_call_five_times() -> None:
    """The same tool with the same target; four times is nothing, and other targets are other calls."""
    assert found(*[("Bash", "make test")] * 4) == []
    assert found(*[("Bash", "make test")] * 5) == [(Circling.CALL, "make test", 5)]
    assert found(*[("Bash", f"make test{n}") for n in range(9)]) == []


def test_the_same_file_read_three_times() -> None:
    """By a tool for it or by a command; what was changed in between may be read again."""
    assert found(*[("Read", "wheel.py")] * 3) == [(Circling.READ, "wheel.py", 3)]
    assert found(*[("shell", "cat wheel.py")] * 3) == [(Circling.READ, "cat wheel.py", 3)]
    read, edit = ("Read", "wheel.py"), ("Edit", "wheel.py")
    assert found(*[read, edit] * 6) == []


def test_the_same_output_three_times() -> None:
    """Whatever was called for it; an empty one says nothing, and a confirmation is always the same."""
    seek = [("Grep", f"spoke{n}", "nothing found") for n in range(3)]
    assert found(*seek) == [(Circling.OUTPUT, "spoke2", 3)]
    assert found(*[("Grep", f"spoke{n}", "") for n in range(3)]) == []
    assert found(*[("Edit", f"{n}.py", "The file was updated") for n in range(5)]) == []


def test_only_the_last_twenty_calls_are_seen() -> None:
    """What went in circles and was left is over."""
    circle = [("Bash", "make test")] * 5
    assert found(*circle, *[("Bash", f"ls {n}") for n in range(15)]) == [(Circling.CALL, "make test", 5)]
    assert found(*circle, *[("Bash", f"ls {n}") for n in range(16)]) == []


def test_a_sub_agents_calls_are_its_own() -> None:
    """Five agents that read one file are no loop."""
    records = [record(n, ToolCall("Read", "wheel.py"), subagent=f"a{n}") for n in range(5)]
    assert loops(records, UTC) == []


def test_a_loop_names_its_records() -> None:
    """Each with its address, oldest first; one loop is told once, as what happened most often."""
    (one,) = loops(calls(*[("Read", "wheel.py", "spokes")] * 5), UTC)
    assert (one.kind, one.tool, one.times) == (Circling.CALL, "Read", 5)
    assert all(source.startswith("archive:2026-03-14#") for source in one.sources)
    assert isinstance(one, Loop)
