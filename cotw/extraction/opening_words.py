"""The words by which something is begun, promised, put off or left unknown, in English and German.

They are looked for in sentences on one line, with one blank between words.
"""

from __future__ import annotations

import re

from cotw.extraction.verbs import WEEKDAY

_TAG = "(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
_SPAN = "(?:week|weekend|month|year|morning|afternoon|evening|sprint|release|time|hour|night)"
_EVENT = "(?:release|weekend|holidays?|meeting|call|fair|launch|merge|review|move|summer|winter|trip|party)"
_LATER = "|".join(
    (
        f"tomorrow|tonight|later|soon|afterwards|next {_SPAN}|next {WEEKDAY}|{WEEKDAY}",
        f"(?:this|at the|over the|on the) {_SPAN}",
        r"on the (?:first|second|third|\d{1,2}(?:st|nd|rd|th))",
        "(?:each|every) (?:morning|evening|day|week|month|hour)",
        rf"after (?:lunch|dinner|work|that|(?:the|this|our) {_EVENT})\b",
        "before the (?:release|weekend|end)",
        rf"by (?:{WEEKDAY}|tomorrow|the \d+|next|noon|end)",
        "follow[- ]?up|separate (?:pr|change|commit)",
        r"in (?:the|an?|two|three|\d+) (?:morning|evening|hours?|minutes?|days?|weeks?)",
    )
)
_SPAETER = "|".join(
    (
        r"morgen|nachher|später|bald|heute abend|sobald|danach|nächsten? \w+",
        rf"(?:am|bis|ab|bis zum) (?:{_TAG}|wochenende|monatsersten|\d{{1,2}}\.)",
        r"bis (?:morgen|dahin)|nach (?:dem|der) \w+|(?:am|im) nächsten \w+",
    )
)
# Where a clause begins that says something of its own, and the words it may begin with.
_START = (
    r"(?:^|[;:–—] ?|[,.] (?=(?:I|ich)\b)|[,;] (?:and|but|so) "
    r"|\b(?:and|but|so|then|und|aber|dann|that|dass|remember|though|note:?) )"
    r"(?:(?:oh|ok|okay|yes|no|well|right|also|and|but|so|then|now|next|first|before that|after that|good|sure"
    r"|remember|note|still|by the way|ja|nein|gut|dann|seriously though|don't let me forget|this \w+|for \d+"
    r"|on \w+day)\b[,:]? )*"
)
_ADVERBS = "(?:(?:also|still|then|first|now|just|really|probably|definitely|only) )*"
_MUST = (
    rf"{_ADVERBS}(?:need to|have to|must|['’]ve got to|have got to|gotta|want to still)\b"
    "(?! (?:say|admit|confess|tell you|thank|ask you|be (?:honest|careful)))"
)


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways), re.IGNORECASE)


