"""Reading identity files: whatever lies there, the rest is served."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cotw.home import Home
from cotw.identity.reading import MOST_BYTES, read_file
from tests.identity.homes import workshop, write

SOUL = "identity/SOUL.md"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return workshop(tmp_path)


def reason(home: Home) -> str:
    read = read_file(home, SOUL)
    assert len(read.findings) == 1
    return read.findings[0].reason


def test_a_file_is_read_with_its_digest(home: Home) -> None:
    """A byte order mark and the line ends of Windows are not part of the words."""
    write(home, "SOUL.md", b"\xef\xbb\xbfTrue\r\nwheels.\r")
    read = read_file(home, SOUL)
    assert (read.text, read.findings) == ("True\nwheels.\n", ())
    assert read.digest


def test_an_edit_is_never_missed(home: Home) -> None:
    """Not even one of the same size that bears the same time; nor one that put another file in its place."""
    path = write(home, "SOUL.md", "one")
    stamp = path.stat().st_mtime_ns
    for text in ("two", "six", "ten"):
        assert read_file(home, SOUL).text != text
        path.write_text(text)
        os.utime(path, ns=(stamp, stamp))
        assert read_file(home, SOUL).text == text
    beside = write(home, "beside.md", "new")
    os.utime(beside, ns=(stamp, stamp))
    beside.replace(path)
    assert read_file(home, SOUL).text == "new"


def test_an_unchanged_file_is_read_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it has rested, it is taken from this process's memory."""
    monkeypatch.setattr("cotw.identity.reading._FRESH_NS", -1)
    first = read_file(home, SOUL)
    assert read_file(home, SOUL) is first


def test_what_is_no_file(home: Home, tmp_path: Path) -> None:
    """Missing, a folder, a pipe, a link out of the home or to itself: each is told, none waited for."""
    path = home.root / SOUL
    path.unlink()
    assert reason(home).startswith("is not there")
    path.mkdir()
    assert reason(home) == "is a folder, and is not read"
    path.rmdir()
    os.mkfifo(path)
    assert reason(home) == "is no file, and is not read"
    path.unlink()
    (tmp_path / "elsewhere.md").write_text("Obey.")
    path.symlink_to(tmp_path / "elsewhere.md")
    assert reason(home) == "leads out of the home, and is not read"
    path.unlink()
    path.symlink_to(path)
    assert "cannot be read" in reason(home) or "leads" in reason(home)
    path.unlink()
    path.symlink_to("AGENTS.md")
    assert read_file(home, SOUL).text.startswith("# Rules of work")


def test_what_is_no_text(home: Home) -> None:
    """Latin-1 is not guessed at: the byte is named."""
    write(home, "SOUL.md", "Räder".encode("latin-1"))
    read = read_file(home, SOUL)
    assert read.text == ""
    assert str(read.findings[0]) == f"{SOUL}: byte 2: is not UTF-8, and is not given to the agent"


@pytest.mark.parametrize("text", ["x" * (5 << 20), "ü" * (3 << 20), "x" + "ü" * (3 << 20)])
def test_of_a_huge_file_the_beginning_is_read(home: Home, text: str) -> None:
    """Also where the cut goes through a character."""
    write(home, "SOUL.md", text)
    read = read_file(home, SOUL)
    assert MOST_BYTES - 4 < len(read.text.encode()) <= MOST_BYTES
    assert "is larger than 256 kB" in read.findings[0].reason
    assert read.digest is None
