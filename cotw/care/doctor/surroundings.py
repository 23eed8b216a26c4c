"""Where a home lies: disks and folders on which locks do not hold, and disks that are nearly full."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from cotw.care.doctor.ailment import Ailment
from cotw.files import folder_size
from cotw.memory import Memory

_ELSEWHERE = "cotw backup create, then: cotw backup restore FILE --home DIR  (a folder of this machine)"
_NETWORK = frozenset(
    """
    nfs nfs4 cifs smb smb2 smb3 smbfs afpfs webdav davfs afs ceph cephfs glusterfs lustre ncpfs vboxsf
    prl_fs 9p fuse.sshfs fuse.rclone fuse.glusterfs fuse.s3fs fuse.davfs2 fuse.gcsfuse macfuse
    """.split()
)
_SYNCHRONISED = re.compile(
    r"""
    Dropbox(\ \(.*\))? | OneDrive(\ -\ .*)? | Google\ ?Drive | GoogleDrive-.* | My\ Drive | iCloud\ ?Drive
    | Mobile\ Documents | CloudStorage | Nextcloud | ownCloud | pCloud\ ?Drive | MEGA(sync)? | Box(\ Sync)?
    | Seafile | Yandex\.Disk | Syncthing | Sync
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What synchronising programs leave at the top of a folder that they keep.
_MARKS = (".dropbox", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log")
_SPARE_BYTES = 200_000_000
_ESCAPE = re.compile(r"\\([0-7]{3})")


def examine_disk(memory: Memory) -> Iterator[Ailment]:
    """Whether the home lies on a disk of this machine, with room for its index to be built anew."""
    root = memory.home.root.resolve()
    kind = file_system(root, mounts())
    if kind in _NETWORK:
        yield Ailment(
            "place", f"the home lies on a network disk ({kind}), where locks do not hold", _ELSEWHERE
        )
    free, wanted = shutil.disk_usage(root).free, _SPARE_BYTES + folder_size(memory.home.index)
    if free < wanted:
        told = f"{free:,} bytes are free on the disk of the home; building its index anew may take {wanted:,}"
        yield Ailment("disk", told, "free some space, or try: cotw index upkeep")


def examine_folder(memory: Memory) -> Iterator[Ailment]:
    """Whether another program copies the home to other computers while it is written."""
    found = synchronised(memory.home.root.resolve())
    if found is not None:
        yield Ailment(
            "place",
            f"the home lies in {found}, which a program keeps in step with other computers",
            _ELSEWHERE,
        )


def synchronised(root: Path) -> Path | None:
    """The folder around `root` that a synchronising program keeps, if one does."""
    for folder in (root, *root.parents):
        if _SYNCHRONISED.fullmatch(folder.name) or any((folder / mark).exists() for mark in _MARKS):
            return folder
    return None


def mounts() -> list[tuple[str, str]]:
    """Every mounted file system of this machine: where, and of what kind; empty where nobody says."""
    if sys.platform == "darwin":
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        return _mounts_of_mac(told)
    try:
        return _mounts_of_linux(Path("/proc/self/mounts").read_text("utf-8", "replace"))
    except OSError:
        return []


def _mounts_of_linux(table: str) -> list[tuple[str, str]]:
    fields = (line.split(" ") for line in table.splitlines())
    return [(_ESCAPE.sub(lambda hit: chr(int(hit[1], 8)), one[1]), one[2]) for one in fields if len(one) > 2]


def _mounts_of_mac(table: str) -> list[tuple[str, str]]:
    found = (re.fullmatch(r".+? on (/.*) \(([a-z0-9]+)[,)].*", line) for line in table.splitlines())
    return [(one[1], one[2]) for one in found if one]


def file_system(root: Path, mounted: list[tuple[str, str]]) -> str:
    """The kind of the file system that `root` lies on: the innermost mount, and of several the last."""
    around = [(len(place), number) for number, (place, _) in enumerate(mounted) if root.is_relative_to(place)]
    return mounted[max(around)[1]][1] if around else ""
