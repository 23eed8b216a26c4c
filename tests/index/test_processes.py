"""Several processes, and processes that are killed: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.index.refreshing import sayings
from tests.index.workshop import Workshop

KILLS = int(os.environ.get("COTW_TEST_KILLS", "6"))
ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + 30 * KILLS)]


def begin(folder: Path, name: str, rounds: int) -> subprocess.Popen[str]:
    """A child that refreshes; returns when it begins."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.index.refreshing", str(folder), name, str(rounds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n", child.communicate()[1]
    return child


def test_killed_at_any_instant(tmp_path: Path) -> None:
    """After `kill -9` the index can be read, and the next refresh makes it what a rebuild makes."""
    workshop = Workshop(tmp_path)
    workshop.say(*sayings("first", 0))
    workshop.refresh()
    chance = random.Random(7)
    for number in range(KILLS):
        child = begin(tmp_path, f"k{number}", 1_000)
        time.sleep(chance.uniform(0, 0.8))
        child.kill()
        child.communicate()
        assert workshop.rows("SELECT count(*) FROM exchanges") > [(0,)]
        if number % 2:
            workshop.refresh()
    workshop.refresh()
    refreshed = workshop.content()
    assert workshop.check().sound
    workshop.rebuild()
    assert workshop.content() == refreshed


def test_killed_while_it_is_rebuilt(tmp_path: Path) -> None:
    """A rebuild that was killed leaves the live index as it was, or the new one, and no third thing."""
    workshop = Workshop(tmp_path)
    for number in range(20):
        workshop.say(*sayings("first", number))
    workshop.refresh()
    before = workshop.content()
    program = (
        "import sys; from pathlib import Path; from tests.index.workshop import Workshop\n"
        "from cotw.index.lance import import_lancedb; import_lancedb()\n"
        "workshop = Workshop(Path(sys.argv[1])); print('ready', flush=True)\n"
        "while True: workshop.rebuild()"
    )
    chance = random.Random(11)
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 1.5))
        child.kill()
        child.communicate()
        assert workshop.content() == before
    workshop.rebuild()
    assert workshop.content() == before
    assert sorted(path.name for path in workshop.home.index.iterdir()) == ["CACHEDIR.TAG", "live"]


def test_processes_that_refresh_at_once(tmp_path: Path) -> None:
    """Several writers beside a reader: none fails, and every word of each is there in the end."""
    workshop = Workshop(tmp_path)
    names = ["one", "two", "three"]
    with ExitStack() as running:
        children = [running.enter_context(begin(tmp_path, name, 6)) for name in names]
        while any(child.poll() is None for child in children):
            if (workshop.home.index / "live").exists():
                workshop.rows("SELECT count(*) FROM units")
            time.sleep(0.05)
        for child in children:
            assert child.wait() == 0, child.communicate()[1]
    workshop.refresh()
    said = {one.id for name in names for number in range(6) for one in sayings(name, number)}
    assert {row[0] for row in workshop.rows("SELECT id FROM records")} == said
    refreshed = workshop.content()
    assert workshop.check().sound
    workshop.rebuild()
    assert workshop.content() == refreshed
