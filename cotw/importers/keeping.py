"""Keeping: what of a message may be archived, whichever way it came – from a transcript or as it was told."""

from __future__ import annotations

from dataclasses import replace

from cotw.records.message import Kind, Message
from cotw.secrets import strip_private

_SPEECH = frozenset({Kind.HUMAN, Kind.AGENT})


def kept(message: Message) -> Message | None:
    """`message` without what must not enter memory; None if nothing is left that somebody said or did."""
    public = strip_private(message.text)
    if public != message.text:
        message = replace(message, text=public)
    said = public.strip() or message.call or message.attachments or message.kind not in _SPEECH
    return message if said else None
