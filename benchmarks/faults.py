"""Faults: kill -9 at random instants, many processes at once, a full disk, a read-only home.

    python benchmarks/faults.py                       all, in a few minutes
    python benchmarks/faults.py kills --count 50
    python benchmarks/faults.py crowd --processes 8 --rounds 40
    python benchmarks/faults.py writes --writes 4000  index opened, written and closed by 8 processes at once
    python benchmarks/faults.py disk                  needs to be root (mounts small file systems)

After every fault the home is checked: nothing acknowledged is lost, every file still parses, nothing that
a person would call an error is shown by the others, and no process is left. Exit code 1 if not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COTW = [sys.executable, "-m", "cotw"]
# What is left on the small disk when it is nearly full.
ROOM_BYTES = 700_000
WORDS = (
    "lamp river copper ledger window garden harbor needle planet quarry ribbon saddle tunnel velvet".split()
)


@dataclass
class Home:
    """A home under test and the folder its transcripts come from."""

    root: Path
    inbox: Path
    said: set[str]

    @classmethod
    def make(cls, folder: Path, inbox: Path | None = None) -> Home:
        home = cls(folder / "home", inbox or folder / "inbox", set())
        home.inbox.mkdir(parents=True)
        home.run("init", "--timezone", "Europe/Berlin")
        return home

    def command(self, *arguments: str) -> list[str]:
        return [*COTW, "--home", str(self.root), *arguments]

    def run(self, *arguments: str, expect: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False)
        if expect is not None and done.returncode != expect:
            raise SystemExit(f"cotw {arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def write_batch(self, name: str, count: int) -> list[str]:
        """A new transcript of `count` messages over several days, one of them today."""
        texts = [f"{name} {number}: {' '.join(random.choices(WORDS, k=12))}" for number in range(count)]
        now = time.time()
        with (self.inbox / f"{name}.jsonl").open("w") as stream:
            for number, text in enumerate(texts):
                line = {
                    "text": text,
                    "role": "assistant" if number % 2 else "user",
                    "timestamp": now - 86400 * (number % 5) - 60 * (count - number),
                    "session": f"{name}-{number % 3}",
                }
                stream.write(json.dumps(line) + "\n")
        return texts

    def archived(self) -> set[str]:
        """Every text in the archive, read without any of our code's help but JSON."""
        texts: set[str] = set()
        for path in (self.root / "archive").rglob("2*.json*"):
            if path.suffix == ".json":
                records = json.loads(path.read_bytes())["messages"]
            else:
                whole = path.read_bytes().rpartition(b"\n")[0]
                records = [json.loads(line) for line in whole.splitlines()]
            texts.update(record["text"] for record in records)
        return texts

    def verify(self, *, index: bool) -> None:
        """Raises SystemExit if something acknowledged is missing or anything is damaged."""
        missing = self.said - self.archived()
        if missing:
            raise SystemExit(f"{len(missing)} acknowledged messages are lost, such as {min(missing)!r}")
        self.run("check", "--read-data")
        if index:
            self.run("index", "refresh")
            self.run("index", "check")


