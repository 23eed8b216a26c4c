"""The summaries that language models wrote, as they stand in the journal, one a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from cotw.files import from_json
from cotw.store.chain import Chain
from cotw.store.lines import whole_lines

_MARK = b'"summary"'


def summary_lines(journal: Chain, since: date) -> Iterator[dict[str, Any]]:
    """The lines that may be summaries, oldest first, of files from the month of `since` on.

    None is written before what it sums up was said. Other lines are not parsed: most of a journal is.
    """
    for path in journal.files():
        if path.stem < f"{since:%Y-%m}":
            continue
        for _, raw in whole_lines(path):
            if _MARK in raw:
                try:
                    record = from_json(raw)
                except ValueError:
                    continue
                if isinstance(record, dict):
                    yield record
