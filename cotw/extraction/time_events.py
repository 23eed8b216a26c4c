"""Orders and anchors: which of several memories is asked for, and events that time is told by.

"The first time" wants the earliest, "the last time" the latest, "recently" no more than something new.
"Before the fair" names no date: the anchor is kept in the asker's words, to be looked up by whoever knows the
memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from cotw.extraction.looking_back import looks_back
from cotw.extraction.time_values import Anchor, Order, Side, Words
from cotw.extraction.time_words import pattern


def order_in(question: str) -> tuple[Order, Words] | None:
    """The order a question asks for, and where it says so. Who asks for two asks for none."""
    found = [(order, match.span()) for order, rule in _ORDERS if (match := rule.search(question))]
    return found[0] if len(found) == 1 else None


def anchor_in(question: str, taken: Sequence[Words]) -> tuple[Anchor, Words] | None:
    """The first event that time is told by, outside the words that are `taken`, and where it stands.

    "Which hook runs before the commit?" does not look back: it is about an order of things, not a time.
    """
    found = [(side, match) for side, rule in _ANCHORS for match in rule.finditer(question)]
    for side, match in sorted(found, key=lambda one: one[1].start()):
        begin, end = match.span()
        free = not any(begin < other_end and other < end for other, other_end in taken)
        if free and not match.groupdict().get("other") and looks_back(question, begin, surely=True):
            return Anchor(side, " ".join(match["event"].split())), (begin, end)
    return None


_SAID = "(?:thing|conversation|message|question|session|chat|topic) (?:that )?(?:i|we|you|he|she|they)"
# Not "her first screenplay": that is a thing, not a time.
_SOMEBODY = r"(?:(?!(?:the|a|my|our|your|his|her|its|their)\b)[\w'’]+ ){1,4}"
_EARLIEST = pattern(
    rf"\b(?:(?:the )?(?:very )?first time|the (?:very )?first {_SAID}"
    rf"|when did {_SOMEBODY}first(?! (?:aid|class|place|prize))|since when"
    r"|(?:das|beim|zum) (?:aller)?erste[ns]? mal|erstmals|seit wann)"
)
_LATEST = pattern(
    rf"\b(?:(?:the )?(?:very )?(?<!for\sthe\s)last time|the (?:very )?last {_SAID}|when did {_SOMEBODY}last"
    r"|most recent(?:ly)?|how long ago|how long (?:has it been |is it |was it )?since"
    r"|(?:das|beim|zum) letzten? mal|letztes mal|zuletzt|wie lange ist es her)"
)
_RECENT = pattern(r"\b(?:(?<!most\s)recently|lately|of late|neulich|kürzlich|vor kurzem|in letzter zeit)")
_ORDERS = ((Order.EARLIEST, _EARLIEST), (Order.LATEST, _LATEST), (Order.RECENT, _RECENT))
_STOP = (
    "did|do|does|was|were|is|are|had|has|have|we|i|you|he|she|they|it|when|what|who|where|how|why|and|or|but"
    "|which|that|then|hat|habe|haben|hatten?|war|waren|wurden?|wir|ich|du|sie|er|es|und|oder|aber|wer|wie|wo"
)
_NAMED = f"(?:(?!(?:{_STOP})\\b)[\\w'’-]+)(?: (?!(?:{_STOP})\\b)[\\w'’-]+){{0,5}}"
_THING = f"(?P<event>(?:the|my|our|your|his|her|their) {_NAMED})"
_DING = r"(?P<event>(?:dem|der|den|(?:mein|unser|dein|sein|ihr)e[mnr]) (?:\w+ ){0,2}?(?-i:[A-ZÄÖÜ])[\w-]+)"
_CLAUSE = r"(?P<event>(?:we|i|you|he|she|they|wir|ich|du|er|sie) [^\n?.!,;:]{2,60})(?=[?.!,;:\n]|$)"
# "Since the lock is new" gives a reason, "look after the cat" asks for no time, "vor der Tür" is a place.
_NO_REASON = "(?! (?:is|are|was|were|has|have|does|do|can|will)\\b)"
_IDIOM = "(?P<other>look\\w*|named?|runs?|ran|takes?|took|ask\\w*|chas\\w+) "
_PLACES = "haus|tür|wand|bildschirm|computer|rechner|spiegel|laden|werkstatt|komma|punkt|klammer"
_ANCHORS = (
    (Side.BEFORE, pattern(f"\\b(?:before|prior to) {_THING}")),
    (Side.BEFORE, pattern(f"\\b(?:before|bevor|ehe) {_CLAUSE}", end="")),
    (Side.BEFORE, pattern(f"\\bvor (?!\\w+ (?:{_PLACES})\\b){_DING}")),
    (Side.AFTER, pattern(f"\\b(?:{_IDIOM})?after {_THING}")),
    (Side.AFTER, pattern(f"\\b(?:after|nachdem) {_CLAUSE}", end="")),
    (Side.AFTER, pattern(f"\\b(?:since|seit|nach) (?!\\w+ (?:muster|wort|namen)\\b){_DING}")),
    (Side.AFTER, pattern(f"\\bsince {_THING}{_NO_REASON}")),
    (Side.DURING, pattern(f"\\bduring {_THING}")),
    (Side.DURING, pattern(f"\\bwährend {_DING}")),
    (Side.DURING, pattern(f"\\b(?:while|als|während) {_CLAUSE}", end="")),
)
