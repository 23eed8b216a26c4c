"""Settings files of other tools on disk: what is kept, what is refused, and what is undone."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cotw.errors import Changed, DiskTrouble, UsageError
from cotw.files import atomic_write
from cotw.interfaces.agents.json_editing import put_member, remove
from cotw.interfaces.agents.settings_file import Change, backups, edited, undone, write_changes

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MARA = b'{\n  "model": "bicycle" // for the workshop\n}'


def with_bell(text: str) -> str:
    return put_member(text if text.strip() else "{}\n", ["bell"], True)


def without_bell(text: str) -> str:
    return remove(text, ["bell"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "settings.json"
    file.write_bytes(MARA)
    return file


def ring(file: Path) -> list[Path]:
    return write_changes([edited(file, with_bell)], NOW)


def test_what_was_there_stays_beside_it(file: Path) -> None:
    """A backup holds the bytes before; it can be read by whom the file can be read by."""
    file.chmod(0o640)
    (backup,) = ring(file)
    assert backup.read_bytes() == MARA
    assert b"bell" in file.read_bytes()
    assert {file.stat().st_mode & 0o777, backup.stat().st_mode & 0o777} == {0o640}


def test_backups_do_not_pile_up(file: Path) -> None:
    """The newest five are kept, also of several changes in one second."""
    for number in range(9):
        write_changes([edited(file, lambda text, n=number: put_member(text, ["n"], n))], NOW)  # type: ignore[misc]
    kept = backups(file)
    assert len(kept) == 5
    assert b'"n": 7' in kept[0].read_bytes()


@pytest.mark.parametrize(
    "before",
    [
        MARA,
        MARA.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + MARA + b"\n\n",
        b"{ }",
        b"",
        b"\n",
        b'{\n\t"bell": false,\n}',
    ],
)
def test_undone_gives_the_same_bytes(tmp_path: Path, before: bytes) -> None:
    """Whatever mark, newlines or end the file had; and no backup is left."""
    file = tmp_path / "settings.json"
    file.write_bytes(before)
    ring(file)
    write_changes([undone(file, with_bell, without_bell)], NOW)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_what_was_made_goes_again(tmp_path: Path) -> None:
    """A file that was not there is not there after."""
    file = tmp_path / "deep" / "settings.json"
    ring(file)
    assert file.stat().st_mode & 0o777 == 0o600
    write_changes([undone(file, with_bell, without_bell)], NOW)
    assert not file.exists()


def test_what_changed_since_stays(file: Path) -> None:
    """Then only what is ours goes."""
    ring(file)
    file.write_bytes(file.read_bytes().replace(b"bicycle", b"tandem"))
    write_changes([undone(file, with_bell, without_bell)], NOW)
    assert file.read_bytes() == MARA.replace(b"bicycle", b"tandem")


def test_a_link_stays_one(file: Path, tmp_path: Path) -> None:
    """What it leads to is written; the backup lies there too."""
    link = tmp_path / "dotfiles" / "link.json"
    link.parent.mkdir()
    link.symlink_to(file)
    (backup,) = ring(link)
    assert link.is_symlink()
    assert b"bell" in file.read_bytes()
    assert backup.parent == file.parent
    write_changes([undone(link, with_bell, without_bell)], NOW)
    assert file.read_bytes() == MARA


def test_changed_meanwhile_is_left_alone(file: Path) -> None:
    """Between reading and writing somebody else wrote."""
    change = edited(file, with_bell)
    file.write_bytes(b"{}")
    with pytest.raises(Changed):
        write_changes([change], NOW)
    assert file.read_bytes() == b"{}"
    assert backups(file) == []


def test_of_two_at_once_one_writes(file: Path) -> None:
    """Both have read the same; the second is told that it changed."""
    changes = [edited(file, lambda text, n=n: put_member(text, ["n"], n)) for n in (1, 2)]  # type: ignore[misc]
    failed: list[Changed] = []

    def write(change: Change) -> None:
        try:
            write_changes([change], NOW)
        except Changed as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(change,)) for change in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 1
    assert file.read_bytes() in [change.after for change in changes]


@pytest.mark.parametrize("full_at", [0, 1])
def test_a_full_disk_leaves_the_file(file: Path, full_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be it full at the backup or at the file itself."""
    written: list[Path] = []

    def write(path: Path, data: bytes, mode: int) -> None:
        if len(written) == full_at:
            raise DiskTrouble("no space left on the disk")
        written.append(path)
        atomic_write(path, data, mode)

    monkeypatch.setattr("cotw.interfaces.agents.settings_file.atomic_write", write)
    with pytest.raises(DiskTrouble):
        ring(file)
    assert file.read_bytes() == MARA


def test_protected_from_writing_is_left_alone(file: Path) -> None:
    """Whoever took the right away meant it, though a folder that may be written would let us."""
    file.chmod(0o444)
    with pytest.raises(UsageError, match="protected"):
        ring(file)
    assert file.read_bytes() == MARA


def test_a_folder_that_may_not_be_written(file: Path) -> None:
    """It is said, and nothing is changed."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    file.parent.chmod(0o555)
    try:
        with pytest.raises(DiskTrouble, match="no permission"):
            ring(file)
    finally:
        file.parent.chmod(0o755)
    assert file.read_bytes() == MARA


def test_a_path_that_is_not_utf8_is_refused(file: Path) -> None:
    """It would make the file one that no tool can read."""
    with pytest.raises(UsageError, match="not UTF-8"):
        edited(file, lambda text: put_member(text, ["home"], os.fsdecode(b"/home/m\xfcller")))


def test_what_is_no_settings_file_is_refused(tmp_path: Path) -> None:
    """A pipe, a folder, a link into nothing, a file that is no UTF-8 or too large."""
    os.mkfifo(pipe := tmp_path / "pipe")
    (dangling := tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (latin := tmp_path / "latin").write_bytes(b'{"a": "\xfc"}')
    with (large := tmp_path / "large").open("wb") as stream:
        stream.truncate(9 << 20)
    (broken := tmp_path / "broken").write_bytes(b'{"a": ')
    for path in (pipe, tmp_path, dangling, latin, large, broken):
        with pytest.raises(UsageError):
            edited(path, with_bell)


def test_a_link_is_shown_with_where_it_leads(tmp_path: Path) -> None:
    """Its own file or its folder: a project that came from elsewhere may point at a person's settings."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "settings.json").write_text("{}")
    (tmp_path / "shop").symlink_to(tmp_path / "mine")
    link = tmp_path / "local.json"
    link.symlink_to(tmp_path / "mine" / "settings.json")
    for path in (link, tmp_path / "shop" / "settings.json"):
        change = edited(path, lambda text: '{"hooks": {}}')
        assert f"+++ {path} -> {tmp_path}/mine/settings.json" in change.diff()
    assert "->" not in edited(tmp_path / "mine" / "settings.json", lambda text: "{ }").diff()
