"""Keeping: what of a message may be archived, whichever way it came – from a transcript or as it was told."""

from __future__ import annotations

from dataclasses import replace

from cotw.importers.own_words import SealOf, without_own_words
from cotw.records.message import Kind, Message
from cotw.secrets import strip_private

_SPEECH = frozenset({Kind.HUMAN, Kind.AGENT})


def kept(message: Message, seal_of: SealOf) -> Message | None:
    """`message` without what must not enter memory; None if nothing is left that somebody said or did.

    `seal_of` knows the blocks that were put into prompts.
    """
    message = without_own_words(message, seal_of)
    public = strip_private(message.text)
    if public != message.text:
        message = replace(message, text=public)
    said = public.strip() or message.call or message.attachments or message.kind not in _SPEECH
    return message if said else None
