"""Statements: what one sentence says, before it is asked whether that is asserted.

Two ways: from a subject (the speaker's "I", a name at the beginning of a clause) onwards by the table of
rules, and from a verb backwards to a subject that is any short phrase ("the frame", "loose bolts").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cotw.extraction import predicates
from cotw.extraction.asserting import clause_start
from cotw.extraction.kinds import ACQUAINTED, KIN
from cotw.extraction.mention import Mention, canonical
from cotw.extraction.phrases import name_at, phrase
from cotw.extraction.predicates import RULES, Object, Predicate
from cotw.extraction.verbs import DATE_SIGNS, OCCURRED, VERBS, Verb

_MY = re.compile(r"\bmy\s", re.IGNORECASE)
_I = re.compile(r"(?<![\w'’.])I(?![\w.-])")
_NAMED_PERSON = rf"(?:my|our|his|her|their)\s+(?:{KIN}|{ACQUAINTED}),?"
# What may stand right before a name that is a subject: not "of", "with" or a noun.
_SUBJECT_PLACE = re.compile(
    r"(?:^|[.!?,;:(\n–—]|\b(?:and|but|because|that|so|since|while|although|the|also|think|believe|today"
    r"|yesterday|now|then|actually"
    rf"|hey|well|yes|{_NAMED_PERSON}))[\s\"“]*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_][\w'’.+/-]*")
_ARTICLE = re.compile(r"(?:a|an|the|my|our)\s", re.IGNORECASE)
_A_THING = re.compile(r"(?:an?|the|this|these|some|two|three|my\s+own|my\s+first)\s", re.IGNORECASE)
# "I love these suggestions" is said of what was just shown; it is no liking that lasts.
_PARTICULAR = re.compile(r"(?:the|this|these|those|that|your|his|her|their|its|every|all)\s", re.IGNORECASE)
_NO_SUBJECT = frozenset(
    """
    it this that these those which who what there here he she they we you i one everything something nothing
    anything all some any none be is are was were to of for as then when where how why not if or also just
    only even both such them him us me in on at with
    """.split()
)
_QUOTE = re.compile(r"[\"“”„`]")
_DIGIT = re.compile(r"\d")
_CLAUSE_MARK = re.compile(r"(?:[,;:—–]|\b(?:and|but|because|so|since))\s*$", re.IGNORECASE)
_LONGEST_SUBJECT = 5  # words
_BEFORE = 60  # characters


@dataclass(frozen=True, slots=True)
class Triple:
    """`subject` `predicate` `object`, with a confidence of 0 to 1; said in `text[start:end]`."""

    subject: str
    predicate: Predicate
    object: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a prose, the mentions in it (places counted from its beginning), and who speaks."""

    text: str
    mentions: tuple[Mention, ...]
    speaker: str


def statements(sentence: Sentence) -> Iterator[Triple]:
    """What `sentence` says, each with the places it takes."""
    for found in _I.finditer(sentence.text):
        yield from _from_subject(sentence, sentence.speaker, found.start(), found.end())
    for mention in sentence.mentions:
        if _is_subject(sentence.text, mention):
            yield from _from_subject(sentence, mention.name, mention.start, mention.end)
            yield from _kinship(sentence, mention)
    if _MY.search(sentence.text):
        yield from _own_people(sentence)
        yield from _favourites(sentence)
    yield from _from_verbs(sentence)


def _is_subject(text: str, mention: Mention) -> bool:
    return mention.kind != "file" and bool(
        _SUBJECT_PLACE.search(text[max(0, mention.start - _BEFORE) : mention.start])
    )


def _from_subject(sentence: Sentence, subject: str, start: int, end: int) -> Iterator[Triple]:
    for rule in RULES:
        verb = rule.pattern.match(sentence.text, end)
        if verb and (found := _object(sentence, verb.end(), rule.object)):
            yield Triple(subject, rule.predicate, found[0], rule.confidence, start, found[1])
    if state := predicates.PROPERTY.match(sentence.text, end):
        yield Triple(
            subject, "has_property", " ".join(state["object"].lower().split()), 0.8, start, state.end()
        )


