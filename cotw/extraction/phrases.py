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
_INDEFINITE = re.compile(r"an?[ \t]", re.IGNORECASE)
_ADJECTIVE_GAP = re.compile(
    r"(?:,|(?:(?<=ful)|(?<=ous)|(?<=ive)|(?<=ing)|(?<=red)|(?<=ant)|(?<=ble)|(?<=ic))[ \t]+(?:and|but))"
    r"[ \t]+(?=[a-z-]+[ \t]+[a-z])"
)
_NOTHING_SAID = frozenset("something anything somebody anybody other another any".split())
_QUOTES = frozenset('"“„`')
# What ends a phrase: small words that begin another one.
_ENDS = frozenset(
    """
    about above across after again ago all almost along already also although always am an and are around
    as at away back because
    been before behind being below beside besides between but by can could did do does doing down during
    each either else
    especially even ever every everywhere for forever from had has have he her here him his how i if in
    inside instead into is it
    its itself just last later like me mine more most much my myself near never next not now off often on
    once only onto or our
    out outside over quite rather really recently she since so some still such than that the their them
    themselves then
    there these they this those though through throughout to today together tomorrow tonight too toward
    towards under until up
    upon us very was we well were what when whenever where wherever which while who whom whose why will
    with within without would
    yesterday yet you your yourself myself lately right way best known located based dedicated called
    named present that's who's it's i'm they're lol haha maybe sometimes currently
    anyway everyone
    everybody anymore
    """.split()
)
# Phrases that say nothing, alone or as the last word.
_VAGUE = frozenset(
    """
    anything bit everything fact idea kind lot lots matter nothing one ones other others part same
    something sort stuff thing things
    time times way ways a an the of someone anyone few couple bunch couple option options opportunity
    staple ton tons fan project projects
    work job piece friend friends suggestions suggestion idea ideas design designs tech genre
    energy color colour purchase batch bits issue problem habit app tool method lost watching visiting
    going seeing getting making doing having using exploring learning trying being checking discovering
    helping working creating taking keeping finding giving putting others first second new old good great
    nice big little own
    different much many point sense sound look feeling sure it both decision mistake difference choice
    effort progress friends
    appointment reservation reservations change changes moment person people guy day deal total question
    questions use mess
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
        gap = (_GERUND_GAP if count == 0 and _GERUND.fullmatch(text, begin, place) else _GAP).match(
            text, place
        )
        if count == 0 and not gap and _INDEFINITE.match(text, start):
            gap = _ADJECTIVE_GAP.match(text, place)
        if not gap:
            break
        place = gap.end()
    words = canonical(text[begin:last])
    return (words, last) if _says_something(words) else None


def name_at(start: int, text: str, mentions: tuple[Mention, ...]) -> Mention | None:
    """The mention that begins at `start`, or after an article or a quotation mark there."""
    return _mention_at(_after_determiner(text, start), mentions)


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
