"""A disk that fills up, and one that is read-only."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from benchmarks.faults.homes import Home, scratch

# What is left on the small disk when it is nearly full.
ROOM_BYTES = 700_000


def disk(messages: int) -> None:
    """A disk that fills up in the middle of imports and indexing, and a home on a read-only disk."""
    with scratch() as folder:
        mount = folder / "small"
        mount.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(mount)], check=True)
        try:
            _fill(mount, folder / "inbox", messages)
            subprocess.run(["mount", "-o", "remount,ro", str(mount)], check=True)
            _read_only(Home(mount / "home", folder / "inbox", set()))
        finally:
            subprocess.run(["umount", "-l", str(mount)], check=True)


def _fill(mount: Path, inbox: Path, messages: int) -> None:
    home = Home.make(mount, inbox)
    home.said.update(home.write_batch("first", messages))
    home.run("ingest", str(inbox / "first.jsonl"))
    ballast = mount / "ballast"
    free = shutil.disk_usage(mount).free
    ballast.write_bytes(bytes(max(0, free - ROOM_BYTES)))
    refused = 0
    for number in range(100):
        texts = home.write_batch(f"f{number}", messages)
        done = home.run("ingest", str(inbox / f"f{number}.jsonl"), expect=None)
        if "Traceback" in done.stderr or done.returncode not in (0, 1):
            raise SystemExit(f"a full disk gave exit {done.returncode}: {done.stderr}")
        if done.returncode == 0:
            home.said.update(texts)
        else:
            refused += 1
            sentence = done.stderr.strip().splitlines()[0]
            if not any(word in sentence for word in ("space", "full")):
                raise SystemExit(f"a full disk was told as: {done.stderr}")
        home.verify(index=False)
        if refused == 2:
            break
    else:
        raise SystemExit("the disk never filled")
    ballast.unlink()
    home.verify(index=True)
    print(f"disk: full after {len(home.said):,} messages; {refused} imports refused, nothing lost")


def _read_only(home: Home) -> None:
    answers = {
        ("recall", "lamp river"): 0,
        ("status",): 0,
        ("check", "--read-data"): 0,
        ("archive", "list"): 0,
        ("ingest", __file__): 1,
        ("archive", "seal"): 1,
        ("config", "set", "recall.limit", "3"): 1,
    }
    for arguments, expected in answers.items():
        done = home.run(*arguments, expect=expected)
        if "Traceback" in done.stderr or (expected == 1 and "read-only" not in done.stderr):
            raise SystemExit(f"a read-only home: cotw {arguments} said {done.stderr}")
    print("read-only: reading works, writing is refused in one sentence")
