"""Redaction: a message without the secrets in it, for homes whose archive shall not hold any.

Its id stays that of the words that were said: the same transcript, taken in again, is known again,
whether or not secrets were redacted then or are now.
"""

from __future__ import annotations

from dataclasses import replace

from cotw.extraction.plain import readable
from cotw.records.message import Attachment, Message
from cotw.secrets import mask


def redacted(message: Message) -> Message:
    """`message` with its secrets masked wherever words of a conversation stand in it."""
    call = message.call
    return replace(
        message,
        text=redacted_text(message.text),
        call=call and replace(call, target=call.target and redacted_text(call.target)),
        attachments=tuple(map(_redacted_attachment, message.attachments)),
    )


def redacted_text(text: str) -> str:
    """`text` word for word but for its secrets.

    Where only terminal escapes keep a secret from being known as one, they go with it.
    """
    masked = mask(text)
    shown = readable(masked)
    if shown == masked:
        return masked
    again = mask(shown)
    return masked if again == shown else again


def _redacted_attachment(attachment: Attachment) -> Attachment:
    name, path, text = attachment.name, attachment.path, attachment.text
    return replace(
        attachment,
        name=name and redacted_text(name),
        path=path and redacted_text(path),
        text=text and redacted_text(text),
    )
