"""Days named: sentences that name a date, a weekday or a deadline, past or to come.

They are found, not reckoned out: "by Friday" is told together with the day it was said on, and what it
means is left to the reader. (`times` reads what a question says about the past.)
"""

from __future__ import annotations

import re

from cotw.extraction.time_words import pattern

# What a log line begins with is no deadline.
_STAMP = re.compile(r"\d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d")
_NAMED = tuple(
    pattern(phrase)
    for phrase in (
        r"(?:19[7-9]\d|20\d\d)-\d\d-\d\d",
        r"(?:[0-3]?\d)\.(?:[01]?\d)\.(?:(?:19|20)\d\d)?",
        "{day} (?:of )?{anymonth}(?:,? {year})?",
        "{anymonth} (?:the )?{day}(?:,? {year})?",
        "(?:by|until|till|before|on|next|this|coming|every|since|from|bis|am|vor|ab|seit|zum|nächste[nrsm]?"
        "|kommende[nrsm]?|diese[nrsm]?|jeden) {weekday}",
        "{weekday} (?:morning|afternoon|evening|night|next|früh|morgen|mittag|nachmittag|abend)",
        "(?:tomorrow|tonight|yesterday|the day after tomorrow|gestern|vorgestern|übermorgen|heute abend)",
        r"(?:bis |ab |erst |heute oder )?(?<!guten\s)(?<!jeden\s)morgen(?: früh| abend"
        r"| mittag)?(?! zusammen)",
        "(?:next|coming|last|nächste[nrsm]?|kommende[nrsm]?|letzte[nrsm]?) {unit}",
        "(?:in|within|in the next|innerhalb von|in den nächsten) {number} {unit}",
        "{number} {unit} ago",
        "vor {number} {unit}",
        "(?:the |hard |a )?deadline|due (?:date|by|on)|fällig|abgabetermin|(?:die |eine )?frist",
        "by (?:noon|midnight|(?:the )?end of (?:the )?{unit})",
        "bis (?:mittag|mitternacht|ende {unit})",
    )
)
# One of these letters or words must stand in a sentence that is worth all these patterns.
_WORTH = re.compile(
    r"\d|day|morrow|tonight|dead|due|next|last|coming|week|month|ago|by |within|tag\b|woch|wöch|mittwoch"
    r"|sonnabend|monat|morgen|gestern|abend|fällig|frist|abgabe|bis ",
    re.IGNORECASE,
)
# What is so near is over before anybody reads of it.
_HOURS = re.compile(
    r"\b(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|sekunden?|minuten?|stunden?)\b", re.IGNORECASE
)
# A date in a file's name says nothing about when.
_PATH = re.compile(r"['\"][~/][^'\"\n]*['\"]?|\S*[/\\]\S*[/\\]\S*")
_WORD = re.compile(r"(?<![\w./:@#-])\w")


def names_a_day(sentence: str) -> bool:
    """Whether a date, a day told by another, or a deadline is named in `sentence`."""
    if not _WORTH.search(sentence) or _STAMP.search(sentence):
        return False
    return any(not _HOURS.search(named) for named in days_in(_PATH.sub(" ", sentence)))


def days_in(sentence: str) -> tuple[str, ...]:
    """The phrases that name them, in order, each as it is written."""
    found: list[str] = []
    place = 0
    for word in _WORD.finditer(sentence):
        if word.start() < place:
            continue
        ends = [match.end() for named in _NAMED if (match := named.match(sentence, word.start()))]
        if ends:
            place = max(ends)
            found.append(sentence[word.start() : place])
    return tuple(found)
