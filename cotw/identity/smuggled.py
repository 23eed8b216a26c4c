"""Smuggled: words in a file that guides the agent which look as if a tool or a page had put them there.

Whoever can write these files can tell the agent what to do; this finds what is clumsy about it: orders to
forget all other orders, labels of roles, marks of prompt formats, characters that nobody can see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cotw.identity.meant import without_comments
from cotw.store.finding import Finding

_SIGNS = {
    "reads like an order to drop all other orders": re.compile(
        r"\b(?:ignore|disregard|forget|override)\s++(?:(?:all|any|every)\s++)?(?:of\s++)?"
        r"(?:(?:the|your|these|those)\s++)?(?:previous|prior|above|earlier|preceding|other)\s++"
        r"(?:instruction|prompt|rule|message|direction|order)s?"
        r"|\b(?:ignoriere|vergiss|missachte)\s++(?:(?:alle|sämtliche|deine|die)\s++){0,2}"
        r"(?:vorherigen|bisherigen|vorigen|obigen|früheren)\s++(?:Anweisung|Regel|Vorgabe|Nachricht)(?:en|n)?"
        r"|\bnew (?:system )?instructions?:|\byou are now (?:in )?(?:developer|dan|jailbreak|god)\b",
        re.IGNORECASE,
    ),
    "starts like a role in a transcript": re.compile(
        r"^[*_#> \t]*(?:system|assistant|user|human|developer)[*_ \t]*:(?!//)", re.IGNORECASE | re.MULTILINE
    ),
    "holds a mark of a prompt format": re.compile(
        r"<\|[a-z_]{2,30}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|system-reminder|tool_result|function_calls)\b[^>\n]{0,80}>",
        re.IGNORECASE,
    ),
    "tells the agent to keep something from its person": re.compile(
        r"\b(?:do not|don['’]t|never)\s++(?:tell|inform|(?:mention|show)\s++(?:this|it|that)\s++to)"
        r"\s++(?:the\s++)?(?:user|human|person|owner)\b",
        re.IGNORECASE,
    ),
    # Zero-width and direction marks, and the tag characters that spell a second text inside the first. (Flags
    # of Scotland or Wales are spelled with them, after a black flag.)
    "holds characters that cannot be seen": re.compile(
        "[\u200b\u2060\u2062-\u2064\u202a-\u202e\u2066-\u2069]"
        "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]"
    ),
}


def smuggled(file: str, text: str) -> Iterator[Finding]:
    """A finding for each kind of sign, at the first line that bears it; comments reach nobody."""
    shown = without_comments(text)
    for reason, sign in _SIGNS.items():
        hit = sign.search(shown)
        if hit:
            line = shown.count("\n", 0, hit.start() + len(hit[0]) - len(hit[0].lstrip())) + 1
            yield Finding(file, f"line {line}", reason)
