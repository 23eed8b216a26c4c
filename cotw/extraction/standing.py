"""Standing: what a person asks for once and for all – instructions and preferences that hold until further notice.

"From now on write commit messages in German" shares few words with the questions it answers. Recognised are
the ways of saying that something holds in general, towards the one who is spoken to: "I always forget my
umbrella" and "she never called" tell a habit, "do you prefer tea?" asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from cotw.extraction.prose import prose, sentences

# Who pastes a page of rules means the page; its first ones stand for it.
MOST = 3
_LONGEST = 500
_START = r"(?:^\W*(?:(?:and|but|also|oh|so|ok(?:ay)?|yes|no|well|please|bitte|then|one more thing)\b[\s,:–—-]*)*)"
# "Never mind", "always a pleasure", "never been there", "never looked back".
_NO_ORDER = (
    r"(?!(?:mind|a|an|the|been|had|has|have|heard|saw|seen|knew|known|thought|too|again|ever|my|your|his|her|their|in|on|at|so|as"
    r"|good|nice|great|fun|happy|glad|ready|there|here|got|did|does|was|were|is|are|came|went|took|made|felt|found|gave|said|told"
    r"|left|lost|met|know|better|more|love|will|would|could|can|\w+ed|\w+ing|\w+[^s\W]s)\b)\w+"
)
_DOINGS = (
    r"(?:write|draft|make|give|suggest|answer|plan|send|explain|format|quote|show|list|translate|summari[sz]e|review|create|generate|refer"
    r"|change|propose|reply|recommend|design|cook|book|order|code|commit|name|describe|prepare)"
)
_YOURS = r"your\s+(?:\w+\s+)?(?:answers?|repl(?:y|ies)|responses?|messages?|drafts?|summar(?:y|ies)|code|mails?|texts?|explanations?)"
_MARKS = (
    # Once and for all.
    r"\b(?:from\s+(?:now|here|today)\s+on(?:wards?)?|starting\s+(?:now|today)|going\s+forward|henceforth)\b",
    rf"{_START}in\s+(?:the\s+)?future\b",
    r"\b(?:ab\s+(?:jetzt|sofort|heute)|von\s+(?:jetzt|nun|heute)\s+an|in\s+zukunft|zukünftig|künftig|fortan)\b",
    r"\b(?:désormais|dorénavant|à\s+partir\s+de\s+maintenant|de\s+ahora\s+en\s+adelante|a\s+partir\s+de\s+ahora|d['’]ora\s+in\s+poi"
    r"|de\s+agora\s+em\s+diante)\b|今後は|これからは|从现在起|从现在开始",
    # Orders with always and never.
    rf"(?:{_START}|\b(?:and|but|please)\s+|[;:]\s*)(?:always|never)\s+{_NO_ORDER}",
    r"\byou\s+(?:should|must|shall|may|are\s+to|have\s+to|need\s+to)\s+(?:always|never)\b",
    r"\b(?:make\s+sure|be\s+sure|want|like|need|ask|remember)\s+(?:you\s+)?(?:to\s+|that\s+you\s+|you\s+)(?:always|never)\b",
    rf"{_START}(?:immer|nie|niemals|stets)\b|\bbitte\s+(?:\w+\s+){{0,2}}(?:immer|nie|niemals|stets|nicht\s+mehr|nur\s+noch)\b",
    # No longer.
    rf"{_START}(?:do\s+not|don['’]t)\b.*\b(?:any\s*more|again|ever|without\s+(?:asking|telling|my))\b",
    rf"{_START}(?:stop|quit|avoid)\s+\w+ing\b|{_START}no\s+more\s+\w+",
    # Preferences.
    r"\bI\s*(?:['’]d|would|do|really|much|generally|usually|strongly|always|\s)*\s+prefer\b|\bI\s*(?:['’]d|would)\s+(?:much\s+)?rather"
    rf"\s+(?:have|not|you|see|get|read|use)\b|{_START}prefer\b|\bmy\s+(?:default|preference|rule)\b.*\b(?:is|are)\b",
    r"\bI\s*(?:['’]d|would)\s+like\s+it\s+if\s+you\b|\bI\s+(?:(?:don['’]t|do\s+not|really)\s+)?(?:like|love|hate)\s+it\s+(?:when|if)\s+you\b"
    r"|\bI\s+(?:don['’]t|do\s+not|never)\s+want\s+you\s+to\b",
    r"\b(?:ich\s+bevorzuge|ich\s+hätte\s+(?:\w+\s+){0,2}lieber|mir\s+(?:ist|wäre)\s+(?:\w+\s+){0,2}lieber|ich\s+mag\s+es\s+(?:nicht|lieber))\b",
    # For every case of a kind.
    rf"\b(?:when|whenever|if|every\s+time|each\s+time|any\s*time)\s+you\s+{_DOINGS}\b",
    r"\b(?:whenever|if|every\s+time|each\s+time|any\s*time)\s+I\s+(?:ask|send|say|tell|give|paste|share|show|mention|write|upload)\b",
    rf"\b(?:every|each|all|any)\s+(?:\w+\s+){{1,3}}you\s+{_DOINGS}\b|\bunless\s+I\s+(?:say|ask|tell)\b|\b(?:by\s+default|as\s+a\s+rule)\b",
    rf"{_START}(?:keep|make|write|do\s+not|don['’]t)\b.*\b{_YOURS}\b",
    r"\b(?:remember|keep\s+in\s+mind|note)\s+that\s+I\s+(?:can['’]t|cannot|don['’]t|do\s+not|never|always|only|hate|like|love|need|prefer)\b",
)
_STANDING = re.compile("|".join(_MARKS), re.IGNORECASE)
_REQUEST = re.compile(r"\W*(?:please\s+)?(?:can|could|would|will|kannst|könntest|würdest)\s+(?:you|du)\b", re.IGNORECASE)


def standing(text: str) -> tuple[str, ...]:
    """The sentences of `text` that hold from then on, in order, at most three."""
    return tuple(islice(_found(text), MOST))


def _found(text: str) -> Iterator[str]:
    plain = prose(text)
    for begin, end in sentences(plain):
        sentence = " ".join(plain[begin:end].split())
        asks = sentence.endswith(("?", "？")) and not _REQUEST.match(sentence)
        if len(sentence) <= _LONGEST and not asks and _STANDING.search(sentence):
            yield sentence
