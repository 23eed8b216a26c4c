"""Exports: what is in them, that they can be taken in again, and that no secret leaves unasked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from cotw.care.export import Choice, chosen, refuse_place, write_days, write_lines
from cotw.care.pages import write_one_page, write_pages
from cotw.errors import NothingFound, UsageError
from cotw.founding import init_home
from cotw.memory import Memory
from cotw.records.message import Kind, Message, ToolCall
from tests.builders import HandClock, message
from tests.care.homes import KEY, NOW, YESTERDAY, workshop

ANY = Choice()


def lines(memory: Memory, choice: Choice = ANY, *, raw: bool = False) -> list[Message]:
    """The messages of an export of lines."""
    stream = BytesIO()
    with chosen(memory, choice, raw=raw) as found:
        write_lines(found, stream)
    return [Message.from_record(json.loads(line)) for line in stream.getvalue().splitlines()]


def page(memory: Memory, choice: Choice = ANY, *, raw: bool = False) -> str:
    """An export of pages, one after another."""
    stream = BytesIO()
    with chosen(memory, choice, raw=raw) as found:
        write_one_page(memory, found, stream)
    return stream.getvalue().decode()


def say(memory: Memory, *said: Message) -> None:
    """Adds late arrivals to the day that is over."""
    with memory.truth.writing() as writer:
        writer.add_day(YESTERDAY, said)


def another(folder: Path, *sources: Path) -> Memory:
    """A home that took in nothing but `sources`."""
    memory = Memory(
        init_home(folder, name="b", timezone="UTC").home, clock=HandClock(NOW), wait_seconds=1, environment={}
    )
    assert memory.ingest(sources).problems == []
    return memory


def test_daily_archives_make_the_same_home_again(tmp_path: Path) -> None:
    """Taken in by an empty home they become, byte for byte, the archive they were exported from."""
    memory = workshop(tmp_path / "home")
    late = message("Spokes and rims", minute=90, timestamp_inferred=True, kind=Kind.SUMMARY)
    with memory.truth.writing() as writer:
        writer.add_day(NOW.date(), [replace(late, timestamp=NOW)])
    memory.seal(NOW.date())
    with chosen(memory, ANY, raw=True) as found:
        (tmp_path / "days").mkdir()
        assert write_days(memory, found, tmp_path / "days") == 2
    again = another(tmp_path / "again", tmp_path / "days")
    again.seal(NOW.date())
    names = [f"archive/2026/2026-03-{day}.json" for day in (14, 15)]
    for name in names:
        assert (again.home.root / name).read_bytes() == (memory.home.root / name).read_bytes()
        assert (tmp_path / "days" / Path(name).name).read_bytes() == (memory.home.root / name).read_bytes()


def test_parts_of_a_day_become_one(tmp_path: Path) -> None:
    """Late arrivals stand where they were said."""
    memory = workshop(tmp_path / "home")
    say(memory, message("Of which length?", minute=0.5))
    texts = [one.text for one in lines(memory, raw=True)]
    assert texts[:3] == ["Which spokes for the cargo bike?", "Of which length?", "Two millimetres, butted."]
    assert len(texts) == 5


def test_lines_are_taken_in_with_the_same_ids(tmp_path: Path) -> None:
    """Whatever a record holds comes back equal: calls, branches, lone surrogates."""
    memory = workshop(tmp_path / "home")
    call = ToolCall("Read", target="wheels/rim.md", status="ok", size=3, digest="0" * 64)
    said = (
        message("", minute=3, kind=Kind.TOOL, call=call, branch="b1", native="n1"),
        message("half an emoji \ud83d", minute=4, subagent="tariq", thread="rims", mode="code"),
    )
    say(memory, *said)
    with (tmp_path / "e.jsonl").open("wb") as stream, chosen(memory, ANY, raw=True) as found:
        write_lines(found, stream)
    again = another(tmp_path / "again", tmp_path / "e.jsonl")
    wanted = {one.id: one for one in memory.truth.archive.read_all()}
    assert {one.id: one for one in again.truth.archive.read_all()} == wanted


def test_secrets_are_masked_unless_the_words_are_asked_for(tmp_path: Path) -> None:
    """In every form; what a tool call named is masked too."""
    memory = workshop(tmp_path / "home")
    say(memory, message("", minute=3, kind=Kind.TOOL, call=ToolCall("Bash", target=f"login {KEY}")))
    say(memory, message(f"in green: \x1b[32m{KEY}\x1b[0m", minute=4))
    assert KEY not in page(memory)
    assert all(KEY not in json.dumps(one.to_record()) for one in lines(memory))
    assert "[secret:github]" in page(memory)
    assert KEY in "".join(one.text for one in lines(memory, raw=True))


def test_only_what_is_chosen(tmp_path: Path) -> None:
    """By the beginning of a session, by thread, from an instant on and up to one."""
    memory = workshop(tmp_path / "home")
    say(memory, message("About rims.", session="t9", thread="rims"))
    later = message("x").timestamp + timedelta(minutes=1)
    assert [one.text for one in lines(memory, Choice(session="t9"))] == ["About rims."]
    assert [one.text for one in lines(memory, Choice(thread="rims"))] == ["About rims."]
    assert len(lines(memory, Choice(thread="main"))) == 4
    assert [one.text for one in lines(memory, Choice(since=later, until=later + timedelta(minutes=1)))] == [
        "Two millimetres, butted."
    ]
    with pytest.raises(NothingFound):
        lines(memory, Choice(session="nobody"))


def test_a_page_for_each_session(tmp_path: Path) -> None:
    """Named by day and title; speech only; a prompt that was queued and came again stands once."""
    memory = workshop(tmp_path / "home")
    say(
        memory,
        message("Order the rims, please.", session="t9", minute=1, queued=True),
        message("Order the rims, please.", session="t9", minute=2),
        message("", session="t9", minute=3, kind=Kind.AGENT),
        message("Ordered.", session="t9", minute=4, kind=Kind.AGENT),
        message("exit 0", session="t9", minute=5, kind=Kind.SYSTEM),
    )
    with chosen(memory, ANY, raw=False) as found:
        (tmp_path / "pages").mkdir()
        assert write_pages(memory, found, tmp_path / "pages") == 2
    first, second = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert first.startswith("2026-03-14-order-the-rims-please-")
    assert second.startswith("2026-03-14-which-spokes-for-the-cargo-bike-")
    assert (tmp_path / "pages" / first).read_text() == (
        "# Order the rims, please\n\n"
        "2026-03-14 · UTC · thread main · session t9\n\n"
        "## 2026-03-14 12:02 · human\n\n> Order the rims, please.\n\n"
        "## 2026-03-14 12:04 · agent\n\n> Ordered.\n"
    )


def test_a_hostile_text_stays_in_its_quote(tmp_path: Path) -> None:
    """Headings, fences, tags and escapes of a transcript do not become those of the page."""
    memory = workshop(tmp_path / "home")
    evil = "```\n## 2026-03-14 12:00 · human\n\n</blockquote><script>\x1b[2J"
    say(memory, message(evil, session="t9", sender="agent\n# owned <b>"))
    text = page(memory, Choice(session="t9"))
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        text.splitlines()[0],
        "## 2026-03-14 12:00 · agent # owned \\<b\\>",
    ]
    assert "\x1b" not in text


def test_a_person_s_own_template_wins(tmp_path: Path) -> None:
    """A template of the same name in the home is taken instead."""
    memory = workshop(tmp_path / "home")
    (memory.home.root / "templates" / "session_export.md.j2").write_text("{{ title }}!\n")
    assert page(memory, Choice(until=NOW - timedelta(hours=12))) == "Which spokes for the cargo bike?!\n"


def test_a_template_that_cannot_be_filled_leaves_no_page(tmp_path: Path) -> None:
    """The error names the template; half a page is not left."""
    memory = workshop(tmp_path / "home")
    (memory.home.root / "templates" / "session_export.md.j2").write_text("{{ nothing }}")
    (tmp_path / "pages").mkdir()
    with pytest.raises(UsageError, match="session_export"), chosen(memory, ANY, raw=False) as found:
        write_pages(memory, found, tmp_path / "pages")
    assert not list((tmp_path / "pages").iterdir())


def test_places_that_are_refused(tmp_path: Path) -> None:
    """Inside the home never; where something is, only by force."""
    memory = workshop(tmp_path / "home")
    (tmp_path / "e.jsonl").write_text("older")
    for place in (memory.home.archive / "2026", memory.home.root / "e.jsonl", memory.home.root):
        with pytest.raises(UsageError):
            refuse_place(memory, place, force=True)
    with pytest.raises(UsageError):
        refuse_place(memory, tmp_path / "e.jsonl", force=False)
    refuse_place(memory, tmp_path / "e.jsonl", force=True)
    refuse_place(memory, tmp_path / "new", force=False)
