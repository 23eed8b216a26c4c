"""Check of receipts: does each line hold one, and does the archive hold the message it was shown in?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cotw.clock import local_day
from cotw.records.receipt import Receipt
from cotw.store.day_file import read_rows
from cotw.store.finding import Finding
from cotw.store.truth import Truth


def check_receipts(truth: Truth) -> Iterator[Finding]:
    """Names lines that are no receipts, and receipts of messages that are not in the archive.

    An import that was cut off leaves such a receipt; when its transcript is taken in again, the message
    comes and the finding goes.
    """
    wanted: dict[str, Finding] = {}
    days: set[date] = set()
    for line in truth.receipts.read():
        name, place = str(line.path.relative_to(truth.home.root)), f"line {line.number}"
        try:
            receipt = Receipt.from_record(line.record)
        except (KeyError, TypeError, ValueError, AttributeError):
            if "forgotten" not in line.record:
                yield Finding(name, place, "is not a receipt")
            continue
        for link in receipt.links:
            reason = f"{receipt.id} was shown in message {link.message}, which is not in the archive"
            wanted[link.message] = Finding(name, place, reason)
            days.add(local_day(link.shown, truth.zone))
    _drop_archived(truth, wanted, days)
    yield from wanted.values()


def _drop_archived(truth: Truth, wanted: dict[str, Finding], days: set[date]) -> None:
    """Takes the messages that are archived out of `wanted`; `days` are likely to hold them."""
    for file in sorted(truth.archive.day_files(), key=lambda file: file.day not in days):
        if not wanted:
            return
        for row in read_rows(truth.home.root / file.path):
            if row.record and "forgotten" not in row.record:
                wanted.pop(str(row.record.get("id")), None)
