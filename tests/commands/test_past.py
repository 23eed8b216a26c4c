"""`cotw timeline`, `digest`, `summary` and `topic`: what they print, and what if there is nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cotw.commands.app import main
from cotw.commands.topic import sparkline
from cotw.records.message import Kind
from tests.builders import message
from tests.index.workshop import Workshop


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workshop = Workshop(tmp_path_factory.mktemp("past"))
    workshop.say(
        message("Which spokes does the cargo bike need?"),
        message("The cargo bike needs 36 spokes.\x1b[2J", minute=1, kind=Kind.AGENT),
        message("The cargo bike is done.", minute=300, session="s2", thread="shop"),
    )
    workshop.refresh()
    return workshop.home.root


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTW_NOW", "2026-03-15T12:00:00Z")


def told(home: Path, capsys: pytest.CaptureFixture[str], *words: str, expect: int = 0) -> str:
    assert main(["--home", str(home), *words]) == expect
    said = capsys.readouterr()
    return said.out if not expect else said.err


def told_json(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    found = json.loads(told(home, capsys, *words, "--json"))
    assert found["version"] == 1
    return found


def test_timeline(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Days, sessions with thread and count, first words with ids; nothing can steer a terminal."""
    page = told(home, capsys, "timeline", "--since", "yesterday")
    assert page.startswith("Saturday, 14 March 2026 · 2 exchanges\n  12:00–12:01  Which spokes does")
    assert "· 4 h 59 min" in page
    assert "\x1b" not in page
    (day,) = told_json(home, capsys, "timeline")["days"]
    assert [sitting["thread"] for sitting in day["sittings"]] == ["main", "shop"]
    assert day["sittings"][1]["silence"] == 4 * 3600 + 59 * 60


@pytest.mark.parametrize("until", ["2026-03-13", "2026-W10", "last month", "vorvorgestern"])
def test_a_time_without_words(home: Path, capsys: pytest.CaptureFixture[str], until: str) -> None:
    """Nothing found is 4, a time that cannot be meant 2; both say what to do."""
    expect = 2 if until == "vorvorgestern" else 4
    assert "hint: " in told(home, capsys, "timeline", "--until", until, expect=expect)


def test_digest(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Markdown in a pipe; without a time the last day on which something was said."""
    page = told(home, capsys, "digest")
    assert page.startswith("# Saturday, 14 March 2026\n\n2 exchanges, 2 sessions, 2 threads")
    assert page == told(home, capsys, "digest", "yesterday")
    assert "## main" not in told(home, capsys, "digest", "2026-W11", "--thread", "shop")
    found = told_json(home, capsys, "digest")
    assert found["topics"][0]["name"] == "cargo bike"
    assert found["threads"][0]["node"]["period"] == "2026-03-14"
    assert "nothing was said then" in told(home, capsys, "digest", "today", expect=4)
    assert "shop" in told(home, capsys, "digest", "--thread", "shpo", expect=4)


def test_summary(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A day tells its exchanges, a week its days; both by what one can pass on."""
    week = told(home, capsys, "summary", "show")
    assert "made of: 2026-03-14" in week
    (day, _) = told_json(home, capsys, "summary", "show", "2026-03-14")["summaries"]
    assert day["quotes"][0]["exchange"] == day["exchange_ids"][0]
    assert "The cargo bike needs 36 spokes." in told(home, capsys, "show", day["quotes"][0]["short_id"])


def test_topics(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list with counts; one topic with its exchanges; the nearest for a slip of the finger."""
    assert "cargo bike" in told(home, capsys, "topic", "list").splitlines()[1]
    (only,) = told_json(home, capsys, "topic", "list", "--thread", "shop")["topics"]
    assert (only["name"], only["exchanges"]) == ("cargo bike", 1)
    page = told(home, capsys, "topic", "show", "Cargo Bikes")
    assert "2 exchanges on 2026-03-14" in page
    assert "the nearest are: cargo bike" in told(home, capsys, "topic", "show", "cargo bkie", expect=4)


def test_time_is_said_alike_everywhere(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever takes --since understands days, times and words, and refuses a slip with the same hint."""
    for words in (
        ("timeline",),
        ("export",),
        ("session", "list"),
        ("topic", "list"),
    ):
        assert told(home, capsys, *words, "--since", "yesterday", "--thread", "sho")
        slip = told(home, capsys, *words, "--since", "yesterdya", expect=2)
        assert "or 'last week'" in slip
    assert "or 'last week'" in told(home, capsys, "recall", "bike", "--until", "yesterdya", expect=2)
    assert "made of: 2026-03-14" in told(home, capsys, "summary", "show", "--thread", "Shop")
    assert "## shop" in told(home, capsys, "digest", "--thread", "sho")


def test_an_empty_home_is_told_where_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a transcript there is nothing to build an index of."""
    assert main(["--home", str(tmp_path / "new"), "init"]) == 0
    for words in (
        ("timeline",),
        ("digest",),
        ("recall", "spokes"),
        ("session", "list"),
        ("handoff", "write"),
    ):
        assert "begin with: cotw ingest --discover" in told(tmp_path / "new", capsys, *words, expect=12)


def test_a_summary_without_a_time_is_of_the_last_week_with_words(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes back after a month is not told that nothing was said this week."""
    monkeypatch.setenv("COTW_NOW", "2026-05-15T12:00:00Z")
    assert "made of: 2026-03-14" in told(home, capsys, "summary", "show")


def test_sparkline() -> None:
    """The most is a full bar, none is a blank."""
    assert sparkline([0, 1, 8, 4]) == " ▁█▄"
    assert sparkline([]) == ""
