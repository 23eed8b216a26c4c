"""Looking back: whether what a text says at a place is past, as far as its words tell.

"In July" is a month of the past in "what did we sell in July?" and one to come in "where can I go in July?".
"""

from __future__ import annotations

import re

from cotw.extraction.time_words import pattern


def looks_back(text: str, place: int, *, surely: bool = False) -> bool:
    """Whether the clause at `place`, or else all of `text`, is past; if neither tells, only not `surely`.

    A few words without any verb ("brakes in March") are what somebody looks for in a memory.
    """
    begin = max(text.rfind(mark, 0, place) for mark in _MARKS) + 1
    end = min((found for mark in _MARKS if (found := text.find(mark, place)) >= 0), default=len(text))
    for part in (text[begin:end], text):
        words = _SAYS_NOTHING.sub(" ", _SEEMS_PAST.sub(" is ", part))
        if _PAST.search(words):
            return True
        if _PRESENT.search(words):
            return False
    return not surely


_MARKS = ".,;!?\n"
# "Are served", "do you have", "have to" are present.
_SEEMS_PAST = re.compile(
    r"(?:\b(?:is|are|am|be|being|gets?)|['’](?:m|re))\s+(?:\w+ly\s+)?\w+ed\b"
    r"|\b(?:have|has)\s+(?:to|any|a|an|the)\b|\b(?:do|does)\s+\w+\s+have\b",
    re.IGNORECASE,
)
# "The used bike" may be of any time, and in German "was" asks for something.
_SAYS_NOTHING = re.compile(
    r"\b(?:the|a|an|any|my|your|our|his|her|their)\s+\w+ed\b|\bwas\s+wondering\b"
    r"|\b(?:speed|feed|indeed|shed|hundred)\b"
    r"|\bwas(?=\s+(?:ist|sind|muss|soll|kann|mach\w*|steht|gibt|wird|will|ich|wir)\b)",
    re.IGNORECASE,
)
_PAST = pattern(
    r"\b(?:did|didn['’]t|was|were|have|had|has|remember|recall|(?!need|exceed|embed)[a-z]{3,}ed|ate|became|began|bought|broke|brought"
    r"|built|came|caught|chose|drew|drove|fell|felt|found|gave|got|heard|held|kept|knew|learnt|left|lost|made"
    r"|meant|met|paid|ran|rode|said|sang|sat|saw|sent|sold|spent|spoke|stood|swam|taught|thought|told|took|went"
    r"|won|wore|wrote|hab|habe|haben|hast|habt|hat|hatte\w*|war|waren|warst|wurde\w*|sagte\w*|kam\w*|ging\w*"
    r"|gab\w*|erinner\w*|weißt du noch|\w*ge\w{2,}(?:t|en) (?:bin|bist|ist|sind))"
)
_PRESENT = pattern(
    r"(?:\b(?:is|are|am|do|does|can|could|will|would|shall|should|must|wants?|needs?|plans?|planning|going to"
    r"|ist|sind|bin|kann|können|könnte\w*|soll\w*|wollen|wird|werden|würde\w*|muss|müssen|gibt)"
    r"|['’](?:m|re|ll|d)\b)"
)
