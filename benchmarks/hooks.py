"""How long an agent waits for its hooks, from the start of their process to the end of their answer.

    python -m benchmarks.hooks [--exchanges 10000] [--prompts 100] [--keep DIR]

A home of varied talk (`benchmarks.varied_talk`) with rows of the truth table, a bound file of facts, identity
and a handoff that waits; the gate of recall stands open, so that every prompt is given the largest block.
`cotw-hook claude-code` is started for each prompt with the JSON that the agent would send, turn by turn quiet
and beside one process that is busy without end, so that both are measured in the same run. Then the keeper
is stopped: how long a session's start takes without one, and when the keeper that it starts answers.
Wanted (p95): prompt 100 ms at 10,000 exchanges, 150 ms at 100,000, beside a busy neighbour 2 × as much;
without a keeper 150 ms, the keeper ready 1.5 s later. `Python` is a process that does nothing, for scale.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.recall_speed import QuickEmbedder
from benchmarks.varied_talk import A_SESSION, THREADS, VariedTalk, varied_memory
from cotw.care.binding import bind
from cotw.care.handoffs import Wish, write_handoffs
from cotw.care.knowledge import refresh_knowledge
from cotw.care.starts import prepare_start
from cotw.care.truth_table import set_truth
from cotw.config import set_value
from cotw.founding import encoder_folder, init_home
from cotw.memory import Memory
from cotw.models.embedding import load_embedder
from cotw.wire.calling import NoKeeper, ask_keeper
from cotw.wire.frames import Broken
from cotw.wire.starting import is_kept, start_keeper

_WARM_UP = 5
_STARTS = 20
_PERSON = {"actor": "Mara", "channel": "benchmark"}
_PROJECT = "/home/mara/workshop"
_FACTS = (
    "# Workshop\n\n- Opening hours: Tuesday to Saturday, 9 to 18\n- Landlord: Yusuf\n- Stand number: 14\n"
)


def main() -> int:
    """Prints a row a measurement; 1 if a mark was missed."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="cotw-") as temporary:
        root = (arguments.keep or Path(temporary)) / f"hooks-{arguments.exchanges}"
        _home(root, arguments.exchanges)
        environment = os.environ | {"COTW_HOME": str(root)}
        talk = VariedTalk(7)
        prompts = [talk.question() for _ in range(arguments.prompts + _WARM_UP)]
        try:
            quiet, busy, given, bare = _prompts(environment, prompts)
            cold, ready = _cold(environment)
        finally:
            _stop(environment)
    mark = 100 if arguments.exchanges <= 10_000 else 150
    print(f"{arguments.exchanges:,} exchanges, {len(quiet)} prompts, {given} given a block (ms)")
    _row("Python alone", bare)
    met = [
        _row("prompt", quiet, mark),
        _row("prompt, busy neighbour", busy, 2 * mark),
        _row("start without keeper", cold, 150),
        _row("keeper ready after", ready, 1500),
    ]
    print(f"busy neighbour: {_at(busy, 0.95) / _at(quiet, 0.95):.2f} × at p95")
    return 0 if all(met) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--prompts", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="keep the home in this folder")
    return parser.parse_args()


def _home(root: Path, exchanges: int) -> None:
    """A home with something to say from every source."""
    encoder = load_embedder("all-MiniLM-L6-v2", encoder_folder(), threads=1)
    new = not root.exists()
    home = init_home(root, name="benchmark", timezone="UTC").home
    # What was said is to be seen by a coding agent.
    set_value(home.config, "modes.default", "code")
    set_value(home.config, "recall.inject_threshold", "0")
    memory = varied_memory(root, exchanges, QuickEmbedder(encoder))
    if new:
        _furnish(root, memory, exchanges)
    with Memory.open(root, environment={}) as today:
        prepare_start(today, "claude-code", _PROJECT)


