"""Phrases: the few words that a verb is about, from where they begin to where they end."""

from __future__ import annotations

import re
from bisect import bisect_left

from cotw.extraction.mention import Mention, canonical

_DETERMINER = re.compile(
    r"(?:(?:a\s+(?:lot|couple|bunch|few|bit|little|pair)\s+of|lots\s+of|some\s+of|all\s+of|most\s+of"
    r"|kinds?\s+of|plenty\s+of|the\s+(?:idea|thought|concept|sound|look)\s+of"
    r"|a|an|the|my|our|his|her|their|its|your|some|this|these|those|all|both|several|many)\s+)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_][\w'’.+#/&-]*(?<![.'’/-])")
_GAP = re.compile(r"[ \t]+")
# "going on road trips", "a safe, inviting place": what follows still belongs to it.
_GERUND = re.compile(r"[a-z]{2,}ing")
_GERUND_GAP = re.compile(
    r"[ \t]+(?:(?:more|out|up|on|to|with|about|for|into|in)[ \t]+)*(?:(?:a|an|the|my|our)[ \t]+)?"
)
# "holding them": what is liked was said before.
_PRONOUN = re.compile(
    r"(?:[ \t]+(?:to|with|in|into|about|on|for))?[ \t]+(?:them|it|him|her|that|those|these|this|you|us)\b"
)
_INDEFINITE = re.compile(r"an?[ \t]", re.IGNORECASE)
_ADJECTIVE_GAP = re.compile(
    r"(?:,|(?:(?<=ful)|(?<=ous)|(?<=ive)|(?<=ing)|(?<=red)|(?<=ant)|(?<=ent)|(?<=ble)|(?<=ic))"
    r"[ \t]+(?:and|but))"
    r"[ \t]+(?=[a-z-]+[ \t]+[a-z])"
)
_NOTHING_SAID = frozenset("getting something anything somebody anybody other another any".split())
_QUOTES = frozenset('"“„`')
# What ends a phrase: small words that begin another one.
_ENDS = frozenset(
    """
    about above across after again ago all almost along already also although always am among an and anymore
    anyway are around as at away back based because been before behind being below beside besides best between
    but by called can could currently dedicated did do does doing down during each either else especially even
    ever every everybody everyone everywhere for forever from had haha has have he her here him his how i i'm
    if in inside instead into is it it's its itself just known last lately later like located lol maybe me
    mine more most much my myself named near never next not now off often on once only onto or our out outside
    over present quite rather really recently right she since so some sometimes still such than that that's
    the their them themselves then there these they they're this those though through throughout to today
    together tomorrow tonight too toward towards under until up upon us very was way we well were what when
    whenever where wherever which while who who's whom whose why will with within without would yesterday yet
    you your yourself
    """.split()
)
# Phrases that say nothing, alone or as the last word.
_VAGUE = frozenset(
    """
    a an anyone anything app appointment batch being big bit bits both bunch change changes checking choice
    color colour couple creating day deal decision design designs difference different discovering doing
    effort energy error everything exploring fact fan feeling few finding first friend friends genre getting
    giving going good great guy habit having helping idea ideas issue it job keeping kind learning little look
    lost lot lots making many matter mess method mistake moment much new nice nothing of old one ones
    opportunity option options other others own part people person piece point problem progress project
    projects purchase putting question questions reservation reservations same second seeing sense someone
    something sort sound staple stuff suggestion suggestions sure taking tech the thing things time times ton
    tons tool total trying use using visiting watching way ways work working
    """.split()
)
_LONGEST = 6  # words


def phrase(text: str, start: int, mentions: tuple[Mention, ...]) -> tuple[str, int] | None:
    """The phrase that begins at `start`, and where it ends; None where nothing is said there.

    `mentions` (in order) are kept whole: a name ends where it ends, whatever its words are.
    """
    begin = place = last = _after_determiner(text, start)
    for count in range(_LONGEST):
        if named := _mention_at(place, mentions):
            last = place = named.end
        elif (found := _WORD.match(text, place)) and (
            not _ends(found[0]) or (found[0] == "of" and last > begin)
        ):
            place = found.end()
            last = last if found[0] == "of" else place
        else:
            break
        gap = _gap(text, start, begin, place) if count == 0 else _GAP.match(text, place)
        if not gap:
            break
        place = gap.end()
    words = canonical(text[begin:last])
    if _GERUND.fullmatch(words) and _PRONOUN.match(text, last):
        return None
    return (words, last) if _says_something(words) else None


def name_at(start: int, text: str, mentions: tuple[Mention, ...]) -> Mention | None:
    """The mention that begins at `start`, or after an article or a quotation mark there."""
    return _mention_at(_after_determiner(text, start), mentions)


def _gap(text: str, start: int, begin: int, end: int) -> re.Match[str] | None:
    """What joins the first word of a phrase, `text[begin:end]`, to its second."""
    if _GERUND.fullmatch(text, begin, end):
        return _GERUND_GAP.match(text, end)
    adjectives = _ADJECTIVE_GAP.match(text, end) if _INDEFINITE.match(text, start) else None
    return adjectives or _GAP.match(text, end)


def _after_determiner(text: str, start: int) -> int:
    determiner = _DETERMINER.match(text, start)
    place = determiner.end() if determiner else start
    return place + 1 if text[place : place + 1] in _QUOTES else place


def _mention_at(place: int, mentions: tuple[Mention, ...]) -> Mention | None:
    at = bisect_left(mentions, place, key=lambda mention: mention.start)
    return mentions[at] if at < len(mentions) and mentions[at].start == place else None


def _ends(word: str) -> bool:
    return word.lower() in _ENDS and not (word.isupper() and len(word) > 1)  # "IT" is not "it"


def _says_something(words: str) -> bool:
    parts = words.lower().split()
    return (
        bool(parts)
        and parts[0] not in _NOTHING_SAID
        and parts[-1] not in _VAGUE
        and any(character.isalpha() for character in words)
    )
