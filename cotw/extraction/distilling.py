"""Distilling: a question without the phrases that only say that something is asked.

"Do you remember when I told you about Lena's saddle?" looks for Lena's saddle: what stands before it would be
embedded as well, and brings near whatever else was asked so.
"""

from __future__ import annotations

import re

from cotw.extraction.words import query_words

_OPENING = r"(?:hey|hi|hello|ok(?:ay)?|so|well|uh+m*|hm+|please|sorry|and|but|also|quick question|by the way)"
_KNOWING = r"(?:(?:still|happen to|by any chance|maybe|perhaps)\s+)*(?:remember|recall|know)"
_TELLING = r"(?:tell|remind)\s+me(?:\s+(?:again|please|once more))*"
_TOLD = (
    r"(?:(?:that|when|how|if|whether|what|the time)\s+)?(?:I|we)(?:['’]ve|\s+have|\s+had)?\s+"
    r"(?:(?:ever|once)\s+)?"
)
_PREAMBLES = (
    rf"{_OPENING}\b[\s,.!:–—-]+",
    rf"(?:do|would|can|could|don['’]t)\s+you\s+{_KNOWING}\b(?:\s+(?:of|about))?",
    rf"(?:can|could|would|will)\s+you\s+(?:(?:please|maybe|perhaps)\s+)*{_TELLING}\b(?:\s+(?:of|about))?",
    rf"{_TELLING}\b(?:\s+(?:of|about))?",
    r"I\s*(?:['’]m|am|was|['’]ve been)\s+(?:just\s+)?wondering\b[\s,]*(?:if|whether|about)?",
    r"I\s+(?:just\s+)?wonder(?:ed)?\b[\s,]*(?:if|whether|about)?",
    r"I\s*(?:['’]d|would)\s+(?:like|love)\s+to\s+know\b(?:\s+(?:if|whether|about))?",
    r"I\s+(?:want(?:ed)?|need)\s+to\s+(?:know|ask(?:\s+you)?)\b(?:\s+(?:if|whether|about))?",
    r"I\s+(?:can['’]t|cannot|don['’]t|do not)\s+(?:quite\s+)?(?:remember|recall)\b(?:\s+(?:if|whether))?",
    rf"{_TOLD}(?:told|mentioned|said)\s+(?:to\s+)?you\b(?:\s+(?:that|about|of))?",
    r"(?:did|have)\s+I\s+(?:ever\s+|already\s+)?(?:tell|told|mention(?:ed)?(?:\s+to)?)\s+you\b(?:\s+(?:that|about|of))?",
    r"(?:weißt|weisst)\s+du\s+(?:noch|eigentlich)\b",
    r"erinnerst\s+du\s+dich\b(?:\s+(?:noch|eigentlich))?(?:\s+daran\b|\s+an\b)?",
    r"(?:kannst|könntest|würdest)\s+du\s+mir\s+(?:(?:bitte|noch\s*mal|kurz)\s+)*(?:sagen|verraten)\b",
    r"sag\s+mir\s+(?:(?:bitte|noch\s*mal)\s*)*",
    r"ich\s+(?:wollte\s+(?:mal\s+)?fragen|frage\s+mich)\b(?:,?\s+ob\b)?",
)
_BEGINNING = re.compile(rf"\s*(?:{'|'.join(_PREAMBLES)})[\s,:–—-]*", re.IGNORECASE)
_END = re.compile(
    rf"[\s,–—-]+(?:(?:do|can|would)\s+you\s+{_KNOWING}(?:\s+(?:that|it))?|please|(?:weißt|weisst)\s+du(?:\s+das)?\s+noch)"
    r"\s*[?.!]*\s*$",
    re.IGNORECASE,
)
# A preamble is short; more of them in a row is a game.
_MOST = 6


def distilled(question: str) -> str:
    """`question` without its preambles; as it was if nothing to look for would be left."""
    rest = _END.sub("?", question, count=1)
    for _ in range(_MOST):
        found = _BEGINNING.match(rest)
        if found is None or not found[0].strip():
            break
        rest = rest[found.end() :]
    rest = rest.strip()
    return rest if query_words(rest) else question
