"""Quotable: the sentences of a turn that still tell something to whoever was not there.

An agent at work says each step before it takes it, and what came of them at the end. Where code stood there
is a gap, and what led to it leads nowhere. A person pastes what a program printed behind what they ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile, zip_longest

END_MARK = re.compile(r"[.!?…:;。！？][\"'”’)\]*_`]*$")
_QUOTED_CODE = re.compile(r"`[^`]*`")
_CODE = re.compile(r"[/\\(){}=<>\d]|\w[._]\w")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS = 3
# So many lines without an end one after the other are no sentences any more.
_MOST_LINES = 3
# A step that is taken at once. "Let me know" and "I'll do it on Monday" are none.
_STEP = re.compile(
    r"(?:(?:and |so |ok(?:ay)?,? |great[,.!] |good[,.!] |perfect[,.!] |first,? |next,? ){0,3}"
    r"(?:let me (?!know)|now (?:let me|i\b|i['’](?:ll|m)\b|add|update|remove|delete|revert|verify|fix|run"
    r"|create|rename|check|write|move|replace|implement|build|test|look|read|set|make|try|clean|apply|edit"
    r"|refactor|commit|stage|push)\b"
    r"|(?:i['’]?ll|i will|i['’]?m going to) (?:now|first|start|begin|check|look|read|run|verify|search"
    r"|examine|explore|fix|add|update|create|analy[sz]e|review|find|see|help|also|use)\b"
    r"|(?:now|next,?) (?:i need|i want|we need|let['’]?s)\b"
    r"|i (?:also )?need to (?:check|look|read|see|find|fix)\b)"
    r"|(?:und |also |ok(?:ay)?,? |gut,? ){0,3}"
    r"(?:lass mich (?!wissen)|jetzt (?:\w+ ){0,2}ich\b|als nächstes (?:\w+ )?ich\b"
    r"|ich (?:werde (?:jetzt|nun|zuerst|mir)|schaue (?:mir|jetzt|nach)|sehe mir"
    r"|prüfe (?:jetzt|zuerst|nun))))",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later|tomorrow|tonight|once|when|after|next week|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|später|morgen|sobald|wenn|nachher|nächste|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b",
    re.IGNORECASE,
)


def outcome(said: Sequence[str]) -> list[str]:
    """What an agent says after the last step that it announced, if that says anything; else all of it."""
    last = max((place for place, one in enumerate(said) if announces(one)), default=-1)
    told = telling(said[last + 1 :])
    return told or telling([one for one in said if not announces(one)]) or list(said)


def announces(sentence: str) -> bool:
    """Whether it says a step that is taken at once, and not one that is put off."""
    return _STEP.match(sentence) is not None and _LATER.search(sentence) is None


def telling(said: Sequence[str]) -> list[str]:
    """Without what leads to something that is gone, and without what is more code than words."""
    worded = [one for one in said if _has_words(one)]
    pairs = zip_longest(worded, worded[1:], fillvalue="")
    return [one for one, then in pairs if not one.endswith((":", "：")) or _is_item(then)]


def before_output(said: Sequence[str]) -> list[str]:
    """What a person says up to where they paste lines of a program; a few such lines stay, as an example."""
    kept: list[str] = []
    for one in said:
        lines = sum(1 for _ in takewhile(_is_item, reversed(kept)))
        if lines >= _MOST_LINES and _is_item(one):
            break
        kept.append(one)
    return kept


def _has_words(sentence: str) -> bool:
    bare = _QUOTED_CODE.sub(" / ", sentence).split()
    code = sum(_CODE.search(one) is not None for one in bare)
    words = sum(_WORD.search(one) is not None for one in bare if not _CODE.search(one))
    return words > 0 if END_MARK.search(sentence) else words >= max(_LEAST_WORDS, code)


def _is_item(sentence: str) -> bool:
    return bool(sentence) and END_MARK.search(sentence) is None
