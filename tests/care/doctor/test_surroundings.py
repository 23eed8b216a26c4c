"""Where homes should not lie: network disks, synchronised folders, full disks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cotw.care.doctor import surroundings
from cotw.care.doctor.surroundings import (
    _mounts_of_linux,
    _mounts_of_mac,
    examine_disk,
    examine_folder,
    file_system,
    synchronised,
)
from tests.care.homes import workshop

LINUX = """\
/dev/sda1 / ext4 rw,relatime 0 0
nas:/volume /mnt/nas\\040one nfs4 rw,vers=4.2 0 0
/dev/sdb1 /mnt/nas\\040one/local ext4 rw 0 0
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//mara@nas/home on /Volumes/shop (west) (smbfs, nodev, nosuid, mounted by mara)
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/mnt/nas one/memory", "nfs4"),
        ("/mnt/nas one/local/memory", "ext4"),
        ("/mnt/nas one", "nfs4"),
        ("/home/mara", "ext4"),
    ],
)
def test_the_innermost_mount_decides(place: str, kind: str) -> None:
    """Names with blanks stand as octal escapes in the table of Linux."""
    assert file_system(Path(place), _mounts_of_linux(LINUX)) == kind


def test_the_table_of_a_mac_is_read() -> None:
    """There the kind stands first in brackets, and names may hold brackets too."""
    mounted = _mounts_of_mac(MAC)
    assert file_system(Path("/Volumes/shop (west)/memory"), mounted) == "smbfs"
    assert file_system(Path("/Users/mara"), mounted) == "apfs"


def test_without_a_table_nothing_is_claimed() -> None:
    """A system that does not say what is mounted where is not suspected."""
    assert file_system(Path("/home/mara"), []) == ""


def test_a_home_on_a_network_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks do not hold there, so it is told, with the way out."""
    monkeypatch.setattr(surroundings, "mounts", lambda: [(str(tmp_path.resolve()), "nfs4")])
    found = [one for one in examine_disk(workshop(tmp_path / "home")) if one.area == "place"]
    assert ["nfs4" in one.sentence and "backup restore" in one.remedy for one in found] == [True]


def test_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index is built beside the old one: there should be room for two."""
    usage = type("Usage", (), {"free": 1_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert "disk" in {one.area for one in examine_disk(workshop(tmp_path / "home"))}


@pytest.mark.parametrize(
    ("place", "folder"),
    [
        ("/home/mara/Dropbox/memory", "Dropbox"),
        ("/home/mara/Dropbox (Workshop)/memory", "Dropbox (Workshop)"),
        ("/Users/mara/Library/Mobile Documents/com~apple~CloudDocs/memory", "Mobile Documents"),
        ("/Users/mara/Library/CloudStorage/OneDrive-Workshop/memory", "CloudStorage"),
        ("/home/mara/OneDrive - Workshop", "OneDrive - Workshop"),
        ("/home/mara/Nextcloud/a/b", "Nextcloud"),
        ("/home/mara/boxes/memory", None),
        ("/home/mara/.local/share/cotw", None),
    ],
)
def test_folders_of_synchronising_programs(place: str, folder: str | None) -> None:
    """They are known by the names that those programs give them."""
    found = synchronised(Path(place))
    assert (found and found.name) == folder


def test_a_folder_that_is_marked_as_synchronised(tmp_path: Path) -> None:
    """A folder of any name that bears such a program's mark."""
    (tmp_path / ".stfolder").mkdir()
    assert [one.area for one in examine_folder(workshop(tmp_path / "shared" / "home"))] == ["place"]
