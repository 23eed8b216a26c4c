"""How long `cotw --help` takes, against the smallest program one can write with Typer.

Both are run in turns by the same interpreter, as console scripts are, with bytecode already written. Prints
one line a program and the ratio of the medians; exits 1 if the ratio is over the floor. Start-up of a process
scatters, so the figure is a ratio within one run and never milliseconds.

    python benchmarks/startup.py [--rounds 15] [--floor 1.3]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HELLO = """\
from typing import Annotated
import typer
app = typer.Typer()
@app.command()
def hello(name: Annotated[str, typer.Option(help="Who to greet.")] = "you") -> None:
    print("hello", name)
app()
"""
COTW = """\
import sys
from cotw.commands.app import main
sys.exit(main())
"""


def main() -> int:
    options = argparse.ArgumentParser(description="Time `cotw --help` against a one-option Typer program.")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--floor", type=float, default=1.3, help="highest ratio that passes")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programs = _programs(Path(folder))
        taken = _alternate(programs, _environment(Path(folder)), chosen.rounds)
    for name, seconds in taken.items():
        median, fastest = statistics.median(seconds) * 1000, min(seconds) * 1000
        print(f"{name:16} median {median:5.0f} ms   fastest {fastest:5.0f} ms")
    ratio = statistics.median(taken["cotw --help"]) / statistics.median(taken["hello --name x"])
    passed = ratio <= chosen.floor
    verdict = "ok" if passed else "TOO SLOW"
    print(f"cotw --help / hello --name x = {ratio:.2f} (floor {chosen.floor}): {verdict}")
    return 0 if passed else 1


def _programs(folder: Path) -> dict[str, list[str]]:
    (folder / "hello.py").write_text(HELLO)
    (folder / "cotw_script.py").write_text(COTW)
    hello = [sys.executable, str(folder / "hello.py")]
    return {
        "hello --name x": [*hello, "--name", "x"],
        "hello --help": [*hello, "--help"],
        "cotw --help": [sys.executable, str(folder / "cotw_script.py"), "--help"],
    }


def _environment(folder: Path) -> dict[str, str]:
    """Bytecode of everything, ours too, in a folder of its own: neither stale nor left behind."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    checkout = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join([checkout, *filter(None, [environment.get("PYTHONPATH")])])
    return environment | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONPATH": paths}


def _alternate(
    programs: dict[str, list[str]], environment: dict[str, str], rounds: int
) -> dict[str, list[float]]:
    """Seconds of each program's runs, taken in turns so that a busy machine is busy for all of them."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(rounds + 2):  # the first two write the bytecode and warm the page cache
        for name, command in programs.items():
            began = time.perf_counter()
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            if turn >= 2:
                taken[name].append(time.perf_counter() - began)
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
