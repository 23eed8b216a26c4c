"""Things that are shown in a conversation, as an import records them."""

from __future__ import annotations

from typing import Any

from cotw.clock import local_day
from cotw.records.message import Attachment, Message
from cotw.records.receipt import receipts_of
from cotw.store.truth import Truth
from tests.builders import message


def show(truth: Truth, *attachments: Attachment, text: str = "look", **changes: Any) -> Message:
    """Records that the person showed `attachments`, and what they said with them."""
    said = message(text, attachments=attachments, **changes)
    say(truth, said)
    return said


def say(truth: Truth, *messages: Message) -> None:
    """Archives messages with the receipts of what they show."""
    with truth.writing() as writer:
        for said in messages:
            writer.record_all(truth.receipts, (receipt.to_record() for receipt in receipts_of(said)))
            writer.add_day(local_day(said.timestamp, truth.zone), [said])
