"""What was shown in the messages of one import: their receipts, staged beside them on disk.

A receipt is recorded before its message is archived. A run that is killed between the two leaves a
receipt whose message is still new, so that the next run archives it and finds the receipt there; the
other way round a message would be known and its receipt never made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from cotw.files import from_json, to_json
from cotw.records.message import Message
from cotw.records.receipt import receipts_of
from cotw.store.chain import Chain
from cotw.store.receipts import recorded

_SCHEMA = """
CREATE TABLE shown (message TEXT, receipt TEXT, record BLOB);
CREATE INDEX shown_by_message ON shown (message, receipt);
CREATE TABLE recorded (message TEXT, receipt TEXT, PRIMARY KEY (message, receipt)) WITHOUT ROWID;
CREATE TABLE texts (receipt TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# Of the copies of a message the one whose attachment tells most is taken; the rest is arbitrary.
_NEW = """
    SELECT message, receipt, shown.record FROM shown JOIN staged ON staged.id = shown.message
    WHERE (message, receipt) NOT IN (SELECT message, receipt FROM recorded)
    ORDER BY instant, place, message, receipt, length(shown.record) DESC, shown.record
"""


class Shown:
    """The receipts of what is staged; part of `Staging`, whose connection it uses."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.executescript(_SCHEMA)

    def add(self, message: Message) -> None:
        """Stages a receipt for each attachment of `message`."""
        rows = (
            (message.id, receipt.id, to_json(receipt.to_record(), sort_keys=False))
            for receipt in receipts_of(message)
        )
        self._connection.executemany("INSERT INTO shown VALUES (?, ?, ?)", rows)

    def count(self) -> int:
        """How many things the messages that are still staged show."""
        query = """
            SELECT count(*) FROM (SELECT DISTINCT message, receipt FROM shown
                                  JOIN staged ON staged.id = shown.message)
        """
        (count,) = self._connection.execute(query).fetchone()
        return int(count)

    def new_records(self, chain: Chain) -> Iterator[dict[str, Any]]:
        """The records of what the messages that are still staged show and `chain` does not hold yet.

        They come in the order of their messages. A text that the chain holds, or that came before, is
        not repeated.
        """
        if not self.count():
            return
        self._learn(chain)
        before: tuple[str, str] | None = None
        for message, receipt, rendered in self._connection.execute(_NEW):
            if (message, receipt) == before:
                continue
            before = (message, receipt)
            record = from_json(rendered)
            if "text" in record and not self._is_first_text(receipt):
                del record["text"]
            yield record

    def _learn(self, chain: Chain) -> None:
        for receipt in recorded(chain):
            if receipt.text is not None:
                self._is_first_text(receipt.id)
            self._connection.executemany(
                "INSERT OR IGNORE INTO recorded VALUES (?, ?)",
                ((link.message, receipt.id) for link in receipt.links),
            )

    def _is_first_text(self, receipt: str) -> bool:
        marked = self._connection.execute("INSERT OR IGNORE INTO texts VALUES (?)", (receipt,))
        return marked.rowcount == 1
