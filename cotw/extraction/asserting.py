"""Asserting: whether a speaker says that something is so, or only asks, denies, wishes or reports it."""

from __future__ import annotations

import re

_QUESTION = re.compile(
    r"\s*(?:(?:and|so|but|well|ok|okay|hey|hi|please)[,\s]+)?(?:do|does|did|is|are|was|were|can|could"
    r"|would|will|should|shall|(?-i:may)|might"
    r"|what|who|whom|whose|which|why|how|am|wouldn['’]t|don['’]t|doesn['’]t|isn['’]t|aren['’]t"
    r"|couldn['’]t|imagine|suppose"
    r"|pretend|let['’]?s|write|compose|act|say|translate|tell|act)\b",
    re.IGNORECASE,
)
# Whatever else the sentence says, it then speaks of a world that may not be.
_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|suppos(?:e|ed|ing)|imagine|pretend(?:ing|ed)?|assum(?:e|ing)|wish(?:es|ed)?"
    r"|as though|hypothetically"
    r"|in case|otherwise|dream(?:ed|t|ing)?|joking|kidding|wondering|wonder|once upon a time)\b",
    re.IGNORECASE,
)
# In the clause itself, up to the object: not so, not yet, no longer, or not known.
_WITHHELD = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|without|hardly|barely|scarcely|rarely|seldom|nothing"
    r"|cannot|stop(?:ped)?|quit|refuse[sd]?"
    r"|used to|would|could|might|(?-i:may)|should|ought|must|can|will|shall|gonna|maybe|perhaps|possibly"
    r"|probably|almost|nearly|supposedly"
    r"|allegedly|want(?:s|ed)?|hop(?:e|es|ed|ing)|plan(?:s|ned|ning)?|try|tries|trying|tried|need(?:s"
    r"|ed)?|going to|thinking (?:of|about)"
    r"|consider(?:s|ed|ing)?|about to|seem(?:s|ed)?|unsure|unlikely|except|instead of|rather than|let"
    r"|make|makes)\b"
    r"|n['’]t\b|['’](?:ll|d)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:sa(?:y|ys|id)|think(?:s|ing)?|thought|believe[sd]?|claim(?:s|ed)?|tells?|told|asks?|asked"
    r"|doubts?|doubted|assumes?|assumed"
    r"|guess(?:es|ed)?|according|heard|read|fears?|feared|suspects?|argues?|argued|insists?|insisted)\b",
    re.IGNORECASE,
)
_OWN_VIEW = re.compile(r"\bI\s+(?:\w+\s+)?(?:think|believe|guess|suspect)\s+(?:that\s+)?$")
_CLAUSE = re.compile(
    r"[,;:()—–]|\s-\s|\b(?:but|and|because|so|since|although|though|while|whereas|which|who)\b", re.IGNORECASE
)
OPINION = 0.7


def asserts(sentence: str) -> bool:
    """Whether anything in `sentence` can be asserted: it is no question and supposes nothing."""
    return not (
        sentence.rstrip(" \t\n\"'”’)").endswith("?")
        or _QUESTION.match(sentence)
        or _SUPPOSED.search(sentence)
    )


def assurance(sentence: str, start: int, end: int) -> float:
    """How far a part of a sentence that asserts is asserted: 1 plainly, 0.7 as one's own view, or 0."""
    if _WITHHELD.search(sentence, clause_start(sentence, start), end):
        return 0.0
    reported = list(_REPORTED.finditer(sentence, 0, start))
    if not reported:
        return 1.0
    return OPINION if len(reported) == 1 and _OWN_VIEW.search(sentence[:start]) else 0.0


def clause_start(sentence: str, place: int) -> int:
    """Where the clause begins that `place` stands in."""
    return max((mark.end() for mark in _CLAUSE.finditer(sentence, 0, place)), default=0)
