"""Left over: files of a home in which words stand that forgetting an exchange does not reach.

A thread's title, a row of the truth table, a bound fact, the identity: a person put them there by a decision
of its own, and they are not part of what was said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cotw.memory import Memory

_FOLDERS = ("ledger", "journal", "identity", "handoffs", "templates", "reports")


def left_over(memory: Memory, words: str) -> Iterator[Path]:
    """The files outside of archive, index and caches in which `words` stand, in any case."""
    wanted = words.strip().casefold()
    # In a line of JSON quotation marks and line breaks are written otherwise.
    spellings = {wanted, json.dumps(wanted, ensure_ascii=False)[1:-1]}
    for folder in _FOLDERS:
        for path in sorted((memory.home.root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                text = path.read_bytes().decode("utf-8", "replace").casefold()
                if any(spelling in text for spelling in spellings):
                    yield path
