"""Predicates: the twelve things that can be said of two entities, and the words that say them.

A table, no logic. Each pattern begins where its subject ends; what it leaves is where its object begins.
Whole words only: "but" must not be found in "attribute".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cotw.extraction.kinds import ACQUAINTED, KIN

Predicate = Literal[
    "knows", "created", "uses", "located_in", "part_of", "interested_in",
    "prefers", "works_on", "related_to", "has_property", "occurred_at", "causes",
]  # fmt: skip
# What may stand as object: a phrase, one that means no particular thing, one with an article, any name,
# a person's name, a place's.
Object = Literal["phrase", "general", "thing", "name", "person", "place"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` after a subject says `predicate` of it and of an `object`."""

    predicate: Predicate
    pattern: re.Pattern[str]
    object: Object
    confidence: float


_ADVERBS = (
    r"(?:\s+(?:really|also|just|still|always|often|mostly|mainly|usually|currently|now|actually|already"
    r"|both|recently|finally"
    r"|personally|generally|especially|absolutely|even|both|truly|mostly|do|so|very|quite|totally"
    r"|definitely|only|pretty|super"
    r"|completely|first|once|long|deeply|particularly|strongly|officially|lately))*"
)
_HAVE = rf"(?:(?:['’]ve|['’]s|\s+have|\s+has|\s+had)(?=\s))?{_ADVERBS}"
_BE = rf"(?:['’]m|['’]s|['’]re|\s+am|\s+is|\s+are|(?:['’]ve|['’]s|\s+have|\s+has)\s+been){_ADVERBS}"
# "learning more about alabaster": what is learned about is the interest.
_MORE = (
    r"(?:\s+(?:exploring|learning|reading|hearing|knowing|finding\s+out|studying)\b)?"
    r"(?:\s+(?:more\s+)?about\b)?"
)
_LIGHT = r"get|go|be|see|do|have|make|know|hear|say|think|find|try|take|learn|use|help|keep|start"
_TO = rf"(?:\s+to(?!\s+(?:{_LIGHT})\b))?"
MADE = (
    r"made|built|wrote|written|created|designed|founded|painted|composed|developed|invented|knitted|knit"
    r"|crafted|carved|baked|drew"
    r"|sewed|coded|programmed|published|released|co-founded|authored|launched|sculpted|welded"
)


def _rule(predicate: Predicate, pattern: str, object: Object, confidence: float) -> Rule:
    return Rule(predicate, re.compile(rf"{pattern}\s+", re.IGNORECASE), object, confidence)


