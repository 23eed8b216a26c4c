"""What commands share: settings, talking, JSON."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cotw.commands._common import (
    Context,
    column,
    confirm,
    editor,
    emit_json,
    printable,
    progress,
    short_path,
    waiting,
)
from cotw.errors import NeedsHuman, UsageError


@dataclass(frozen=True)
class Thing:
    name: str


def test_environment_fills_what_flags_leave_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """COTW_HOME and COTW_NOW count; empty values do not; `~` is expanded."""
    monkeypatch.setenv("COTW_HOME", "~/memory")
    monkeypatch.setenv("COTW_NOW", "")
    monkeypatch.delenv("NO_COLOR", raising=False)
    context = Context.from_environment(home=None, wait_seconds=1, colour=None)
    assert context == Context(home=Path.home() / "memory", wait_seconds=1, colour=None, now=None)
    monkeypatch.setenv("COTW_HOME", "")
    assert Context.from_environment(home=None, wait_seconds=1, colour=None).home is None


def test_the_clock_can_be_fixed() -> None:
    """COTW_NOW stands still; something that is not an instant is a usage error."""
    assert Context(now="2026-03-02T08:00:00+01:00").clock()() == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert Context().clock()().tzinfo is UTC
    with pytest.raises(UsageError, match="COTW_NOW"):
        Context(now="yesterday").clock()


def test_json_carries_the_version_of_its_shape(capsys: pytest.CaptureFixture[str]) -> None:
    """Instants, days, paths and records have one JSON form each; text stays readable."""
    instant = datetime(2026, 3, 2, 7, tzinfo=UTC)
    emit_json({"at": instant, "day": date(2026, 3, 2), "path": Path("a/b"), "thing": Thing("Käse 🧀")})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {
        "version": 1,
        "at": "2026-03-02T07:00:00Z",
        "day": "2026-03-02",
        "path": "a/b",
        "thing": {"name": "Käse 🧀"},
    }
    assert "Käse 🧀" in printed


def test_transcripts_cannot_steer_the_terminal() -> None:
    """Escape sequences and other controls become visible characters; tabs and line ends stay."""
    assert printable("a\tb\nc\x1b[31md\x07\x7f\x9b2J") == "a\tb\nc␛[31md␇␡\ufffd2J"


def test_markup_in_people_s_words_is_not_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like Rich markup or an emoji code is printed as it was said."""
    Context().console().print("[bold]see [1][/bold] :smile:")
    assert capsys.readouterr().out == "[bold]see [1][/bold] :smile:\n"


def test_piped_lines_are_not_folded(capsys: pytest.CaptureFixture[str]) -> None:
    """A long line that goes into a pipe stays one line, without colours."""
    Context().console().print("word " * 100, style="bold red")
    assert capsys.readouterr().out == "word " * 100 + "\n"


def test_colour_can_be_had_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """--color wins over the pipe; --no-color leaves nothing of it."""
    Context(colour=True).console().print("x", style="bold red")
    assert "\x1b[" in capsys.readouterr().out
    Context(colour=False).console().print("x", style="bold red")
    assert capsys.readouterr().out == "x\n"


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Piped, a progress bar prints nothing and its callable may be called all the same."""
    with progress("Embedding") as advance:
        advance(1, 10)
        advance(10, 10, "done")
    assert capsys.readouterr() == ("", "")


def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question without a person is refused with the way to answer it beforehand."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(NeedsHuman) as refused:
        confirm("Really?")
    assert "--yes" in refused.value.hint
    assert confirm("Really?", yes=True)


def test_paths_are_shortened_as_people_write_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Below the current folder relative, below the home directory with `~`, elsewhere in full."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.chdir(tmp_path)
    assert short_path(tmp_path / "a" / "b") == "a/b"
    monkeypatch.chdir("/")
    assert short_path(tmp_path / "me" / "memory") == "~/memory"
    assert short_path(Path("/var/lib/x")) == "/var/lib/x"


def test_the_editor_is_the_persons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """`$VISUAL` before `$EDITOR`, with its arguments; one that is not there is said at once."""
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    assert editor() == ["true"]
    monkeypatch.setenv("VISUAL", "env -u TERM true")
    assert editor() == ["env", "-u", "TERM", "true"]
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    with pytest.raises(UsageError, match="no-such-editor"):
        editor()


def test_a_column_is_as_wide_as_it_looks() -> None:
    """A wide character takes two cells; what may not be cut stays whole; control characters are seen."""
    assert column("日本", 6) == "日本  "
    assert column("日本語", 5) == "日本 "
    assert column("日本語", 4, cut=False) == "日本語"
    assert column("\x1b[2J", 6) == "␛[2J  "


def test_what_is_going_on_is_wiped_before_anything_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal it is said at once and goes once, when it is done; elsewhere nothing is said."""
    for on_terminal in (True, False):
        monkeypatch.setattr(sys.stderr, "isatty", [bool, lambda: True][on_terminal])
        with waiting("remembering") as done:
            said = capsys.readouterr().err
            done()
        assert (said, capsys.readouterr().err) == (("remembering …", "\r\x1b[K") if on_terminal else ("", ""))
