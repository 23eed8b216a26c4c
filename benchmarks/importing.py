"""How long importing takes, as a ratio to `json.loads` over the same lines, and how much memory.

    python benchmarks/importing.py                      # 64 MB
    python benchmarks/importing.py --megabytes 1000     # the memory that a 1 GB file needs
    python benchmarks/importing.py --file some.jsonl    # a file of your own

The synthetic transcript has the proportions counted in real ones: 1 % conversation, tool results stored
twice (median 460 bytes, a hundredth of them 30 kB), edited files, growing command output, one block a line.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cotw.founding import init_home
from cotw.importers.detect import HEAD_BYTES, detect
from cotw.importers.protocol import ReadContext
from cotw.memory import Memory
from cotw.records.message import Message

_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_WORDS = "the of parser and to session in we commit that branch is test failing file when on cache".split()


def transcript(megabytes: int, seed: int = 7) -> Iterator[bytes]:
    """The lines of a synthetic session of about that size."""
    random_ = random.Random(seed)
    session = str(uuid.UUID(int=random_.getrandbits(128)))
    size = number = 0
    while size < megabytes * 1_000_000:
        number += 1
        for line in _turn(random_, session, _START + timedelta(minutes=number)):
            raw = json.dumps(line).encode() + b"\n"
            size += len(raw)
            yield raw


def _turn(random_: random.Random, session: str, instant: datetime) -> Iterator[dict[str, Any]]:
    """A prompt, a dozen tool calls with their results and noise, an answer."""

    def line(kind: str, **fields: Any) -> dict[str, Any]:
        nonlocal instant
        instant += timedelta(milliseconds=400)
        stamp = instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "parentUuid": str(uuid.UUID(int=random_.getrandbits(128))),
            "isSidechain": False,
            "userType": "external",
            "cwd": "/home/someone/project",
            "sessionId": session,
            "version": "2.1.30",
            "gitBranch": "main",
            "type": kind,
            "uuid": str(uuid.UUID(int=random_.getrandbits(128))),
            "timestamp": stamp,
            **fields,
        }

    def said(blocks: list[dict[str, Any]]) -> dict[str, Any]:
        usage = {"input_tokens": 12, "cache_read_input_tokens": 40_000, "output_tokens": 300}
        name = f"msg_{random_.getrandbits(64):x}"
        body = {"id": name, "role": "assistant", "model": "claude", "usage": usage, "content": blocks}
        return line("assistant", message=body, requestId="req_1")

    yield line("user", message={"role": "user", "content": _prose(random_, 40)})
    for _ in range(12):
        call = f"toolu_{random_.getrandbits(64):x}"
        command = {"command": f"grep -rn {_prose(random_, 2)} src/", "description": "Search"}
        yield said([{"type": "tool_use", "id": call, "name": "Bash", "input": command}])
        output = _code(random_, int(min(random_.lognormvariate(6.13, 1.7), 400_000)))
        for part in range(random_.choice((0, 0, 0, 3))):
            shown = output[: part * 800]
            growing = {"type": "bash_progress", "output": shown, "fullOutput": shown}
            yield line("progress", data=growing, toolUseID=call)
        result = {"type": "tool_result", "tool_use_id": call, "content": output, "is_error": False}
        twice: dict[str, Any] = {"stdout": output, "stderr": "", "interrupted": False}
        if random_.random() < 0.3:  # an edit: the whole file before it is stored beside the result
            twice["originalFile"] = _code(random_, 9_000)
        yield line("user", message={"role": "user", "content": [result]}, toolUseResult=twice)
    yield said([{"type": "text", "text": _prose(random_, 90)}])


def _prose(random_: random.Random, words: int) -> str:
    return " ".join(random_.choices(_WORDS, k=words))


def _code(random_: random.Random, size: int) -> str:
    name, key = random_.choices(_WORDS, k=2)
    row = f'    return self.{name}["{key}"]  # line {random_.randrange(900)}\n'
    return (row * (size // len(row) + 1))[:size]


def seconds_to_load(path: Path) -> float:
    """Processor time of the standard library's decoder for the lines."""
    start = time.process_time()
    with path.open("rb") as stream:
        for raw in stream:
            json.loads(raw)
    return time.process_time() - start


def seconds_to_import(path: Path) -> tuple[float, int, int]:
    """Processor time of the importer; how many messages it finds, and how many of them are speech."""
    start = time.process_time()
    messages = speech = 0
    with path.open("rb") as stream:
        importer = detect(stream.read(HEAD_BYTES), complete=False)
        assert importer is not None
        stream.seek(0)
        for found in importer.read(stream, ReadContext(path.name, path.stem, _START)):
            messages += 1
            speech += isinstance(found, Message) and found.is_speech
    return time.process_time() - start, messages, speech


def seconds_to_ingest(path: Path) -> float:
    """Processor time of the whole import into a new home: read, stage, archive, fsync; without the index."""
    with tempfile.TemporaryDirectory() as folder:
        root = init_home(Path(folder) / "home", name="bench", timezone="UTC").home.root
        with Memory.open(root, environment={}) as memory:
            start = time.process_time()
            report = memory.ingest([path])
            taken = time.process_time() - start
    assert report.messages > 0
    return taken


def main() -> int:
    """Prints the table; 1 if importing takes more than `--floor` times as long as `json.loads`."""
    options = argparse.ArgumentParser(description="Importing, as a ratio to json.loads.")
    options.add_argument("--megabytes", type=int, default=64)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--floor", type=float, default=3.0)
    options.add_argument("--file", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.file
        if path is None:
            path = Path(folder) / "synthetic.jsonl"
            with path.open("wb") as stream:
                stream.writelines(transcript(chosen.megabytes))
        ratio = measure(path, chosen.rounds)
    return 0 if ratio <= chosen.floor else 1


def measure(path: Path, rounds: int) -> float:
    """Prints the medians of alternating rounds; returns whole import ÷ json.loads."""
    megabytes = path.stat().st_size / 1e6
    loads, reads, runs = [], [], []
    for _ in range(rounds):
        loads.append(seconds_to_load(path))
        read, messages, speech = seconds_to_import(path)
        reads.append(read)
        runs.append(seconds_to_ingest(path))
    load, read, run = map(statistics.median, (loads, reads, runs))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{megabytes:,.0f} MB, {messages:,} messages, {speech:,} of them speech; peak memory {peak:.0f} MB")
    print(f"json.loads       {load:7.2f} s")
    print(f"importer         {read:7.2f} s   {read / load:.2f} x")
    print(f"whole import     {run:7.2f} s   {run / load:.2f} x")
    return run / load


if __name__ == "__main__":
    sys.exit(main())
