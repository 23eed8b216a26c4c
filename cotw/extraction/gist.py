"""Gist: the few words by which two sentences are known to speak of one thing, whatever their form.

"I'll order the bells on Friday" and "bells are ordered" share `order` and `bell`. Endings are taken off
roughly and alike in English and German; words of time, duty and politeness say nothing about the thing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cotw.extraction.words import folded, query_words

_LONGEST_STEM = 6
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|en|er|em|et|s|e|n|t|d)$")
_PREFIX = "ab|an|auf|aus|ein|um|vor"
_PARTICIPLE = re.compile(rf"^({_PREFIX}|)ge(?=\w{{3,}}(?:t|en)$)")
_IRREGULAR = dict(
    pair.split("/")
    for pair in """
    bought/buy brought/bring built/build chose/choose chosen/choose drawn/draw drew/draw found/find gave/give
    given/give got/get held/hold kept/keep made/make met/meet paid/pay ran/run read/read said/say sent/send
    sold/sell spoke/speak spoken/speak taken/take told/tell took/take went/go written/write wrote/write
    """.split()
)
_SAYS_NOTHING = frozenset(
    """
    able actually add again already also another anyway around away back bit come day days done end even
    evening everything finally find fine first follow give go going gonna good got great handle hour item
    just keep know last later least left let little long look make many mean month morning must need needs
    never new next nice night nothing noted now number ok okay open part point probably put quite rather
    really remain remaining right second see seem set seriously several shall since slightly soon still
    stuff sure take thanks thank then thing things think third though today tomorrow tonight took try two
    use using want way week weekend well while whole whether year yes yet yesterday
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december
    aber ab alle allem allen alles als am an auch auf aus bei beide beides bin bis bitte da dabei damit
    danach dann daran darauf das dass dazu dem den denn der des dich die dies diese dieser dieses dir doch
    dort du ein eine einem einen einer eines er erst es etwas fertig gar gern gerne gut haben habe hat
    hatte heute ich ihm ihn ihr ihre im immer in ins ist ja jetzt kann kein keine kommt konnen macht mache
    machen mal man mehr mein meine mich mir mit morgen muss mussen nach nachher nachste nachsten nachstes
    nein nicht nichts noch nun nur ob oder offen punkt punkte schon sehr sein seine sich sie sind so soll
    sollen sollte sollten spater uber um und uns unser vom von vor wann war warum was weiter welche wenn
    wer werde werden wie wieder will wir wird wo woher wollen wurde zu zuerst zum zur
    montag dienstag mittwoch donnerstag freitag samstag sonntag woche wochenende monat jahr tag
    """.split()
)


@lru_cache(maxsize=8_192)
def gist(text: str) -> frozenset[str]:
    """The stems of what `text` is about; empty if it is about nothing."""
    words = (_IRREGULAR.get(word, word) for word in query_words(text) if len(word) > 1)
    return frozenset(_stem(word) for word in words if word not in _SAYS_NOTHING)


def shared(thing: frozenset[str], other: frozenset[str]) -> float:
    """The share (0–1) of the stems of `thing` that are in `other`."""
    return len(thing & other) / len(thing) if thing else 0.0


def _stem(word: str) -> str:
    word = _PARTICIPLE.sub(r"\1", folded(word))
    return _ENDING.sub("", word)[:_LONGEST_STEM]
