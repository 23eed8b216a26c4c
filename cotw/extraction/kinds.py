"""Kinds: what a proper name is the name of, told by its own words and by those beside it.

Where nothing tells it, the kind is `unknown`: a wrong kind is worse than none. The confidence says how
much of a cue there was, and with `unknown`, how surely it is a name at all.
"""

from __future__ import annotations

import re

from cotw.extraction.lexicon import CAPITAL_TOOLS, PLACES, TOOLS
from cotw.extraction.mention import Kind, key

_FAMILY = (
    "sister|brother|mother|father|mom|mum|dad|wife|husband|son|daughter|aunt|uncle|cousin|niece|nephew|grandma|grandpa"
    "|grandmother|grandfather|partner|fiancée?|girlfriend|boyfriend"
)
KIN = rf"(?:(?:step|half)-?)?(?:{_FAMILY})(?:-in-law)?"
ACQUAINTED = (
    "(?:best |old |good |close )?(?:friends?|colleagues?|boss|neighbou?r|roommate|flatmate|teammate|coworker"
    "|co-worker"
    "|mentor|therapist|coach|teacher|doctor|manager)"
)
_ORGANISATION = re.compile(
    r"(?:inc|ltd|llc|gmbh|ag|corp|corporation|company|co|plc|foundation|university|universität|college"
    r"|institute|school|bank"
    r"|museum|hospital|agency|association|union|council|ministry|department|committee|society|hotel"
    r"|restaurant|church|library"
    r"|labs?|studios?|records|verein|club|team|league|party|university of .+|institute of .+|museum of .+"
    r"|bank of .+)",
)
_PLACE = re.compile(
    r"(?:street|avenue|road|lane|square|park|lake|mountains?|river|island|islands|beach|bay|valley|city"
    r"|county|airport|station"
    r"|bridge|castle|straße|platz|national park|forest|desert|ocean|sea|trail|falls|canyon)"
)
_TITLED_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Sir|Lady|Aunt|Uncle|Grandma|Grandpa)\.?\s+$")
_PERSON_BEFORE = re.compile(
    rf"\b(?:{KIN}|{ACQUAINTED}),?\s+(?:is\s+(?:called|named)\s+|named\s+|called\s+)?$"
    r"|\b(?:met|meet|told|asked|thanked|married|hugged|invited|(?:i|we|he|she)\s+called|texted|emailed|know|phoned)\s+$"
    r"|(?:^|[.!?,]\s*)(?:hi|hey|hello|dear|thanks|thank you|bye|hallo)[,!]?\s+$"
    r"|\b(?:my name is|i am called|call me|name's)\s+$",
    re.IGNORECASE,
)
PERSON_VERBS = (
    r"(?:said|says|asked|told|tells|thinks|thought|likes|liked|loves|loved|hates|wants|wanted|lives|lived"
    r"|works\s+(?:at|on|for|in)"
    r"|worked|knows|knew|prefers|preferred|enjoys|enjoyed|wrote|writes|met|smiled|laughed|cooked|cooks"
    r"|married|moved"
    r"|decided|suggested|recommended|repaired|repairs|built|builds|painted|paints|sent|bought|visited)"
)
_PERSON_AFTER = re.compile(
    rf"\s+(?:(?:and\s+I|also|really|just|never|always|often|still|has|had)\s+)?{PERSON_VERBS}\b"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:(?:live[sd]?|living|born|grew\s+up|raised|based|located|stay(?:ed|ing)?|arrived|vacation(?:ed"
    r"|ing)?|holidays?)"
    r"\s+(?:\w+\s+)?(?:in|near|at|outside)"
    r"|(?:move[ds]?|moving|trip|flew|fly|flying|travel(?:l?ed|l?ing)?|drove|went|going|relocated|flight"
    r"|flights|train|back|visit)\s+to"
    r"|visit(?:ed|ing)?|city\s+of|town\s+of|village\s+of|north\s+of|south\s+of|east\s+of|west\s+of|near"
    r"|downtown|leave\s+for)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ORGANISATION_BEFORE = re.compile(
    r"\b(?:work(?:s|ed|ing)?\s+(?:at|for)|employed\s+(?:at|by)|job\s+at|intern(?:ed|ing|ship)?\s+at"
    r"|hired\s+by|stud(?:y|ies|ied)\s+at"
    r"|company|firm|startup|employer|joined|CEO\s+of|founder\s+of|founded)\s+(?:the\s+|called\s+)?$",
    re.IGNORECASE,
)
_PROJECT_BEFORE = re.compile(
    r"\b(?:project|repo|repository|codebase)\s+(?:called\s+|named\s+|is\s+)?$", re.IGNORECASE
)
_PROJECT_AFTER = re.compile(r"\s+(?:project|repo|repository|codebase)\b")
_TOOL_BEFORE = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|install(?:ed|ing)?|switched\s+to|migrat(?:e|ed|ing)\s+to|written\s+in|tool"
    r"|library|framework|app|editor)"
    r"\s+(?:called\s+)?$",
    re.IGNORECASE,
)
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")


def kind_of(name: str, before: str, after: str) -> tuple[Kind, float]:
    """The kind of `name` between these texts (a few words each), and how surely it is that."""
    return _known(name) or _by_last_word(name) or _by_neighbours(before, after) or _by_shape(name)


def known_tool(word: str) -> str | None:
    """The right spelling of a tool that `word` names, if it names one."""
    if word in CAPITAL_TOOLS:
        return word
    return TOOLS.get(word.lower())


def _known(name: str) -> tuple[Kind, float] | None:
    if known_tool(name):
        return "tool", 0.9 if name.lower() in TOOLS else 0.6
    if key(name) in PLACES or name.lower() in PLACES:
        return "place", 0.9
    return None


def _by_last_word(name: str) -> tuple[Kind, float] | None:
    words = name.lower().split()
    if len(words) < 2:
        return None
    if _ORGANISATION.fullmatch(words[-1].rstrip(".")) or _ORGANISATION.fullmatch(" ".join(words[:3])):
        return "organisation", 0.8
    return ("place", 0.8) if _PLACE.fullmatch(words[-1]) else None


def _by_neighbours(before: str, after: str) -> tuple[Kind, float] | None:
    if _TITLED_BEFORE.search(before):
        return "person", 0.9
    if _PROJECT_BEFORE.search(before) or _PROJECT_AFTER.match(after):
        return "project", 0.7
    if _ORGANISATION_BEFORE.search(before):
        return "organisation", 0.7
    if _PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after):
        return "person", 0.8
    if _PLACE_BEFORE.search(before):
        return "place", 0.7
    return ("tool", 0.5) if _TOOL_BEFORE.search(before) else None


def _by_shape(name: str) -> tuple[Kind, float]:
    if name.isupper() and len(name) > 1:
        return "concept", 0.4
    if " " in name or _INNER_CAPITAL.search(name):
        return "unknown", 0.6
    return "unknown", 0.5
