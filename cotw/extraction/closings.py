"""Closings: the sentences that say something is done, found, answered or dropped, and what they close.

A closing names what it closes by its words, or it says only "done" right after.
"""

from __future__ import annotations

import re

from cotw.extraction.gist import gist, shared
from cotw.extraction.spoken import Spoken

# A word for what was done: regular ones end in -ed, German ones begin with ge- or be-.
_DEED = (
    r"(?:\w{2,}ed|sent|written|wrote|bought|paid|made|built|found|put|told|drawn|read|set|done|gone"
    r"|taken|took|given"
    r"|chosen|brought|sold|met|went|came|come|got|did)"
)
_TAT = r"(?:\w*ge\w{3,}(?:t|en)|(?:be|ver|er|ent|zer)\w{3,}(?:t|en))"
_DONE = re.compile(
    rf"""
    \b(?:done|finished|completed?|fixed|resolved|settled|solved|closed|merged|shipped|live|gone|sorted|ready
      |in\ place|ticked\ off|all\ green|erledigt|fertig|geklärt|gelöst|behoben|abgeschlossen|passt
      |vom\ Tisch)\b
    | \b(?:is|are|was|were|been|got|have|has|had|I|we|they|he|she|now)\ (?:\w+\ ){{0,3}}?
      (?:{_DEED}|in|out|up|through|fine|down|here|there)\b
    | ^(?:\w+\ ){{0,2}}?{_DEED}\b
    | \b(?:explains|works|adds\ up|reads|covers?|passes|pass|handles|comes\ from|stands\ in|it\ was
      |that\ was|because
      |thanks\ to|due\ to)\b
    | ^(?:here\ (?:is|are|you|they|it)|hier\ (?:ist|sind))
    | \b(?:ist|sind|hat|haben|habe|habt|wurden?|steht|stehen)\b.*\b{_TAT}\b | ^{_TAT}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(
    r"^\W*(?:(?:ok|okay|yes|ja|alles|all|that['’]s|it['’]s|is|ist|und|and|now|so|well|good)\W+){0,3}"
    r"(?:done|finished|fixed|erledigt|fertig|gemacht|resolved|sorted)\b"
    r"|^\W*(?:here (?:they|it|you)|that was (?:it|the last)|hier (?:bitte|sind sie))",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t|still|unable|failed|nicht|noch|kein\w*|would|will|should|must"
    r"|need(?:s|ed)? to"
    r"|ha(?:s|ve) to|once|if|when|as soon as|before|wenn|sobald|muss|müssen|soll|werde)\b|['’]ll\b",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(?:never ?mind|forget (?:it|about|that|the)|let['’]?s (?:drop|skip|forget|leave)"
    r"|drop(?:ped)? (?:it|that|the)"
    r"|no longer (?:needed|necessary|need)|not (?:needed|necessary) any ?more|(?:is|are|was|been) cancell?ed"
    r"|(?:don['’]t|do not) need\b.*\bany ?more|won['’]t (?:do|need)|doesn['’]t matter|moot"
    r"|vergiss|lass(?:en)? (?:wir )?(?:das|es|mal)|nicht mehr (?:nötig|notwendig)"
    r"|brauchen? (?:wir |ich )?nicht mehr|(?:hat|haben) sich (?:\w+ )?erledigt|egal|abgesagt|gestrichen)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:still|yet|unclear|unknown|waiting|noch|unklar|warte\w*)\b", re.IGNORECASE)
# One word in four of what is open has to be named.
_ENOUGH = 0.25


def closes(said: Spoken) -> bool:
    """Whether `said` reports that something is done, or drops it; a question never does."""
    if said.box:
        return said.box.lower() == "[x]"
    if said.asks or said.listed:
        return False
    if _DROPPED.search(said.text):
        return True
    return _DONE.search(said.text) is not None and not _NOT_DONE.search(said.text)


def is_news(said: Spoken) -> bool:
    """Whether `said` tells what was waited or searched for: also that something is *not* so."""
    return not (said.asks or said.listed or said.box or _NOT_YET.search(said.text))


def says_no_more(said: Spoken) -> bool:
    """Whether a closing says nothing of what it closes: "done", "here they are", "never mind"."""
    return bool(_BARE.match(said.text) or _DROPPED.search(said.text))


def names(said: Spoken, thing: frozenset[str]) -> bool:
    """Whether `said` speaks of the thing with this gist."""
    return shared(thing, gist(said.text)) >= _ENOUGH