def _furnish(root: Path, memory: Memory, exchanges: int) -> None:
    """Something to say for the other sources."""
    facts = root.parent / "workshop.md"
    facts.write_text(_FACTS)
    (root / "identity" / "SOUL.md").write_text("# Soul\n\nI say what I know and what I do not know.\n")
    for key, value in (("torque", "40 Nm"), ("landlord", "Yusuf"), ("stand", "number 14")):
        set_truth(memory, key, value, _PERSON, thread=None, because="")
    bind(memory, facts, _PERSON, thread=None)
    refresh_knowledge(memory)
    memory.refresh()
    last_in_main = (exchanges // A_SESSION - 1) // len(THREADS) * len(THREADS)
    write_handoffs(memory, Wish(session=f"session-{last_in_main}"))


def _prompts(
    environment: dict[str, str], prompts: Sequence[str]
) -> tuple[list[float], list[float], int, list[float]]:
    """The times of quiet and of busy prompts, how many got a block, and of a Python that does nothing."""
    start_keeper(environment["COTW_HOME"], environment)
    _until_ready(environment)
    quiet, busy, bare, given = [], [], [], 0
    for prompt in prompts[:_WARM_UP]:
        _hook(environment, _prompt_event(prompt))
    for prompt in prompts[_WARM_UP:]:
        took, answer = _hook(environment, _prompt_event(prompt))
        quiet.append(took)
        given += "cotw-context" in answer
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare.append((time.perf_counter() - begin) * 1000)
    with _neighbour():
        for prompt in prompts[_WARM_UP:]:
            busy.append(_hook(environment, _prompt_event(prompt))[0])
    return quiet, busy, given, bare


def _cold(environment: dict[str, str]) -> tuple[list[float], list[float]]:
    """How long a start takes without a keeper, and how long after it the keeper answers."""
    took, ready = [], []
    for number in range(_STARTS):
        _stop(environment)
        event = {"hook_event_name": "SessionStart", "source": "startup", "session_id": f"cold-{number}"}
        took.append(_hook(environment, event)[0])
        begin = time.perf_counter()
        _until_ready(environment)
        ready.append((time.perf_counter() - begin) * 1000)
    return took, ready


def _prompt_event(prompt: str) -> dict[str, str]:
    return {"hook_event_name": "UserPromptSubmit", "session_id": "benchmark", "prompt": prompt}


def _hook(environment: dict[str, str], event: dict[str, str]) -> tuple[float, str]:
    """Milliseconds from the start of the process to its end, and what it printed."""
    program = str(Path(sys.executable).parent / "cotw-hook")
    told = json.dumps(event | {"cwd": _PROJECT, "transcript_path": ""})
    begin = time.perf_counter()
    ended = subprocess.run(
        [program, "claude-code"], input=told, env=environment, capture_output=True, text=True, check=False
    )
    return (time.perf_counter() - begin) * 1000, ended.stdout


def _until_ready(environment: dict[str, str], seconds: float = 60) -> None:
    """Returns when the keeper has answered a question with all that it needs for one."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            ask_keeper(environment["COTW_HOME"], environment, "context", {"prompt": "ready?"}, seconds=10)
            return
        except (NoKeeper, Broken):
            time.sleep(0.02)
    raise SystemExit("no keeper answers")


def _stop(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "cotw", "serve", "--stop"]
    subprocess.run(command, env=environment, capture_output=True, check=False)
    while is_kept(environment["COTW_HOME"]):
        time.sleep(0.02)


@contextmanager
def _neighbour() -> Iterator[None]:
    """A process that uses one core without end."""
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def _row(name: str, values: Sequence[float], mark: float | None = None) -> bool:
    wanted = "" if mark is None else f"   wanted {mark:5.0f}"
    high = _at(values, 0.95)
    print(f"  {name:24} p50 {_at(values, 0.5):7.1f}   p95 {high:7.1f}   max {max(values):7.1f}{wanted}")
    return mark is None or high <= mark


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


if __name__ == "__main__":
    raise SystemExit(main())
