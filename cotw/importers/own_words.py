"""Own words: what COTW put into a prompt is no memory, though the agent's transcript holds it.

A block is left out only if this home's journal has it, letter for letter; a foreign or altered one is what
somebody said. A message that was nothing else is kept aside, with the block's id in the place of its text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cotw.records.block import SIGN, Seal, without_blocks
from cotw.records.message import Kind, Message

SealOf = Callable[[str], Seal | None]
_SPEECH = frozenset({Kind.HUMAN, Kind.AGENT})


def without_own_words(message: Message, seal_of: SealOf) -> Message:
    """`message` without the blocks in it."""
    if SIGN not in message.text:
        return message
    left, blocks = without_blocks(message.text, seal_of)
    if not blocks:
        return message
    if left or message.call or message.attachments:
        return replace(message, text=left)
    kind = Kind.WRAPPER if message.kind in _SPEECH else message.kind
    return replace(message, kind=kind, text=f"[context {', '.join(blocks)}]", queued=False)
