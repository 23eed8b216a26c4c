"""Closings: the sentences that say something is done, found, answered or dropped, and what they close.

A closing names what it closes by its words, or it says only "done" right after.
"""

from __future__ import annotations

import re
from enum import Enum

from cotw.extraction.gist import gist, shared
from cotw.extraction.spoken import Spoken

_DONE = re.compile(
    r"""
    \b(?:done|finished|complete[d]?|fixed|resolved|settled|solved|closed|merged|shipped|live|gone|sorted|ready|in\s+place|ticked\s+off|all\s+green
      |erledigt|fertig|geklärt|gelöst|behoben|abgeschlossen|passt|vom\s+Tisch)\b
    | \b(?:is|are|was|were|been|got|have|has|had|I|we|they|he|she|now)\s+(?:\w+\s+){0,3}?(?:\w{2,}ed|sent|written|bought|paid|made|built|found|put|told|drawn|read
      |set|done|gone|taken|given|chosen|brought|sold|met|went|came|come|got|wrote|took|did|in|out|up|through|fine|down|here|there)\b
    | ^(?:\w+\s+){0,2}?(?:\w{3,}ed|sent|written|bought|paid|made|built|found|told|drawn|set|chosen|wrote)\b
    | \b(?:explains|works|adds\s+up|reads|covers?|passes|pass|handles|comes\s+from|stands\s+in|it\s+was|that\s+was|because|thanks\s+to|due\s+to)\b
    | ^(?:here\s+(?:is|are|you|they|it)|hier\s+(?:ist|sind))
    | \b(?:ist|sind|hat|haben|habe|habt|wurde|wurden|steht|stehen)\b.*\b\w*(?:ge\w{3,}(?:t|en)|(?:be|ver|er|ent|zer)\w{3,}(?:t|en))\b
    | ^\w*ge\w{3,}(?:t|en)\b | ^(?:be|ver|er|ent)\w{3,}t\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(
    r"^\W*(?:(?:ok|okay|yes|ja|alles|all|that['’]s|it['’]s|is|ist|und|and|now|so|well|good)\W+){0,3}(?:done|finished|fixed|erledigt|fertig|gemacht|resolved|sorted)\b(?:\W|$)"
    r"|^\W*(?:here\s+(?:they|it|you)|that\s+was\s+(?:it|the\s+last)|hier\s+(?:bitte|sind\s+sie))",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t|still|unable|failed|no\s+longer\s+sure|nicht|noch|kein\w*|would|will|should|must|need(?:s|ed)?\s+to|ha(?:s|ve)\s+to"
    r"|['’]ll|once|if|when|wenn|sobald|muss|müssen|soll|werde|as\s+soon\s+as|before)\b|['’]ll\b",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(?:never\s?mind|forget\s+(?:it|about|that|the)|let['’]?s\s+(?:drop|skip|forget|leave)|drop(?:ped)?\s+(?:it|that|the)|no\s+longer\s+(?:needed|necessary|need)"
    r"|not\s+(?:needed|necessary)\s+any\s?more|(?:is|are|was|been)\s+cancell?ed|(?:don['’]t|do\s+not)\s+need\b.*\bany\s?more|won['’]t\s+(?:do|need)|doesn['’]t\s+matter|moot"
    r"|vergiss|lass(?:en)?\s+(?:wir\s+)?(?:das|es|mal)\b|nicht\s+mehr\s+(?:nötig|notwendig)|brauchen?\s+(?:wir\s+|ich\s+)?nicht\s+mehr|(?:hat|haben)\s+sich\s+(?:\w+\s+)?erledigt|hat\s+sich\s+das\s+erledigt"
    r"|egal|abgesagt|gestrichen)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:still|yet|unclear|unknown|waiting|noch|unklar|warte\w*)\b", re.IGNORECASE)
# One shared word in so many of what is open.
_ENOUGH = 0.25


class Closing(Enum):
    """How a sentence closes: it reports something done, or says that it is dropped."""

    REPORTED = "reported"
    DROPPED = "dropped"


def closing_of(said: Spoken) -> Closing | None:
    """Whether `said` closes anything; a question never does."""
    if said.box:
        return Closing.REPORTED if said.box.lower() == "[x]" else None
    if said.asks or said.listed:
        return None
    if _DROPPED.search(said.text):
        return Closing.DROPPED
    done = _DONE.search(said.text)
    return Closing.REPORTED if done and not _NOT.search(said.text) else None


def is_news(said: Spoken) -> bool:
    """Whether `said` tells what was waited or searched for: also that something is *not* so."""
    return not (said.asks or said.listed or said.box or _NOT_YET.search(said.text))


def says_no_more(said: Spoken) -> bool:
    """Whether a closing says nothing of what it closes: "done", "here they are", "never mind"."""
    return bool(_BARE.match(said.text) or _DROPPED.search(said.text))


def names(said: Spoken, thing: frozenset[str]) -> bool:
    """Whether `said` speaks of the thing with this gist."""
    return shared(thing, gist(said.text)) >= _ENOUGH
