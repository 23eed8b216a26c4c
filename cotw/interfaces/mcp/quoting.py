"""Quoting: how words out of the memory stand in an answer – gated, fenced, and never as our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cotw.provenance.fence import ending, fenced, guard, new_mark
from cotw.provenance.gate import admit
from cotw.records.passage import Passage


def page(lead: str, passages: Iterable[Passage], after: Sequence[str] = ()) -> str:
    """A text that quotes these passages; `lead` and the lines `after` it are our words."""
    admitted = admit(passages).passages
    pieces = [lead]
    if admitted:
        mark = new_mark(admitted)
        pieces.append(guard(mark))
        before: Passage | None = None
        for passage in admitted:
            pieces.append(fenced(passage, mark, before))
            before = passage
        pieces.append(ending(mark))
    return "\n\n".join([*pieces, *(["\n".join(after)] if after else [])])