def _kinship(sentence: Sentence, mention: Mention) -> Iterator[Triple]:
    """What "Mara is my sister" and "Mara is Jonas's sister" say."""
    if own := predicates.IS_OWN_PERSON.match(sentence.text, mention.end):
        predicate: Predicate = "related_to" if own["kin"] else "knows"
        yield Triple(sentence.speaker, predicate, mention.name, 0.9, mention.start, own.end())
        return
    others = predicates.IS_OTHERS_KIN.match(sentence.text, mention.end)
    if others and (other := name_at(others.end(), sentence.text, sentence.mentions)):
        yield Triple(mention.name, "related_to", other.name, 0.9, mention.start, other.end)


def _own_people(sentence: Sentence) -> Iterator[Triple]:
    for own in predicates.OWN_PERSON.finditer(sentence.text):
        named = name_at(own.end(), sentence.text, sentence.mentions)
        if named and named.start == own.end() and named.kind in ("person", "unknown"):
            predicate: Predicate = "related_to" if own["kin"] else "knows"
            yield Triple(sentence.speaker, predicate, named.name, 0.9, own.start(), named.end)


def _favourites(sentence: Sentence) -> Iterator[Triple]:
    for favourite in predicates.FAVOURITE.finditer(sentence.text):
        if found := _object(sentence, favourite.end(), "phrase"):
            yield Triple(sentence.speaker, "prefers", found[0], 0.9, favourite.start(), found[1])


def _from_verbs(sentence: Sentence) -> Iterator[Triple]:
    """What verbs say of the phrase before them."""
    text, in_small = sentence.text, sentence.text.lower()
    dated = _DIGIT.search(text) or any(sign in in_small for sign in DATE_SIGNS)
    for verb in OCCURRED.finditer(text) if dated else ():
        if subject := _subject_before(text, verb.start(), needs_article=True):
            yield Triple(
                subject[0], "occurred_at", " ".join(verb["object"].split()), 0.8, subject[1], verb.end()
            )
    for rule in VERBS:
        if any(sign in in_small for sign in rule.signs):
            yield from _between(sentence, rule)


def _between(sentence: Sentence, rule: Verb) -> Iterator[Triple]:
    for verb in rule.pattern.finditer(sentence.text):
        before = _subject_before(sentence.text, verb.start(), needs_article=rule.needs_article)
        after = _object(sentence, verb.end(), rule.object)
        if before and after:
            first, second = (after[0], before[0]) if rule.passive else (before[0], after[0])
            yield Triple(first, rule.predicate, second, rule.confidence, before[1], after[1])


def _subject_before(text: str, end: int, *, needs_article: bool) -> tuple[str, int] | None:
    """The phrase that fills its clause up to `end`, and where it begins; None if that is no plain phrase."""
    start = max(clause_start(text, end), end - 2 * _BEFORE)
    before = text[start:end]
    words = _WORD.findall(before)
    article = _ARTICLE.match(before.lstrip())
    plain = words[1:] if article else words
    if not 1 <= len(plain) <= _LONGEST_SUBJECT or any(word.lower() in _NO_SUBJECT - {"of"} for word in plain):
        return None
    if not article and len(plain) == 1 and plain[0].islower():
        return None
    if plain[0].lower() == "of" or plain[-1].lower() in _NO_SUBJECT:
        return None
    if needs_article and not article and not plain[0][0].isupper():
        return None
    if _QUOTE.search(before) or (start and not _CLAUSE_MARK.search(text, max(0, start - 10), start)):
        return None
    name = before.strip()
    if not name[0].isalnum():
        return None
    return canonical(name[article.end() :] if article else name), start + len(before) - len(before.lstrip())


def _object(sentence: Sentence, start: int, wanted: Object) -> tuple[str, int] | None:
    """What `wanted` finds at `start`, and where it ends."""
    named = name_at(start, sentence.text, sentence.mentions)
    match wanted:
        case "general" if _PARTICULAR.match(sentence.text, start) and not named:
            return None
        case "phrase" | "general":
            return phrase(sentence.text, start, sentence.mentions)
        case "thing":
            made = named is not None and named.kind not in ("person", "place")
            is_thing = made or _A_THING.match(sentence.text, start)
            return phrase(sentence.text, start, sentence.mentions) if is_thing else None
        case "name":
            return (named.name, named.end) if named else None
        case "person":
            return (named.name, named.end) if named and named.kind in ("person", "unknown") else None
        case "place":
            is_place = named is not None and named.kind in ("place", "unknown", "organisation")
            return (named.name, named.end) if named and is_place else None
