"""The receipts of a home: what was shown, folded from their chain, where each line is one showing.

The text that was read in a thing stands in the first line that has it; the lines of later showings
repeat everything else, so that any of them may be lost without the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from cotw.records.receipt import Receipt
from cotw.store.chain import Chain


def recorded(chain: Chain) -> Iterator[Receipt]:
    """The receipt of every line, oldest first; lines that are no receipts are left to `check`."""
    for line in chain.read():
        try:
            yield Receipt.from_record(line.record)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue


def receipts(chain: Chain) -> dict[str, Receipt]:
    """Every receipt by id, with all its links and without its full text; the oldest first."""
    found: dict[str, Receipt] = {}
    for receipt in recorded(chain):
        bare = receipt.without_text
        found[receipt.id] = found[receipt.id].joined(bare) if receipt.id in found else bare
    return found


def full_receipt(chain: Chain, id_: str) -> Receipt | None:
    """One receipt with all its links and its full text."""
    found: Receipt | None = None
    for receipt in recorded(chain):
        if receipt.id == id_:
            found = receipt if found is None else found.joined(receipt)
    return found
