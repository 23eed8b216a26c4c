"""Topics: what an exchange is about, in one to six names or noun phrases; none where nothing was said.

By rules, from the exchange alone, in English and German: names (`findings`), and runs of words that are
neither grammar nor everyday words. German writes its nouns with a capital; in English a word is taken for
one by what stands before it, or in a run of two or three. What a person said counts more than what the
agent did, what stands at the beginning more than the rest. Takes about 1 ms.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cotw.extraction.entities import Entity
from cotw.extraction.findings import AGENT_CHARACTERS, PERSON_CHARACTERS, beginning
from cotw.extraction.lexicon import ENGLISH, GERMAN, TOOLS
from cotw.extraction.mention import canonical, key
from cotw.extraction.prose import prose, sentences
from cotw.extraction.topic_words import BEFORE_NOUNS, BEFORE_VERBS, NO_GERMAN_NAMES, NO_TOPICS
from cotw.extraction.words import folded
from cotw.records.exchange import Exchange

MOST_TOPICS = 6
_LONGEST_RUN = 3
_MOST_WORDS = 4  # longer names are sentences in quotation marks
_SHORTEST = 3
_LONGEST = 60
# What weighs less than this share of the heaviest is not what it is about.
_ENOUGH = 0.35
_AGENT, _NAME, _OPENING, _HEAD = 0.4, 1.6, 1.3, 0.5
_BY_LENGTH = (0.0, 1.0, 1.5, 1.4)
# How far the beginning of a side reaches.
_OPENING_CHARACTERS = 200
# What is named in programs alone: calls, paths, domains, identifiers of three parts or begun small.
_IDENTIFIER = re.compile(r".*[_()/\\={}$:<>].*|[a-z]+[A-Z].*|.*\w\.[a-z].*|(?:[A-Z]+[a-z]+){3,}")
# Code in a line, links, paths, calls, identifiers, and what begins with a mark: no words of a sentence.
_NO_WORDS = re.compile(
    r"`[^`\n]{1,200}`|\w+://\S+|\S*[/\\@=_{}$#<>|~]\S*|\b\w+\.\w[\w.]*\b|\b\w+\([^)\n]*\)|--?\w\S*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BROKEN = re.compile(r"[^\s'\"“”„’-]")
_LIKE_ADVERBS = re.compile(r".{3,}ly|.{2,}[^e]ed|.{4,}(?:able|ible|ful|less|ous)")
_LIKE_PLURALS = re.compile(r".{2,}[^siu]s")


class _Word(NamedTuple):
    text: str
    small: str
    start: int
    end: int
    initial: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by what its spellings have in common, one of these, and how much of an exchange it is (0–1)."""

    key: str
    name: str
    weight: float


@dataclass(slots=True)
class _Candidate:
    """What may become a topic: its weight so far, its spellings, and how often it stood for itself."""

    weight: float = 0.0
    names: Counter[str] = field(default_factory=Counter)

    def add(self, weight: float, name: str) -> None:
        self.weight += weight
        self.names[name] += 1

    @property
    def name(self) -> str:
        return max(self.names, key=lambda name: (self.names[name], name))


def topics(exchange: Exchange, entities: Iterable[Entity]) -> tuple[Topic, ...]:
    """What `exchange` is about, the most important first; `entities` are those that it names."""
    found: dict[str, _Candidate] = {}
    senders = {key(sender) for sender in (exchange.human_sender, exchange.agent_sender)}
    for entity in entities:
        if entity.key not in senders and _is_name(entity):
            weight = _NAME * entity.confidence * math.sqrt(entity.count)
            found.setdefault(entity.key, _Candidate()).add(weight, entity.name)
    for text, characters, share in (
        (exchange.human, PERSON_CHARACTERS, 1.0),
        (exchange.agent, AGENT_CHARACTERS, _AGENT),
    ):
        for name, place, weight, german in _phrases(beginning(text, characters)):
            near = _OPENING if place < _OPENING_CHARACTERS else 1.0
            same = key(name) if key(name) in found else topic_key(name, german=german)
            found.setdefault(same, _Candidate()).add(share * near * weight, name)
    return tuple(_chosen(found))


def topic_key(name: str, *, german: bool = False) -> str:
    """What the spellings of one topic have in common: no case, no accents, its last word as one thing."""
    *before, last = folded(canonical(name)).casefold().split() or [""]
    if german:
        last = last[:-1] if re.fullmatch(r".{3,}e[rl]?n", last) else last
    elif last not in TOOLS and _LIKE_PLURALS.fullmatch(last):
        last = f"{last[:-3]}y" if last.endswith("ies") and len(last) > 4 else last[:-1]
    return " ".join([*before, last])


def likely_keys(given: str) -> tuple[str, ...]:
    """The keys under which a topic that somebody calls `given` may stand, the likeliest first."""
    keys = (topic_key(given), key(given), topic_key(given, german=True))
    return tuple(dict.fromkeys(one for one in keys if one))


