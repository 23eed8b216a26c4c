"""The words by which a person asks for something once and for all.

In the patterns a blank stands for any white space. Each comes with what a text must hold, in small letters,
to be read for it: that is found many times faster than the pattern.
"""

from __future__ import annotations

import re

_OPENING = "and|but|also|oh|so|ok|okay|yes|no|well|please|bitte|then|one more thing"
_START = rf"(?:^\W*(?:(?:{_OPENING})\b[\s,:–—-]*)*)"
# "Never mind", "never give up", "always a pleasure", "never been there", "never looked back", "never fails".
_STORIES = (
    r"mind|give up|say never|a|an|the|been|had|has|have|heard|saw|seen|knew|known|thought|too|again|ever|my"
    r"|your|his|her|their|in|on|at|up|so|as|good|nice|great|fun|happy|glad|ready|there|here|got|did|does|was|were"
    r"|is|are|came|went|took|made|felt|found|gave|said|told|left|lost|met|know|better|more|love|will|would|could|can"
    r"|\w+ed|\w+ing|\w+[^s\W]s"
)
_ORDER = rf"(?:always|never) (?!(?:{_STORIES})\b)\w+"
_EACH_TIME = "when|whenever|if|every time|each time|any ?time"
_DOINGS = (
    "(?:write|draft|make|give|suggest|answer|plan|send|explain|format|quote|show|list|translate|summari[sz]e"
    "|review|create|generate|refer|change|propose|reply|recommend|design|cook|book|order|code|commit|name"
    "|describe|prepare)"
)
_SENDINGS = "(?:ask|send|say|tell|give|paste|share|show|mention|write|upload)"
_YOURS = (
    r"your (?:\w+ )?(?:answers?|repl(?:y|ies)|responses?|messages?|drafts?|summar(?:y|ies)|code|mails?|texts?"
    "|explanations?)"
)
_NOT = r"(?:do not|don['’]t)"
_WOULD = r"I ?(?:['’]d|would)"
_ONCE_AND_FOR_ALL = (
    (
        "now on|here on|today on|starting|forward|henceforth",
        r"\b(?:from (?:now|here|today) on(?:wards?)?|starting (?:now|today)|going forward|henceforth)\b",
    ),
    ("future", rf"{_START}in (?:the )?future\b(?!,? (?:there|the|I|we|he|she|it|they|my|our|people)\b)"),
    (
        "ab jetzt|ab sofort|ab heute|von |zukunft|zukünftig|künftig|fortan",
        r"\b(?:ab (?:jetzt|sofort|heute)|von (?:jetzt|nun|heute) an|in zukunft|zukünftig|künftig|fortan)\b",
    ),
    (
        "désormais|dorénavant|partir de|ahora en adelante|ora in poi|agora em diante",
        r"\b(?:désormais|dorénavant|à partir de maintenant|de ahora en adelante|a partir de ahora"
        r"|d['’]ora in poi|de agora em diante)\b",
    ),
    ("今後は|これからは|从现在", "今後は|これからは|从现在起|从现在开始"),
)
_ORDERS = (
    ("always|never", rf"(?:{_START}|\bplease |[;:]\s*){_ORDER}"),
    ("always|never", r"\byou (?:should|must|shall|may|are to|have to|need to) (?:always|never)\b"),
    (
        "always|never",
        r"\b(?:make sure|be sure|want|like|need|ask|remember) (?:you )?(?:to |that you |you )"
        r"(?:always|never)\b",
    ),
    ("immer|nie|stets", rf"{_START}(?:immer|nie|niemals|stets)\b"),
    ("bitte", r"\bbitte (?:\w+ ){0,2}(?:immer|nie|niemals|stets|nicht mehr|nur noch)\b"),
    (
        "don't|don’t|do not",
        rf"{_START}{_NOT}\b.*\b(?:any ?more|again|ever|without (?:asking|telling|my))\b",
    ),
    ("stop|quit|avoid|no more", rf"{_START}(?:(?:stop|quit|avoid) \w+ing\b|no more \w+)"),
)
_PREFERENCES = (
    ("prefer", r"\bI ?(?:['’]d|would|do|really|much|generally|usually|strongly|always|\s)* prefer\b"),
    ("prefer", rf"{_START}prefer\b"),
    ("my default|my preference|my rule", r"\bmy (?:default|preference|rule)\b.*\b(?:is|are)\b"),
    ("rather", rf"\b{_WOULD} (?:much )?rather (?:have|not|you|see|get|read|use)\b"),
    ("like it", rf"\b{_WOULD} like it if you\b"),
    ("like it|hate it", rf"\bI (?:(?:{_NOT}|really) )?(?:like|hate) it (?:when|if) you\b"),
    ("want you", rf"\bI (?:{_NOT}|never) want you to\b"),
    ("bevorzuge", r"\bich bevorzuge\b"),
    ("lieber", r"\b(?:ich hätte|mir (?:ist|wäre)) (?:\w+ ){0,2}lieber\b"),
    ("mag es", r"\bich mag es (?:nicht|lieber)\b"),
    (
        "that i ",
        rf"\b(?:remember|keep in mind|note) that I (?:can['’]t|cannot|{_NOT}|never|always|only|hate|like|love"
        r"|need|prefer)\b",
    ),
)
_EVERY_CASE = (
    ("when you|if you|time you|whenever you", rf"\b(?:{_EACH_TIME}) you {_DOINGS}\b"),
    ("whenever i|if i|time i", rf"\b(?:whenever|if|every time|each time|any ?time) I {_SENDINGS}\b"),
    ("every |each |all |any ", rf"\b(?:every|each|all|any) (?:\w+ ){{1,3}}you {_DOINGS}\b"),
    ("unless i", r"\bunless I (?:say|ask|tell)\b"),
    ("by default|as a rule", r"\b(?:by default|as a rule)\b"),
    ("your ", rf"{_START}(?:keep|make|write|{_NOT})\b.*\b{_YOURS}\b"),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+").replace(r"\s+?", r"\s*"), re.IGNORECASE)


WAYS = tuple(
    (tuple(held.split("|")), _compiled(pattern))
    for held, pattern in (*_ONCE_AND_FOR_ALL, *_ORDERS, *_PREFERENCES, *_EVERY_CASE)
)
# "Let me know when you make it", "I love it when you make coffee".
NO_ORDER = _compiled(r"^\W*let me\b|\blove (?:it )?when you\b")
REQUEST = _compiled(r"\W*(?:please )?(?:can|could|would|will|kannst|könntest|würdest) (?:you|du)\b")
