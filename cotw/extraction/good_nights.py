"""Good nights: whether somebody takes their leave for the day. By rules, in English and German.

A farewell is the last thing that is said, alone on its line or in its sentence. "Did you have a good night?"
and "the good night story is done" are none.
"""

from __future__ import annotations

import re

_LEAD = (
    r"(?:(?:ok|okay|alright|all right|right|so|well|and|but|thanks|thank you|great|perfect|bye|danke|gut"
    r"|super|also|na|dann|und|so)\W+){0,4}"
)
_FAREWELL = (
    r"(?:have a )?good ?night|g['’]?night|night[ ,-]+night|nighty[ -]night|sleep (?:well|tight)|sweet dreams"
    r"|(?:i['’]?m|i am|i['’]?ll go|i will go|i should go|let me go|time to go|going|heading)"
    r"(?: going| off| heading)?(?: now)? to (?:bed|sleep)"
    r"|off to (?:bed|sleep)|(?:see|talk to|speak to) you (?:tomorrow|in the morning)|until tomorrow"
    r"|(?:i['’]?m |i am |let['’]?s )?(?:calling|call) it a (?:night|day)"
    r"|gute? ?nacht|gn8|schlaft? (?:gut|schön)|träumt? (?:schön|süß|was schönes)"
    r"|bis morgen(?: früh)?|wir (?:sehen|hören) uns morgen"
    r"|(?:ich )?(?:geh|gehe|muss)(?: jetzt| dann| nun)*(?: mal)? (?:schlafen|ins bett)"
    r"|ich leg(?:e)? mich(?: jetzt| dann)? (?:hin|schlafen)|ab ins bett|feierabend"
)
_TAIL = (
    r"(?:[ ,]+(?:then|all|everyone|everybody|you too|too|tomorrow|now|for (?:now|today|tonight)|my friend"
    r"|dir auch|dir|euch|allerseits|zusammen|dann|für heute|und danke|and thanks|thanks|danke|\w{2,14})){0,2}"
)
_GOES = re.compile(rf"\W*{_LEAD}(?:{_FAREWELL}){_TAIL}\W*", re.IGNORECASE)
# Commas part "thanks, that was all, good night" only where the rest is no sentence of its own.
_PIECES = re.compile(r"(?<=[.!?…\n])\s*|\s+[–—-]\s+")
_LAST = 200


def says_good_night(text: str) -> bool:
    """Whether the last thing that `text` says is a farewell for the day."""
    pieces = [piece for piece in _PIECES.split(text.strip()[-_LAST:]) if re.search(r"\w", piece)]
    if not pieces or pieces[-1].rstrip().endswith("?"):
        return False
    last = pieces[-1]
    return any(_GOES.fullmatch(end) for end in (last, last.rpartition(",")[2]))
