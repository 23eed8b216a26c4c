"""Standing: what a person asks for once and for all – instructions and preferences that hold until further notice.

"From now on write commit messages in German" shares few words with the questions it answers. Recognised are
the ways of saying that something holds in general, towards the one who is spoken to: "I always forget my
umbrella" and "she never called" tell a habit, "do you prefer tea?" asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cotw.extraction.prose import prose, sentences

# Who pastes a page of rules means the page; its first ones stand for it.
MOST = 3
_LONGEST = 500
# What is longer was pasted.
_LONGEST_TEXT = 20_000
_START = r"(?:^\W*(?:(?:and|but|also|oh|so|ok(?:ay)?|yes|no|well|please|bitte|then|one more thing)\b[\s,:–—-]*)*)"
# "Never mind", "never give up", "always a pleasure", "never been there", "never looked back", "never fails".
_NO_ORDER = (
    r"(?!(?:mind|give\s+up|say\s+never|a|an|the|been|had|has|have|heard|saw|seen|knew|known|thought|too|again|ever|my|your|his|her|their|in|on|at|so|as"
    r"|good|nice|great|fun|happy|glad|ready|there|here|got|did|does|was|were|is|are|came|went|took|made|felt|found|gave|said|told"
    r"|left|lost|met|know|better|more|love|will|would|could|can|\w+ed|\w+ing|\w+[^s\W]s)\b)\w+"
)
_DOINGS = (
    r"(?:write|draft|make|give|suggest|answer|plan|send|explain|format|quote|show|list|translate|summari[sz]e|review|create|generate|refer"
    r"|change|propose|reply|recommend|design|cook|book|order|code|commit|name|describe|prepare)"
)
_YOURS = r"your\s+(?:\w+\s+)?(?:answers?|repl(?:y|ies)|responses?|messages?|drafts?|summar(?:y|ies)|code|mails?|texts?|explanations?)"
# Each way of saying so, and what a text must hold (in small letters) to be read for it: the words alone are found
# many times faster than the pattern.
_WAYS = (
    # Once and for all.
    ("now on|here on|today on|starting|forward|henceforth",
     r"\b(?:from\s+(?:now|here|today)\s+on(?:wards?)?|starting\s+(?:now|today)|going\s+forward|henceforth)\b"),
    ("future", rf"{_START}in\s+(?:the\s+)?future\b(?!,?\s+(?:there|the|I|we|he|she|it|they|my|our|people)\b)"),
    ("ab jetzt|ab sofort|ab heute|von |zukunft|zukünftig|künftig|fortan",
     r"\b(?:ab\s+(?:jetzt|sofort|heute)|von\s+(?:jetzt|nun|heute)\s+an|in\s+zukunft|zukünftig|künftig|fortan)\b"),
    ("désormais|dorénavant|partir de|ahora en adelante|ora in poi|agora em diante|今後は|これからは|从现在",
     r"\b(?:désormais|dorénavant|à\s+partir\s+de\s+maintenant|de\s+ahora\s+en\s+adelante|a\s+partir\s+de\s+ahora"
     r"|d['’]ora\s+in\s+poi|de\s+agora\s+em\s+diante)\b|今後は|これからは|从现在起|从现在开始"),
    # Orders with always and never.
    ("always|never", rf"(?:{_START}|\bplease\s+|[;:]\s*)(?:always|never)\s+{_NO_ORDER}"),
    ("always|never", r"\byou\s+(?:should|must|shall|may|are\s+to|have\s+to|need\s+to)\s+(?:always|never)\b"),
    ("always|never", r"\b(?:make\s+sure|be\s+sure|want|like|need|ask|remember)\s+(?:you\s+)?(?:to\s+|that\s+you\s+|you\s+)"
     r"(?:always|never)\b"),
    ("immer|nie|stets|bitte", rf"{_START}(?:immer|nie|niemals|stets)\b|\bbitte\s+(?:\w+\s+){{0,2}}"
     r"(?:immer|nie|niemals|stets|nicht\s+mehr|nur\s+noch)\b"),
    # No longer.
    ("don't|don’t|do not", rf"{_START}(?:do\s+not|don['’]t)\b.*\b(?:any\s*more|again|ever|without\s+(?:asking|telling|my))\b"),
    ("stop|quit|avoid|no more", rf"{_START}(?:(?:stop|quit|avoid)\s+\w+ing\b|no\s+more\s+\w+)"),
    # Preferences.
    ("prefer", r"\bI\s*(?:['’]d|would|do|really|much|generally|usually|strongly|always|\s)*\s+prefer\b"),
    ("prefer|default|my rule", rf"{_START}prefer\b|\bmy\s+(?:default|preference|rule)\b.*\b(?:is|are)\b"),
    ("rather", r"\bI\s*(?:['’]d|would)\s+(?:much\s+)?rather\s+(?:have|not|you|see|get|read|use)\b"),
    ("like it|love it|hate it|want you",
     r"\bI\s*(?:['’]d|would)\s+like\s+it\s+if\s+you\b|\bI\s+(?:(?:don['’]t|do\s+not|really)\s+)?(?:like|love|hate)\s+it"
     r"\s+(?:when|if)\s+you\b|\bI\s+(?:don['’]t|do\s+not|never)\s+want\s+you\s+to\b"),
    ("bevorzuge|lieber|mag es", r"\b(?:ich\s+bevorzuge|ich\s+hätte\s+(?:\w+\s+){0,2}lieber"
     r"|mir\s+(?:ist|wäre)\s+(?:\w+\s+){0,2}lieber|ich\s+mag\s+es\s+(?:nicht|lieber))\b"),
    # For every case of a kind.
    ("when|if you|time you", rf"\b(?:when|whenever|if|every\s+time|each\s+time|any\s*time)\s+you\s+{_DOINGS}\b"),
    ("whenever i|if i|time i", r"\b(?:whenever|if|every\s+time|each\s+time|any\s*time)\s+I\s+"
     r"(?:ask|send|say|tell|give|paste|share|show|mention|write|upload)\b"),
    ("every |each |all |any ", rf"\b(?:every|each|all|any)\s+(?:\w+\s+){{1,3}}you\s+{_DOINGS}\b"),
    ("unless i|by default|as a rule", r"\bunless\s+I\s+(?:say|ask|tell)\b|\b(?:by\s+default|as\s+a\s+rule)\b"),
    ("your ", rf"{_START}(?:keep|make|write|do\s+not|don['’]t)\b.*\b{_YOURS}\b"),
    ("that i ", r"\b(?:remember|keep\s+in\s+mind|note)\s+that\s+I\s+"
     r"(?:can['’]t|cannot|don['’]t|do\s+not|never|always|only|hate|like|love|need|prefer)\b"),
)  # fmt: skip
_READ = tuple((tuple(held.split("|")), re.compile(pattern, re.IGNORECASE)) for held, pattern in _WAYS)
# "Let me know when you make it."
_LET_ME = re.compile(r"\W*let\s+me\b", re.IGNORECASE)
_REQUEST = re.compile(r"\W*(?:please\s+)?(?:can|could|would|will|kannst|könntest|würdest)\s+(?:you|du)\b", re.IGNORECASE)


def standing(text: str) -> tuple[str, ...]:
    """The sentences of `text` that hold from then on, in order, at most three."""
    text = text[:_LONGEST_TEXT]
    small = text.lower()
    ways = [pattern for held, pattern in _READ if any(words in small for words in held)]
    return tuple(islice(_found(text, ways), MOST)) if ways else ()


def _found(text: str, ways: Sequence[re.Pattern[str]]) -> Iterator[str]:
    plain = prose(text)
    for begin, end in sentences(plain):
        sentence = " ".join(plain[begin:end].split())
        asks = sentence.endswith(("?", "？")) and not _REQUEST.match(sentence)
        if len(sentence) > _LONGEST or asks or _LET_ME.match(sentence):
            continue
        if any(way.search(sentence) for way in ways):
            yield sentence
