"""`cotw report`: what it prints, which day is meant, and what if there is nothing to show it with."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest

from cotw.commands.app import main
from tests.care.injected import exchange, remembering

MORNING, EVENING = "2026-03-15T08:00:00Z", "2026-03-14T20:00:00Z"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    said = exchange("Which spokes does the cargo bike need?", "It needs 36.\x1b[2J", minute=0)
    return remembering(tmp_path_factory.mktemp("mara"), said).home.root


@pytest.fixture(autouse=True)
def _in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTW_NOW", MORNING)


def report(home: Path, *words: str) -> int:
    return main(["--home", str(home), "report", *words])


def test_over_coffee(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a date it is yesterday's; what it was made of is left out, and nothing steers the terminal."""
    assert report(home) == 0
    page = capsys.readouterr().out
    assert page.startswith("# Saturday, 14 March 2026\n\n1 exchange in 1 session")
    assert "made of" not in page
    assert "\x1b" not in page
    assert report(home, "yesterday") == 0
    assert capsys.readouterr().out == page


def test_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it lies, when it was made, of what, and the page itself; the same again."""
    found = []
    for _ in range(2):
        assert report(home, "--json") == 0
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1]
    told = found[0]
    assert (told["version"], told["night"], told["made"], told["beside"]) == (1, "2026-03-14", MORNING, False)
    assert Path(told["html"]).read_text().startswith("<!DOCTYPE html>")
    assert told["page"].startswith("# Saturday")
    assert told["sources"][0].startswith("archive:2026-03-14#")


@pytest.mark.parametrize(("named", "says"), [("last week", "more than a day"), ("2026-03-17", "yet to come")])
def test_no_such_day(home: Path, capsys: pytest.CaptureFixture[str], named: str, says: str) -> None:
    """A week has no night, and of a day that is to come nothing can be told."""
    assert report(home, named) == 2
    assert says in capsys.readouterr().err


def test_it_opens(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is shown in the browser; where there is none it is said where it lies."""
    opened: list[str] = []

    def open_nothing(address: str) -> bool:
        opened.append(address)
        return False

    monkeypatch.setattr(webbrowser, "open", open_nothing)
    assert report(home, "--open") == 0
    assert opened == [(home / "nightshift" / "2026-03-14.html").as_uri()]
    said = capsys.readouterr()
    assert said.out == ""
    assert "no browser" in said.err


def test_an_edited_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote into a report before the night was over is shown the one that lies beside it then."""
    home = remembering(tmp_path, exchange("Which spokes?", "36.", minute=0)).home.root
    monkeypatch.setenv("COTW_NOW", EVENING)
    assert report(home, "today") == 0
    (home / "nightshift" / "2026-03-14.md").write_text("mine")
    assert report(home, "today") == 0
    said = capsys.readouterr()
    assert "you edited the report" in said.err
    assert said.out.count("# Saturday") == 2
    assert (home / "nightshift" / "2026-03-14.md").read_text() == "mine"
