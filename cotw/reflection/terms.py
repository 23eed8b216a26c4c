"""The terms of entropy: nine small functions from what was said to what it weighs, and by which words.

A term counts once an exchange, however often it is said, but for new concepts and for what is between the
two. What is asked, supposed or denied does not count. Corrections, emotions and what is between the two are
taken from the person alone: "I'm happy to help" is manner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cotw.extraction.spoken import AGENT, HUMAN
from cotw.records.exchange import Exchange
from cotw.records.stability import Evidence, Term, Weight
from cotw.reflection import person_words, talk_words, thought_words
from cotw.reflection.heard import Heard, Sentence, heard
from cotw.reflection.repeating import same_words
from cotw.reflection.ways import Way

CONCEPT, MOST_CONCEPTS = 0.15, 0.30
RECURSIVE = (0.15, 0.30, 0.45)
MOST_RELATIONAL = 0.35
# So many exchanges before are asked whether something was said already.
REMEMBERED = 10
_REPEATS_WITHIN = 3

_DENIED = re.compile(
    r"(?:\b(?:not|never|no|without|hardly|nicht|kein\w{0,2}|nie|niemals|ohne|kaum)|n['’]t)(?:\s+[\w'’-]+){0,3}\s*$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|would|imagine|suppose|pretend|wenn|falls|würde\w{0,2}|wäre\w{0,2}|angenommen)\b",
    re.IGNORECASE,
)
_REACH = 40


@dataclass(frozen=True, slots=True)
class Moment:
    """An exchange, and those before it in its session, the latest last."""

    exchange: Exchange
    before: Sequence[Exchange] = ()

    @property
    def human(self) -> Heard:
        """What the person said."""
        return heard(self.exchange.human, HUMAN)

    @property
    def agent(self) -> Heard:
        """What the agent said."""
        return heard(self.exchange.agent, AGENT)

    @property
    def both(self) -> tuple[Heard, Heard]:
        """What either of them said."""
        return self.human, self.agent

    @property
    def answered(self) -> tuple[Sentence, ...]:
        """What the agent said right before."""
        return heard(self.before[-1].agent, AGENT).sentences if self.before else ()

    def knows(self, name: str) -> bool:
        """Whether a name in small letters was said before."""
        before = (Moment(one) for one in self.before[-REMEMBERED:])
        return any(name in side.small for moment in before for side in moment.both)


def correction(moment: Moment) -> Weight | None:
    """The person sets right what the agent said. A "no" to its question is an answer, and no correction."""
    asked = bool(moment.answered) and moment.answered[-1].asks
    ways = person_words.CORRECTION if asked else person_words.BARE_NO + person_words.CORRECTION
    return _weight(Term.CORRECTION, 0.40, _found(ways, moment.human))


def novel_concept(moment: Moment) -> Weight | None:
    """Something is given a name or thought of that the talk did not have before; each adds to it."""
    fresh: dict[str, Evidence] = {}
    for sentence, found in matches(thought_words.NOVELTY, *moment.both, asked=True):
        name = (found.groupdict().get("name") or found[0]).lower()
        if not moment.knows(name):
            fresh.setdefault(name, sentence.evidence(found))
    return _weight(Term.NOVEL_CONCEPT, min(MOST_CONCEPTS, CONCEPT * len(fresh)), fresh.values())


def emotion(moment: Moment) -> Weight | None:
    """The person says how they feel."""
    return _weight(Term.EMOTION, 0.30, _found(person_words.EMOTION, moment.human))


def paradox(moment: Moment) -> Weight | None:
    """Something is said to hold and not to hold."""
    return _weight(Term.PARADOX, 0.20, _found(thought_words.PARADOX, *moment.both))


def metacognition(moment: Moment) -> Weight | None:
    """Somebody says how they themselves think, or thought."""
    return _weight(Term.METACOGNITION, 0.20, _found(thought_words.METACOGNITION, *moment.both))


def plan_mismatch(moment: Moment) -> Weight | None:
    """Something was said to be done or planned, and is not so: one of the two says it, or both together."""
    told = [
        *_found(talk_words.SAID_BUT, moment.human),
        *_found(talk_words.PLANNED_BUT, moment.agent),
    ]
    if not told and (done := _said_done(moment.answered)):
        told = [*_found(talk_words.NOT_DONE_AFTER_ALL, moment.human)]
        told += [done] if told else []
    return _weight(Term.PLAN_MISMATCH, 0.30, told)


def quality_decay(moment: Moment) -> Weight | None:
    """Answers grow worse: the person says so, or has to ask again, or is given the same answer again."""
    told = [*_found(talk_words.DECAY_SAID, moment.human)]
    if not told:
        recent, now = moment.before[-_REPEATS_WITHIN:], moment.exchange
        told = [*_repeated(HUMAN, now.human, [one.human for one in recent])]
        told = told or [*_repeated(AGENT, now.agent, [one.agent for one in recent])]
    return _weight(Term.QUALITY_DECAY, 0.20, told)


def recursive_meta(moment: Moment) -> Weight | None:
    """Talk about talk, or thought about thought; the deeper, the more."""
    deepest, told = 0, None
    for sentence in (one for side in moment.both for one in side.sentences):
        depth, found = _depth(sentence)
        if found is not None and depth > deepest:
            deepest, told = depth, sentence.evidence(found)
    if told is None:
        return None
    return Weight(Term.RECURSIVE_META, RECURSIVE[min(deepest, len(RECURSIVE)) - 1], (told,))


def relational(moment: Moment) -> Weight | None:
    """The person says something of what is between them and the agent: trust, thanks, amends, belonging."""
    told: list[Evidence] = []
    amount = 0.0
    for adds, way in talk_words.RELATION:
        found = next(_found((way,), moment.human), None)
        if found is not None:
            told.append(found)
            amount += adds
    return _weight(Term.RELATIONAL, min(MOST_RELATIONAL, amount), told)


TERMS: tuple[Callable[[Moment], Weight | None], ...] = (
    correction,
    novel_concept,
    emotion,
    paradox,
    metacognition,
    plan_mismatch,
    quality_decay,
    recursive_meta,
    relational,
)


def weights(moment: Moment) -> tuple[Weight, ...]:
    """The terms that an exchange has."""
    return tuple(found for term in TERMS if (found := term(moment)) is not None)


def _weight(term: Term, amount: float, evidence: Iterable[Evidence]) -> Weight | None:
    told = tuple(evidence)
    return Weight(term, round(amount, 2), told) if told else None


def _found(ways: Sequence[Way], *said: Heard) -> Iterator[Evidence]:
    """The first words of each sentence that are said in one of the ways."""
    last: Sentence | None = None
    for sentence, found in matches(ways, *said):
        if sentence is not last:
            yield sentence.evidence(found)
        last = sentence


def matches(
    ways: Sequence[Way], *said: Heard, asked: bool = False
) -> Iterator[tuple[Sentence, re.Match[str]]]:
    """Sentence by sentence; questions only if they may be `asked`."""
    for side in said:
        likely = [way.pattern for way in ways if way.may_stand_in(side.small)]
        if likely:
            for sentence in side.sentences if asked else side.stated:
                yield from ((sentence, found) for found in _told(sentence, likely))


def _told(sentence: Sentence, patterns: Iterable[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        found = pattern.search(sentence.text)
        if found and not _denied(found) and not _SUPPOSED.search(found.string, 0, found.start()):
            yield found


def _denied(found: re.Match[str]) -> bool:
    """Whether what counts of it is denied right before, as in "I'm not angry"."""
    if "key" not in found.re.groupindex or found["key"] is None:
        return False
    return _DENIED.search(found.string[max(0, found.start("key") - _REACH) : found.start("key")]) is not None


def _said_done(said: Sequence[Sentence]) -> Evidence | None:
    """The last sentence that says that something is done."""
    for sentence in reversed(said):
        if not sentence.asks and talk_words.SAID_DONE.search(sentence.text):
            return sentence.whole
    return None


def _repeated(speaker: str, text: str, earlier: Sequence[str]) -> Iterator[Evidence]:
    if any(same_words(text, other) for other in earlier):
        yield from (one.whole for one in heard(text, speaker).sentences[:1])


def _depth(sentence: Sentence) -> tuple[int, re.Match[str] | None]:
    """How many times over it is about itself, and where that begins."""
    deepest = 0
    first: re.Match[str] | None = None
    for family in talk_words.FAMILIES if talk_words.ABOUT.search(sentence.text) else ():
        ends = list(family.finditer(sentence.text))
        links = [
            one
            for one, other in pairwise(ends)
            if talk_words.ABOUT.search(sentence.text, one.end(), other.start())
            and other.start() - one.end() <= _REACH
        ]
        if len(links) > deepest:
            deepest, first = len(links), links[0]
    if first is None and (found := talk_words.META_SAID.search(sentence.text)):
        return 1, found
    return deepest, first
