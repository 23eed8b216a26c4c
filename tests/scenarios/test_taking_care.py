"""Mara looks after her memory: a file on another disk, pages for a friend, a doctor, a smaller index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.scenarios.conftest import Cotw

pytestmark = [pytest.mark.slow, pytest.mark.encoder]


@pytest.fixture(autouse=True)
def _own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No agent has ever written anything on this machine, and disks are large."""
    (tmp_path / "mara").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "mara"))


def test_a_home_is_backed_up_and_comes_back_on_another_machine(remembering: Cotw, tmp_path: Path) -> None:
    """create → verify → restore → refresh: the same question has the same answer; a full place is refused."""
    made, place = tmp_path / "memory.zip", tmp_path / "elsewhere"
    asked = remembering("recall", "--json", "who is Pixel?").out
    remembering("backup", "create", made)
    assert "Whole: " in remembering("backup", "verify", made).out
    told = remembering("backup", "restore", made, "--home", place)
    assert "forgotten" in told.err
    assert "index refresh" in told.err
    remembering("--home", place, "check", "--read-data")
    remembering("--home", place, "index", "refresh")
    again = remembering("--home", place, "recall", "--json", "who is Pixel?").out
    assert _ids(again) == _ids(asked)
    remembering("backup", "restore", made, "--home", place, expect=2)
    remembering("backup", "restore", made, expect=2)


def test_a_damaged_backup_ends_with_3(remembering: Cotw, tmp_path: Path) -> None:
    """Both cut and altered; nothing is restored from it."""
    made = tmp_path / "memory.zip"
    remembering("backup", "create", made)
    whole = made.read_bytes()
    made.write_bytes(whole[:2000] + b"xx" + whole[2002:])
    assert "not as they were" in remembering("backup", "verify", made, expect=3).out
    found = json.loads(remembering("backup", "verify", "--json", made, expect=3).out)["findings"]
    assert len(found) == 1
    made.write_bytes(whole[:-100])
    remembering("backup", "verify", made, expect=3)
    remembering("backup", "restore", made, "--home", tmp_path / "new", expect=3)
    assert not (tmp_path / "new").exists()


def test_what_was_said_is_exported_in_every_form(remembering: Cotw, tmp_path: Path) -> None:
    """Lines on stdout, a page for each session, days that another home takes in; nothing is written over."""
    lines = remembering("export").out.splitlines()
    assert len(lines) == 100
    assert len({json.loads(line)["id"] for line in lines}) == 100
    pages, days = tmp_path / "pages", tmp_path / "days"
    remembering("export", "--format", "markdown", "-o", pages)
    assert len(list(pages.glob("2026-03-*.md"))) == 15
    assert remembering("export", "--format", "markdown", "--session", "kr-0302-a").out.startswith("# ")
    remembering("export", "--format", "archive", "--raw", "-o", days)
    remembering("export", "--format", "archive", "-o", days, expect=2)
    remembering("export", "--format", "archive", "-o", days, "--force")
    remembering("export", "--format", "archive", expect=2)
    remembering("export", "--thread", "nowhere", expect=4)
    other = tmp_path / "other"
    remembering("--home", other, "init", "--timezone", "Europe/Berlin")
    remembering("--home", other, "ingest", "--no-index", days)
    for path in days.iterdir():
        assert (other / "archive" / "2026" / path.name).read_bytes() == path.read_bytes()


def test_the_doctor_finds_mends_and_is_content(remembering: Cotw) -> None:
    """What it finds it mends with --fix; a healthy home has nothing."""
    assert remembering("doctor").out == "All is as it should be.\n"
    remembering.home.chmod(0o755)
    found = remembering("doctor", expect=3)
    assert "permissions" in found.out
    assert "cotw doctor --fix" in found.err
    assert "mended" in remembering("doctor", "--fix").out
    assert json.loads(remembering("doctor", "--json").out)["findings"] == []


def test_the_doctor_is_asked_before_there_is_a_home(cotw: Cotw, tmp_path: Path) -> None:
    """The machine is looked at all the same, and the home is missed."""
    assert "there is no home" in cotw("--home", tmp_path / "nowhere", "doctor", expect=3).out


def test_upkeep_says_what_it_gained(remembering: Cotw) -> None:
    """Merging the first additions may take room; done again it takes none, and the index is whole."""
    report = json.loads(remembering("index", "upkeep", "--json").out)
    assert not report["behind"]
    assert "less than before" in remembering("index", "upkeep").out
    remembering("index", "check")


def _ids(out: str) -> list[str]:
    return [hit["id"] for hit in json.loads(out)["hits"]]
