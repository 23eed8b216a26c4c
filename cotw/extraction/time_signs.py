"""Signs of time: whether a text may say anything about when, told quickly.

Reading time takes a fifteenth of a second to load and a millisecond to do; most questions speak of no time
and are spared both. A sign is no more than that: "after" and a number are signs of much else.
"""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"\d|[^\W\d]+")
_SIGNS = """
    today yesterday tonight weekend quarter first last past recent recently lately since ago before prior
    earlier later after during while until till between
    heute gestern vorgestern wochenende quartal erste ersten erstes erstmals allererste allerersten
    allererstes zuletzt vorletzte vorletzten vorletzter vorletztes vorletztem letzte letzten letzter letztes
    letztem vergangene vergangenen vergangener vergangenes vergangenem vorige vorigen voriger voriges vorigem
    neulich kürzlich vor bevor ehe seit ab nach nachdem während als bis zwischen wie
""".split()


def may_tell_time(text: str) -> bool:
    """False only if nothing about time can be read in `text`."""
    signs, days = _signs()
    words = _WORD.findall(text.casefold())
    return any(word.isdigit() or word in signs or word.startswith(days) for word in words)


@cache
def _signs() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that are signs, and days: in German they may go on with a part of the day, Dienstagabend."""
    from cotw.extraction.time_words import HOLIDAYS, MONTHS, PARTS, SEASONS, SHORT_MONTHS, UNITS, WEEKDAYS

    tables = (MONTHS, SHORT_MONTHS, SEASONS, HOLIDAYS, PARTS, UNITS)
    named = (word for table in tables for phrase in table for word in _WORD.findall(phrase.casefold()))
    return frozenset(_SIGNS) | frozenset(named) - {"s", "new"}, tuple(WEEKDAYS)