RULES: tuple[Rule, ...] = (
    _rule(
        "knows",
        rf"{_HAVE}\s+(?:knows?|knew|met|befriended|bumped\s+into|ran\s+into)(?:\s+with)?",
        "person",
        0.8,
    ),
    _rule("knows", rf"{_BE}\s+(?:good\s+|best\s+|close\s+|old\s+)?friends\s+with", "person", 0.9),
    _rule("created", rf"{_HAVE}\s+(?:{MADE})", "thing", 0.7),
    _rule(
        "uses",
        rf"{_HAVE}\s+(?:uses?|(?:switched|migrated|moved|upgraded)\s+over\s+to|switched\s+to"
        rf"|migrated\s+to|rel(?:y|ies)\s+on)",
        "phrase",
        0.8,
    ),
    _rule("uses", rf"{_BE}\s+(?:using|relying\s+on)", "phrase", 0.8),
    _rule(
        "located_in",
        r"(?:\s+(?:still|now|currently|both))?\s+(?:lives?|resides?)\s+(?:\w+\s+)?(?:in|near|at|outside)",
        "place",
        0.9,
    ),
    _rule(
        "located_in",
        rf"{_BE}\s+(?:living|located|based|situated|staying)\s+(?:in|near|at|outside)",
        "place",
        0.8,
    ),
    _rule("located_in", rf"{_HAVE}\s+(?:moved|relocated)\s+(?:back\s+)?to", "place", 0.7),
    _rule("located_in", r"\s+(?:is|are|am|lies|stands)\s+in", "place", 0.7),
    _rule(
        "part_of",
        rf"{_BE}\s+(?:an?\s+)?(?:active\s+|new\s+|proud\s+)?(?:part|members?|student|employee)\s+(?:of|at)",
        "phrase",
        0.8,
    ),
    _rule("part_of", rf"{_HAVE}\s+(?:belongs?\s+to|joined)", "phrase", 0.7),
    _rule(
        "part_of",
        rf"{_HAVE}\s+(?:works?|volunteers?|stud(?:y|ies)|teach(?:es)?)\s+(?:part-time\s+"
        rf"|full-time\s+)?(?:at|for)",
        "phrase",
        0.8,
    ),
    _rule(
        "part_of", rf"{_BE}\s+(?:working|employed|volunteering|studying|teaching)\s+(?:at|by)", "phrase", 0.8
    ),
    _rule(
        "interested_in",
        rf"{_BE}\s+(?:interested\s+in|fascinated\s+by|passionate\s+about|curious\s+about|keen\s+on|into"
        rf"|obsessed\s+with|hooked\s+on"
        r"|an?\s+(?:big\s+|huge\s+)?fan\s+of|looking\s+into|studying|reading\s+about|researching|learning)"
        rf"{_MORE}",
        "general",
        0.8,
    ),
    _rule(
        "interested_in",
        rf"{_HAVE}\s+(?:got\s+into|became\s+interested\s+in|(?:loves?|enjoys?)\s+learning\s+about){_MORE}",
        "general",
        0.8,
    ),
    _rule("prefers", rf"{_HAVE}\s+prefers?{_TO}", "phrase", 0.9),
    _rule("prefers", rf"{_HAVE}\s+(?:likes?|loves?|enjoys?|adores?){_TO}", "general", 0.7),
    _rule("works_on", rf"{_HAVE}\s+works?\s+on", "phrase", 0.8),
    _rule(
        "works_on",
        rf"{_BE}\s+(?:working\s+on|building|writing|developing|designing|restoring|training\s+for"
        rf"|preparing(?:\s+for)?)",
        "phrase",
        0.8,
    ),
    _rule("related_to", rf"{_BE}\s+(?:related|married|engaged)\s+to", "name", 0.9),
    _rule("related_to", rf"{_BE}\s+dating", "person", 0.8),
    _rule("related_to", r"\s+married", "person", 0.8),
    _rule(
        "has_property",
        rf"{_BE}(?=\s+an?\s+(?!(?:bit|little|big|huge|lot|few|fan|member|part|mix)\b))",
        "phrase",
        0.7,
    ),
    _rule("has_property", rf"{_HAVE}\s+(?:owns?|adopted)", "thing", 0.7),
)

# A property that is one word, or one with its measure.
PROPERTY = re.compile(
    rf"{_BE}\s+(?P<object>allergic\s+to\s+(?!most|some|all|any|certain|the|it)[a-z]+(?:\s+and\s+[a-z]+)?"
    rf"|\d{{1,3}}\s+years\s+old|vegetarian|vegan|left-handed|right-handed"
    r"|diabetic|divorced|single|married(?!\s+to\b)|retired|bilingual|lactose\s+intolerant|gluten\s+intolerant"
    r"|pregnant|colou?r-?blind|deaf|blind"
    r"|unemployed|self-employed|dyslexic|autistic|trans(?:gender)?|gay|lesbian|bisexual|catholic|muslim"
    r"|jewish|hindu|buddhist)\b",
    re.IGNORECASE,
)

# "my sister Mara", "my friend is called Jonas": the person's own, with the name behind.
OWN_PERSON = re.compile(
    rf"\bmy\s+(?:(?:older|younger|little|big|oldest|youngest|twin|dear|late|new)\s+)?(?:(?P<kin>{KIN})"
    rf"|(?P<friend>{ACQUAINTED}))"
    r"(?:,?\s+(?:(?:is|was)\s+)?(?:called|named)|['’]s\s+name\s+is|\s+is|,)?\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
# "Mara is my sister".
IS_OWN_PERSON = re.compile(
    rf"(?:['’]s|\s+is),?\s+(?:also\s+)?my\s+(?:(?:older|younger|little|big|twin"
    rf"|new)\s+)?(?:(?P<kin>{KIN})|(?P<friend>{ACQUAINTED}))\b",
    re.IGNORECASE,
)
# "Mara is Jonas's sister", "Jonas' brother".
IS_OTHERS_KIN = re.compile(rf"(?:['’]s|\s+is)\s+(?=[^\W\d_][\w .-]{{1,40}}?['’]s?\s+(?:{KIN})\b)")

FAVOURITE = re.compile(
    r"\bmy\s+(?:(?:all-time|absolute|current|personal)\s+)?favou?rite\s+(?!one\b|part\b|thing\b|memory\b"
    r"|moment\b|aspect\b|bit\b)(?P<of>[a-z][\w-]*(?:\s+[a-z][\w-]*){0,3}?)\s+(?:is|are|has\s+to\s+be)\s+",
    re.IGNORECASE,
)
