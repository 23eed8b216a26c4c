"""A home under test: transcripts of known words go in, and what comes out is compared with them."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COTW = [sys.executable, "-m", "cotw"]
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
            texts.update(record["text"] for record in records if "forgotten" not in record)
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


def leftovers(root: Path) -> list[str]:
    """Temporary files in the home, and processes that still work on it."""
    files = [str(path) for path in root.rglob("*.tmp")]
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return files + [line for line in listed.splitlines() if str(root) in line]
