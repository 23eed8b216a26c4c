"""Bringing the index up to date with a sign of life: shared by `ingest` and `index`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cotw.commands._common import Context, progress, say

if TYPE_CHECKING:
    from cotw.index.working import RefreshReport
    from cotw.memory import Memory


def refresh_index(context: Context, memory: Memory, *, anew: bool = False) -> RefreshReport:
    """Refreshes (or rebuilds) the index under a progress bar, and says on stderr what was done."""
    began = time.monotonic()
    if memory.needs_export():
        say("preparing the encoder (once on this machine, some ten seconds) …")
    with progress("Embedding", colour=context.colour) as advance:
        report = memory.rebuild(advance) if anew else memory.refresh(advance)
    seconds = time.monotonic() - began
    if report.problems:
        say(
            f"note: {len(report.problems)} records of the archive cannot be read; see: cotw check --read-data"
        )
    if report.exchanges or report.embedded or report.removed or anew:
        say(f"indexed {report.exchanges:,} exchanges, {report.embedded:,} pieces embedded ({seconds:.1f} s)")
    return report