PUT_OFF = _any(rf"\b(?:{_LATER}|{_SPAETER})\b")
WAITS = _any(
    r"\b(?:once|as soon as|until|sobald|wenn|bis)\b",
    r"\bwhen (?:you|I|we|it|that|the \w+ (?:is|are|has|comes))\b",
)
# "I'll", "I am going to", "ich werde".
PROMISE = _any(
    r"\b(?:I|we) ?(?:['’]ll|will|(?:['’]m|am|['’]re|are) (?:going to|gonna)|gonna)\b"
    r"(?! (?:not|never|an?|the|this|that|my|our|be (?:more |less |most )?likely)\b)",
    r"^gonna\b|\bI promise\b|^will do\b",
    r"\b(?:ich werde|wir werden|werde ich|werden wir)\b",
)
OURS = _any(r"\b(?:we|wir)\b")
# An agent that says only "I'll run the tests" runs them; what it says it will go on with, it has stopped.
GOES_ON = _any(
    r"\b(?:remaining|rest|others?|continue|go on|remind|let you know|get back|übrigen|weiter"
    r"|keep (?:an eye|looking|trying))\b"
)
DUTY = _any(
    rf"{_START}(?:I|we) {_MUST}",
    r"\bdon['’]t let me forget\b|^(?:still )?(?:need|have|got) to\b",
    r"\b(?:I|we) should (?:still|also|later|at some point|eventually)\b|\b(?:I|we) should\b.*\blater\b",
    r"\b(?:ich|wir) (?:muss|müssen|sollten?)\b.*\b(?:noch|bis|morgen|am)\b",
    r"\b(?:muss|müssen|sollten?) (?:ich |wir )?(?:\w+ )?noch\b",
    rf"\bmuss ich (?:{_SPAETER})\b",
)
_DOING = (
    "(?:do|talk|discuss|look|continue|pick|meet|finish|decide|revisit|leave|come back|tackle|start"
    "|go (?:over|through)|sort|plan|review|clean|fix|write|ask|call)"
)
# What is put off without a promise: "let's do that on Monday", "put it on hold".
DEFERRED = _any(
    rf"\blet['’]?s {_DOING}\b.*\b(?:{_LATER})\b|\bI['’]d rather\b.*\b(?:{_LATER})\b",
    r"\b(?:put|is|are|on) .*\bon hold\b",
)
# "Ich hole es morgen" is no past, but has no word for the future either.
GERMAN_LATER = _any(rf"\b(?:ich|wir)\b.*\b(?:{_SPAETER})\b", rf"\b(?:{_SPAETER})\b.*\b(?:ich|wir)\b")
GERMAN_PAST = _any(r"\b(?:haben?|hatten?|war|waren|wurden?|bin|hat|ging|würde|hätte)\b")
LEFT = _any(
    r"\bstill (?:needs?|has to|have to|to do|to be|to come|missing|open|left|outstanding|undone|untested"
    r"|lacks?)\b",
    r"\b(?:is|are) (?:\w+ )?still (?:missing|open|to be|outstanding)\b",
    r"\b(?:what|all that) (?:remains|is left|['’]s left)\b|\bremains? (?:to be|open)\b|^remaining:",
    r"\bnext steps?:|^not (?:run|done|tested|covered)\b",
    r"\b(?:not|n['’]t)(?: been)? (?:\w+ ){0,5}yet\b|\byet to be\b",
    r"\b(?:fehlt|fehlen|bleibt|bleiben|steht|stehen)\b.*\bnoch\b|\bnoch (?:nicht|zu|offen|aus)\b",
    r"^offen (?:ist|sind)|^als nächstes\b",
)
# A person says so of what they want, an agent of what it has not done.
LEFT_BY_AGENT = _any(
    r"\b(?:has|have|needs?) to be\b.*\b(?:still|before|first)\b|\bneed your\b",
    r"\bI need (?:the|an?) .* (?:from you|before I)\b",
)
NEEDS_YOU = _any(
    r"\b(?:I|we) (?:still )?need (?:your|you to)\b",
    r"\b(?:ich|wir) brauchen? (?:noch )?(?:deine?n?|euere?n?|eure)\b",
)
_SEARCHING = (
    "looking into|investigating|checking|digging|trying to (?:find|understand|figure)|unclear|unknown|unsure"
    "|waiting|pending|puzzled|researching"
)
_ANSWER = "(?:reply|answer|response|table|review|result|feedback|confirmation|decision)"
UNKNOWN = _any(
    r"\bnot (?:yet (?:sure|clear|certain|known)|(?:sure|clear|certain|known) yet)\b",
    rf"\b(?:unclear|unknown) yet\b|\b(?:still|currently) (?:{_SEARCHING})\b",
    r"\bdon['’]t (?:yet )?know (?:yet )?(?:why|where|what|how|whether)\b",
    rf"\bwaiting (?:for|on) (?:\w+['’]?s? )*{_ANSWER}\w*\b",
    r"\bcause (?:is|remains) (?:still )?(?:unknown|unclear)\b|\bhaven['’]t (?:found|figured)\b.*\byet\b",
    r"\b(?:should|need to|have to|must|want to) (?:still )?investigate\b",
    r"\bnoch (?:unklar|ungeklärt|offen, (?:ob|wie|warum|woher))\b|\bnoch nicht (?:klar|sicher)\b",
    r"\bweiß (?:ich|man|das)\b.*\bnoch nicht\b",
    r"\b(?:ich|wir) (?:prüfen?|schauen?|suchen?|untersuchen?|warten?|klären?) (?:\w+ ){0,2}noch\b",
)
TODO = re.compile(
    r"(?:\b(?:TODO|FIXME)\b(?:\([^()\n]{0,40}\))?\s*(?::|[–-](?=\s))|^\W{0,6}(?i:to-?do"
    r"|fixme)\s*:)\s*(?P<what>\S.*)"
)
# All of these but TODO hold one of these words; sentences without any are passed over.
TRIGGERS = frozenset(
    """
    als cause currently d fehlen fehlt forget found figured going gonna got gotta has have hold ich
    investigate know left let ll muss must müssen need needs next noch not offen promise remain remaining
    remains should sollte
    sollten still sure t unclear unknown waiting weiß werde werden what will wir yet
    """.split()
)
