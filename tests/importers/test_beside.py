"""What an export holds beside its transcripts."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cotw.importers.beside import finder, in_folder
from cotw.importers.protocol import Beside


def evidence(number: int) -> Beside:
    return Beside(str(number), number, "")


def test_files_are_found_by_the_name_an_export_gives_them() -> None:
    """The service puts an ending or the old name behind it; a longer name is another file."""
    find = finder(lambda: ["img/file-a1-pad.png", "file-a10.png", "file-b2", "file-c.webp"], evidence)
    found = {name: find(name) for name in ("file-a1", "file-a10", "file-b2", "file-c")}
    assert [each.size for each in found.values() if each] == [0, 1, 2, 3]
    assert [find(name) for name in ("file-a", "file-d", "", "z")] == [None] * 4
    assert finder(list, evidence)("") is None


def test_a_file_is_hashed_when_it_is_asked_for_and_once() -> None:
    """Nor are names asked for before."""
    asked: list[object] = []

    def names() -> list[str]:
        asked.append("names")
        return ["file-a.png", "file-b.png"]

    def counted(number: int) -> Beside:
        asked.append(number)
        return evidence(number)

    find = finder(names, counted)
    assert asked == []
    assert find("file-b") == find("file-b")
    assert asked == ["names", 1]


def test_an_unpacked_export_has_its_files_in_its_folder(tmp_path: Path) -> None:
    """Only in that folder itself; a folder that cannot be read has none."""
    (tmp_path / "file-a.png").write_bytes(b"pad")
    (tmp_path / "file-b").mkdir()
    find = in_folder(tmp_path)
    assert find("file-a") == Beside(str(tmp_path / "file-a.png"), 3, sha256(b"pad").hexdigest())
    assert find("file-b") is None
    assert in_folder(tmp_path / "gone")("file-a") is None


def test_a_file_that_has_gone_is_not_found(tmp_path: Path) -> None:
    """Between the listing and the reading."""
    (tmp_path / "file-a.png").write_bytes(b"pad")
    (tmp_path / "file-b.png").write_bytes(b"pad")
    find = in_folder(tmp_path)
    assert find("file-a")
    (tmp_path / "file-b.png").unlink()
    assert find("file-b") is None
