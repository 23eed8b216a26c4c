"""Settled: the sentences of an exchange by which something is decided or promised.

By rules, in English and German. What is asked, supposed, denied or still to be decided is no decision; an
agent's "let's" is a step of its work. Promises are what `openings` takes for one, kept or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cotw.extraction.gist import gist
from cotw.extraction.openings import openings
from cotw.extraction.spoken import AGENT, HUMAN, shortened, spoken, turns
from cotw.records.exchange import Exchange
from cotw.records.open_thread import Openness
from cotw.records.settled import Settled, Settlement

_DECIDED = re.compile(
    r"\b(?:we|I|you)(?:['’]ve| have)?(?: (?:just|now|finally|both|all))? (?:decided|agreed|settled|opted)\b"
    r"|^(?:decided|agreed|decision|settled|beschlossen|abgemacht|entschieden|entscheidung)\s*[:–-]"
    r"|\b(?:the|my|our) decision is\b|\bit(?:['’]s| is) (?:decided|settled|agreed)\b"
    r"|^\w[\w .'’-]{0,60} it is\b(?=[.!,;]|$)|\bes bleibt (?:dabei|bei)\b"
    r"|\b(?:wir|ich|ihr)\b.*\b(?:entschieden|beschlossen|geeinigt|ausgewählt|festgelegt)\b",
    re.IGNORECASE,
)
# "Keep going", "keep me posted", "make it happen" choose nothing.
_TAKING = (
    r"(?:go (?:with|for|ahead with)|use|take|stick (?:with|to)|stay with"
    r"|keep (?!ya\b|you\b|me\b|us\b|\w+in['’]?g?\b))"
)
_CHOSEN_BY_PERSON = re.compile(
    rf"\blet['’]?s (?:(?:just|rather|please|not) )?"
    rf"(?:{_TAKING}|make (?!it\b|some\b|an?\b)|switch to|drop|choose|pick)"
    rf"|\b(?:we|I) ?(?:['’]ll|will) {_TAKING}|^(?:go|keep|stick|stay) with\b"
    r"|\b(?:wir|ich) (?:nehmen?|bleiben?|wählen?|behalten?)\b|\b(?:nehmen|bleiben|machen) wir\b",
    re.IGNORECASE,
)
# Of an agent's work; a person who says so tells a story.
_CHOSEN_BY_AGENT = re.compile(r"\bI (?:chose|picked|went with)\b", re.IGNORECASE)
_UNDECIDED = re.compile(
    r"\b(?:not|never|yet|still|if|whether|would|could|should|must|have to|need to|unless|said|says|wrote|told"
    r"|wenn|ob|falls|noch|nicht|kein\w*|würden?|sollten?|müssen)\b|n['’]t\b",
    re.IGNORECASE,
)
# To be against something is a decision as well: "let's not use Postgres".
_AGAINST = re.compile(
    r"\blet['’]?s not\b|\b(?:decided|agreed|beschlossen) (?:not|against|nicht)\b|\bnehmen (?:wir )?nicht\b",
    re.IGNORECASE,
)


def decisions(exchange: Exchange) -> list[Settled]:
    """What was decided in `exchange`, in the order it was said, each thing once."""
    found: dict[frozenset[str], Settled] = {}
    for speaker, text in turns(exchange):
        for said in spoken(text, by_agent=speaker == AGENT):
            about = gist(said.text)
            if about and not said.asks and _decides(said.text, speaker):
                found.setdefault(about, _settled(said.text, Settlement.DECISION, speaker, exchange))
    return list(found.values())


def commitments(exchange: Exchange) -> list[Settled]:
    """What was promised or put off in `exchange`, in the order it was said, each thing once."""
    found: dict[frozenset[str], Settled] = {}
    for speaker, text in turns(exchange):
        for promise in _promises(text, by_agent=speaker == AGENT):
            found.setdefault(gist(promise), _settled(promise, Settlement.COMMITMENT, speaker, exchange))
    return list(found.values())


def _decides(text: str, speaker: str) -> bool:
    choosing = _CHOSEN_BY_PERSON if speaker == HUMAN else _CHOSEN_BY_AGENT
    chosen = _DECIDED.search(text) or choosing.search(text)
    return bool(chosen) and (not _UNDECIDED.search(text) or _AGAINST.search(text) is not None)


def _promises(text: str, *, by_agent: bool) -> Iterator[str]:
    said = spoken(text, by_agent=by_agent)
    for left, sentence in zip(range(len(said) - 1, -1, -1), said, strict=True):
        for one in openings(sentence, by_agent=by_agent, left=left):
            if one.kind is Openness.COMMITMENT and gist(one.text):
                yield one.text


def _settled(text: str, kind: Settlement, speaker: str, exchange: Exchange) -> Settled:
    return Settled(shortened(text), kind, speaker, exchange.started, exchange.address)
