"""Signs of standing: what one message of a person shows, and by which of its words.

A message counts once in each dimension, by the sign that moves it most: who says the same in five sentences
has said it once. What is asked, supposed, denied, quoted or code does not count, nor what others are said to
think, nor the text that an agent is to write; what is said with a "perhaps" counts less, mostly nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cotw.extraction.spoken import HUMAN
from cotw.records.stability import Evidence
from cotw.records.standing import Dimension
from cotw.reflection.heard import Heard, Sentence, heard
from cotw.reflection.standing_patterns import PATTERNS, SURE_ENOUGH, Pattern
from cotw.reflection.terms import matches

# What is longer was pasted, or is a page of what is wanted.
LONGEST = 2_000
_HEDGE = 0.6

_TO_WRITE = re.compile(
    r"\W{0,3}(?:(?:please|now|then|also|could|can|would|you|bitte|jetzt|kannst|könntest|du|mir)[\s,]{1,3}){0,4}"
    r"(?:write|draft|translate|rephrase|rewrite|proofread|summari[sz]e|reply|answer|respond|play|imagine"
    r"|say(?=\W)|tell\s+(?!me\b)|print|rename|add|change|put|set|use|label"
    r"|schreib\w{0,2}|übersetz\w{0,2}|formulier\w{0,2}|antworte|beantworte|korrigiere|spiel\w?"
    r"|sag\w?\s+(?!mir\b|es\s+mir\b)|nenn\w?|füge|setze|benutze|verfasse)\b",
    re.IGNORECASE,
)
# A task that shows what it is about: what follows is that, and not what the person says.
_WITH_MATERIAL = re.compile(
    r":|\b(?:this|these|following|below|diese\w{0,2}|folgende\w{0,2}|unten)\b", re.IGNORECASE
)
_SAID_BY_OTHERS = re.compile(
    r"\b(?!(?:I|ich)\b)\w+\s+(?:says?|said|thinks?|thought|claims?|claimed|told\s+me|tells\s+me|believes?|feels?"
    r"|meint|meinte|sagt|sagte|behauptet|findet|fand|glaubt|denkt)(?:,?\s+(?:that|dass))?,?\s*$",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|might|may|I\s+guess|sort\s+of|vielleicht|wahrscheinlich|womöglich"
    r"|möglicherweise|könnte\w{0,2}|eventuell)\b",
    re.IGNORECASE,
)
# Whoever asks how to say it in another tongue, or makes an example of it, does not say it.
_MENTIONED = re.compile(
    r"\b(?:the\s+(?:phrase|sentence|word|words|line|variable|song|title|button|text|story|novel|scene|chapter)|(?:der|den|dem|das|die)\s+"
    r"(?:satz|wort|ausdruck|lied|titel|knopf|text|roman|szene|geschichte))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern that was found, how sure it is here, and the words."""

    pattern: Pattern
    confidence: float
    evidence: Evidence

    @property
    def delta(self) -> float:
        """How far it moves its dimension."""
        return round(self.pattern.direction.delta * self.confidence, 4)


def signs(text: str) -> tuple[Sign, ...]:
    """The signs of one message of a person: at most one for each dimension."""
    if len(text) > LONGEST:
        return ()
    said = _own_words(heard(text, HUMAN))
    strongest: dict[Dimension, Sign] = {}
    for sign in _found(said):
        before = strongest.get(sign.pattern.dimension)
        if before is None or abs(sign.delta) > abs(before.delta):
            strongest[sign.pattern.dimension] = sign
    return tuple(strongest[dimension] for dimension in Dimension if dimension in strongest)


def _own_words(said: Heard) -> Heard:
    """What is left without texts that an agent is to write, translate or put somewhere."""
    own: list[Sentence] = []
    for sentence in said.sentences:
        if _TO_WRITE.match(sentence.text):
            if _WITH_MATERIAL.search(sentence.text):
                break
        elif not _MENTIONED.search(sentence.text):
            own.append(sentence)
    return Heard(tuple(own), tuple(one for one in own if not one.asks), said.small)


def _found(said: Heard) -> Iterator[Sign]:
    """Every sign there is, those that are not sure enough left out."""
    for pattern in PATTERNS:
        for sentence, found in matches(pattern.ways, said, asked=pattern.asked):
            if _SAID_BY_OTHERS.search(sentence.text, 0, found.start()):
                continue
            hedged = _HEDGED.search(sentence.text, 0, found.end()) is not None
            confidence = pattern.confidence * (_HEDGE if hedged else 1.0)
            if confidence >= SURE_ENOUGH:
                yield Sign(pattern, round(confidence, 4), sentence.evidence(found))