@contextmanager
def scratch(folder: str | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cotw-faults-", dir=folder) as name:
        yield Path(name)


def kills(count: int, messages: int) -> None:
    """Kills imports at random instants: one half while they read and archive large batches, the other
    while they index small ones. Every fifth is repeated and let through; in the end all must be there."""
    _kill_imports("archive", count - count // 2, 60 * messages, "--no-index")
    _kill_imports("index", count // 2, messages)


def _kill_imports(what: str, count: int, messages: int, *options: str) -> None:
    indexed = not options
    phases = dict.fromkeys(("before", "within", "after"), 0)
    with scratch() as folder:
        home = Home.make(folder)
        home.said.update(home.write_batch("first", messages))
        began = time.monotonic()
        home.run("ingest", str(home.inbox), *options)
        span = time.monotonic() - began
        for number in range(count):
            texts = home.write_batch(f"b{number}", messages)
            process = subprocess.Popen(
                home.command("ingest", str(home.inbox), *options),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(random.uniform(0.05, span))
            process.send_signal(signal.SIGKILL)
            process.wait()
            kept = len(set(texts) & home.archived())
            phases["before" if not kept else "after" if kept == len(texts) else "within"] += 1
            home.verify(index=False)
            if number % 5 == 4:
                home.said.update(texts)
                home.run("ingest", str(home.inbox), *options)
                home.verify(index=indexed)
        for path in home.inbox.glob("*.jsonl"):
            home.said.update(json.loads(line)["text"] for line in path.read_text().splitlines())
        home.run("ingest", str(home.inbox), *options)
        home.verify(index=indexed)
        left = leftovers(home.root)
        if left:
            raise SystemExit(f"left behind: {left}")
        told = ", ".join(f"{number} {phase}" for phase, number in phases.items())
        print(f"kills: {count} in {span:.1f} s of {what} ({told} its writing): nothing lost or unreadable")


def leftovers(root: Path) -> list[str]:
    """Temporary files in the home, and processes that still work on it."""
    files = [str(path) for path in root.rglob("*.tmp")]
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return files + [line for line in listed.splitlines() if str(root) in line]


def crowd(processes: int, rounds: int, messages: int) -> None:
    """Many writers with readers beside them: each writer acknowledges what it ingested."""
    with scratch() as folder:
        home = Home.make(folder)
        home.said.update(home.write_batch("first", 50))
        home.run("ingest", str(home.inbox))
        began = time.monotonic()
        for turn in range(rounds):
            writers = []
            for number in range(processes):
                home.said.update(home.write_batch(f"r{turn}w{number}", messages))
                path = str(home.inbox / f"r{turn}w{number}.jsonl")
                writers.append(_start(home, "ingest", path))
            readers = [_start(home, "recall", "lamp river"), _start(home, "status")]
            for process in writers + readers:
                out, err = process.communicate(timeout=300)
                if process.returncode != 0 or "lock" in err.lower():
                    raise SystemExit(f"{process.args!r} ended with {process.returncode}: {out!r}{err!r}")
        home.verify(index=True)
        left = leftovers(home.root)
        if left:
            raise SystemExit(f"left behind: {left}")
        writes = processes * rounds
        print(
            f"crowd: {writes} imports by {processes} processes at once with {2 * rounds} readers, "
            f"{len(home.said):,} messages in {time.monotonic() - began:.0f} s: none lost, no error shown"
        )


def _start(home: Home, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        home.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def writes(processes: int, count: int) -> None:
    """Index opened, written and closed by many processes: DuckDB 2.0.0 alone loses some of these commits."""
    from cotw.config import Config
    from cotw.home import Home as Places
    from cotw.index.opening import Fingerprint, create_index, live_folder, open_index

    with scratch() as folder:
        home = Home.make(folder)
        places = Places(home.root)
        create_index(live_folder(places), Fingerprint.of(Config(), "none"), encoder_name="none", dimension=4)
        began = time.monotonic()
        command = [
            sys.executable,
            __file__,
            "writer",
            "--home",
            str(home.root),
            "--writes",
            str(count // processes),
        ]
        started = [subprocess.Popen(command) for _ in range(processes)]
        if any(process.wait() for process in started):
            raise SystemExit("a writer failed")
        with open_index(places, Config(), write=False, wait_seconds=10) as index:
            rows = index.database.execute("SELECT count(*) FROM meta WHERE value = 'acknowledged'").fetchall()
        acknowledged = count // processes * processes
        if rows != [(acknowledged,)]:
            raise SystemExit(f"{acknowledged - rows[0][0]} of {acknowledged} acknowledged writes are lost")
        print(
            f"writes: {acknowledged:,} by {processes} at once in {time.monotonic() - began:.0f} s: none lost"
        )


def write(root: Path, count: int) -> None:
    """One of the writers of `writes`."""
    from cotw.config import Config
    from cotw.home import Home as Places
    from cotw.index.opening import open_index

    for number in range(count):
        with open_index(Places(root), Config(), write=True, wait_seconds=120) as index:
            index.set_meta(f"{os.getpid()}-{number}", "acknowledged")


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "what", nargs="?", choices=("kills", "crowd", "writes", "disk", "writer", "all"), default="all"
    )
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--messages", type=int, default=120)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--writes", type=int, default=4000)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    if chosen.what == "writer":
        write(chosen.home, chosen.writes)
        return
    random.seed(chosen.seed)
    print(f"seed {chosen.seed}", flush=True)
    faults: dict[str, Callable[[], None]] = {
        "kills": lambda: kills(chosen.count, chosen.messages),
        "crowd": lambda: crowd(chosen.processes, chosen.rounds, max(2, chosen.messages // 10)),
        "writes": lambda: writes(chosen.processes, chosen.writes),
        "disk": lambda: disk(4 * chosen.messages),
    }
    for name, fault in faults.items():
        if chosen.what in (name, "all"):
            if name == "disk" and os.geteuid() != 0:
                print("disk: left out, it needs root to mount small file systems")
                continue
            fault()


if __name__ == "__main__":
    main()
