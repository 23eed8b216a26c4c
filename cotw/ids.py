"""Identities: digests of content, so that they never shift and never hold a path of this machine."""

from __future__ import annotations

import hashlib
import re

# 96 bits: among 10 million messages a collision has a chance of 1 in 10^15.
_ID_DIGITS = 24
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def short_digest(*parts: str) -> str:
    """24 hexadecimal digits of SHA-256 over the parts, each with its length before it.

    The lengths keep ("ab", "c") and ("a", "bc") apart.
    """
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    framed = b"".join([b"%d:%s" % (len(data), data) for data in encoded])
    return hashlib.sha256(framed).hexdigest()[:_ID_DIGITS]


def native_message_id(tool: str, session: str, native: str) -> str:
    """The id of a message that its own tool has named.

    A UUID is unique everywhere, and tools copy messages with their UUIDs from session to session
    when a conversation is resumed or forked: the session is left out of it. Any other name is
    taken to be unique in its session only.
    """
    scope = "" if _UUID.match(native) else session
    return short_digest("message", tool, scope, native)


def anonymous_message_id(tool: str, session: str, instant: str, sender: str, text: str, ordinal: int) -> str:
    """The id of a message without a name: `ordinal` counts the equal ones before it."""
    return short_digest("message", tool, session, instant, sender, text, str(ordinal))