def _chosen(found: dict[str, _Candidate]) -> Iterator[Topic]:
    """The heaviest, without those that are but a part of a heavier one."""
    ordered = sorted(found, key=lambda one: (-found[one].weight, -len(one), one))
    heaviest = found[ordered[0]].weight if ordered else 0.0
    taken: list[str] = []
    for one in ordered:
        weight = found[one].weight
        if len(taken) == MOST_TOPICS or weight < _ENOUGH * heaviest:
            return
        if not any(f" {one} " in f" {other} " or f" {other} " in f" {one} " for other in taken):
            taken.append(one)
            yield Topic(one, found[one].name, round(weight / heaviest, 2))


def _phrases(text: str) -> Iterator[tuple[str, int, float, bool]]:
    """The noun phrases of a text: spelling, place, weight, and whether they are German."""
    clean = _NO_WORDS.sub(lambda hit: "," * len(hit[0]), prose(text))
    words = list(_words(clean))
    small = Counter(word.small for word in words)
    german = sum(small[word] for word in GERMAN - ENGLISH) > sum(small[word] for word in ENGLISH - GERMAN)
    inside = {word.small for word in words if not word.initial}
    for run in _runs(clean, words, german=german):
        phrase = _noun_phrase(run, inside, german=german)
        if phrase:
            name = " ".join(_spelled(word, german=german) for word in phrase)
            if len(name) <= _LONGEST:
                yield name, phrase[0].start, _BY_LENGTH[len(phrase)], german
        if len(phrase) > 1:
            head = phrase[-1]
            yield _spelled(head, german=german), head.start, _HEAD, german


def _words(clean: str) -> Iterator[_Word]:
    for begin, end in sentences(clean):
        first = True
        for found in _WORD.finditer(clean, begin, end):
            text = canonical(found[0].replace("’", "'"))
            yield _Word(text, text.casefold(), found.start(), found.end(), first)
            first = False


def _runs(clean: str, words: Sequence[_Word], *, german: bool) -> Iterator[tuple[_Word | None, list[_Word]]]:
    """Runs of words that may be a noun phrase, each with the word before it, if that stands close by."""
    before: _Word | None = None
    run: list[_Word] = []
    last: _Word | None = None
    for word in words:
        apart = last is None or word.initial or _BROKEN.search(clean, last.end, word.start) is not None
        fits = _may_be_part(word, german=german)
        if run and (apart or not fits):
            yield before, run
            run = []
        if fits:
            if not run:
                before = None if apart else last
            run.append(word)
        last = word
    if run:
        yield before, run


def _may_be_part(word: _Word, *, german: bool) -> bool:
    if not _may_stand(word.small) or "'" in word.small or _LIKE_ADVERBS.fullmatch(word.small):
        return False
    return not german or word.text[0].isupper()


def _noun_phrase(found: tuple[_Word | None, list[_Word]], inside: set[str], *, german: bool) -> list[_Word]:
    """What of a run is a noun phrase: its last words, without a verb before them; nothing in doubt."""
    before, run = found
    first = run[0]
    is_verb = (first.initial and first.small not in inside) or (
        before is not None and before.small in BEFORE_VERBS and not german
    )
    if is_verb or (len(run) > 1 and not german and first.small.endswith("ing")):
        run = run[1:]
    phrase = run[-_LONGEST_RUN:]
    if len(phrase) == 1 and not german and not is_verb:
        named = first.text[0].isupper() and not first.initial
        return phrase if named or (before is not None and before.small in BEFORE_NOUNS) else []
    return phrase


def _spelled(word: _Word, *, german: bool) -> str:
    """As it stands; an English word that only a sentence made big, in small letters."""
    shouted = word.text.isupper() and len(word.text) > 1
    return word.text if german or shouted or not word.initial else word.small


def _is_name(entity: Entity) -> bool:
    """Whether it is a name outside of programs, and no run of words that a language made look like one."""
    words = entity.key.split()
    if entity.kind == "file" or len(words) > _MOST_WORDS or not _may_stand(entity.key):
        return False
    if entity.kind == "unknown" and not NO_GERMAN_NAMES.isdisjoint((words[0], words[-1])):
        return False
    return entity.kind in ("tool", "person") or not _IDENTIFIER.fullmatch(entity.name)


def _may_stand(small: str) -> bool:
    if len(small) < _SHORTEST or not small[-1].isalnum():
        return False
    return NO_TOPICS.isdisjoint(_base_forms(small))


def _base_forms(small: str) -> Iterator[str]:
    """A word, and what it may be a form of: `changes`, `creating`."""
    yield small
    if small.endswith("s"):
        yield small[:-1]
    if small.endswith("ing"):
        yield small[:-3]
        yield f"{small[:-3]}e"
