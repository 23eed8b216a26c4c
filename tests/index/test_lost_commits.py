"""DuckDB 2.0.0 loses commits that several processes made in turn; under our lock it loses none.

It reads a file's header before it locks the file: a process that waited for another one to close then
goes on from the old header, and the other one's acknowledged commit is gone without an error.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.workshop import Workshop

WRITES = int(os.environ.get("COTW_TEST_WRITES", "150"))
PROCESSES = 4
ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from tests.index.workshop import Workshop

workshop = Workshop(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    with workshop.index(write=True) as index:
        index.set_meta(**{f"{sys.argv[2]} {number}": "written"})
    print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.timeout(60 + WRITES)
def test_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    """Four processes open, write and close in turn, with a reader among them."""
    workshop = Workshop(tmp_path)
    workshop.refresh()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path), f"w{number}", str(WRITES)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    query = "SELECT count(*) FROM meta WHERE value = 'written'"
    counted: list[int] = []
    while any(child.poll() is None for child in children):
        counted += workshop.rows(query)[0]
    acknowledged = sum(len(child.communicate()[0].splitlines()) for child in children)
    assert acknowledged == PROCESSES * WRITES
    assert workshop.rows(query) == [(acknowledged,)]
    assert counted == sorted(counted)
