"""Telling sentences: those of some exchanges that say most about them, each with the place where it stands.

By rules: what is spoken of (the topics' weights), what was decided or got done, numbers, and where a sentence
stands. They are quotes of what somebody said, true or not; no word of them is changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from cotw.extraction.prose import prose, sentences
from cotw.extraction.words import folded, query_words
from cotw.records.exchange import Exchange

_READ = 1_600
_SHORTEST, _LONGEST, _GOOD = 25, 320, (45, 220)
_MOST_TOPICS = 12
_ALIKE = 0.5  # share of the words of the shorter one
_PERSON, _AGENT = 1.0, 0.75
_SETTLED = re.compile(
    r"\b(?:decided?|decision|agreed?|let['’]s (?:go|use|take|keep|do|drop)|we(?:['’]ll| will) (?:go|use|take)"
    r"|instead of|settled on|chose|chosen|from now on|never|always|must"
    r"|beschlossen|entschieden|einigen|geeinigt|wir nehmen|lieber|stattdessen|ab jetzt|immer|niemals)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:fixed|done|works now|working now|merged|released|shipped|deployed|finished|completed|solved"
    r"|passe[sd]|root cause|turned out|because|the reason"
    r"|erledigt|fertig|gelöst|läuft jetzt|lag daran|ursache|weil)\b",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)__|__(?!\w)")
_NUMBER = re.compile(r"(?<![\w.])\d[\d.,:]*(?:\s?(?:%|€|\$|ms|kg|km|mm|cm|GB|MB|Uhr))?(?![\w])")
_CODE = re.compile(r"[{}<>|=;\\]|\w/\w+/|`|://|\w\(\)|->|::|\w_\w")
# Lines of logs and reports of tests, pasted by somebody.
_LOG = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:|\b(?:FAIL|ERROR|WARN|INFO|DEBUG)\b|\(\d+(?:\.\d+)?m?s\)"
    r"|^\[[^\]]+\]|\bat line \d"
)
_TALK = re.compile(
    r"(?:ok(?:ay)?|yes|yep|sure|great|perfect|thanks?|thank you|sorry|you['’]re right|hi|hello"
    r"|good question|of course|i['’]ll|let me|now i|i['’]m going|i will|here(?:['’]s| is| are)"
    r"|ja|gut|danke|super|klar|gerne|hallo)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an exchange: characters `begin` to `end` of what `speaker` (human or agent) said."""

    exchange: str
    speaker: str
    begin: int
    end: int
    weight: float

    def text_in(self, exchange: Exchange) -> str:
        """Its words, on one line and without emphasis."""
        said = exchange.human if self.speaker == "human" else exchange.agent
        return " ".join(_EMPHASIS.sub("", said[self.begin : self.end]).split())

    def to_record(self) -> list[Any]:
        """For a cache; it holds no word."""
        return [self.exchange, self.speaker, self.begin, self.end, self.weight]

    @classmethod
    def of_record(cls, record: Sequence[Any]) -> Self:
        """The passage of a record."""
        exchange, speaker, begin, end, weight = record
        return cls(str(exchange), str(speaker), int(begin), int(end), float(weight))


def telling(exchanges: Sequence[Exchange], topics: Mapping[str, float], most: int) -> list[Passage]:
    """At most `most` passages of these exchanges, the most telling first; `topics` weighs what is spoken of.

    No two say nearly the same, and no exchange has more than two.
    """
    heaviest = sorted(topics, key=lambda key: (-topics[key], key))[:_MOST_TOPICS]
    share = {key: topics[key] / topics[heaviest[0]] for key in heaviest}
    of = {exchange.id: exchange for exchange in exchanges}
    found = [passage for exchange in exchanges for passage in _passages(exchange, share)]
    return distinct(found, of, most)


def distinct(found: Iterable[Passage], exchanges: Mapping[str, Exchange], most: int) -> list[Passage]:
    """The heaviest of these passages, without those that say what a heavier one says."""
    taken: list[Passage] = []
    words: list[frozenset[str]] = []
    counts: defaultdict[str, int] = defaultdict(int)
    for passage in sorted(found, key=lambda one: (-one.weight, one.exchange, one.speaker, one.begin)):
        if len(taken) == most:
            break
        its = frozenset(query_words(passage.text_in(exchanges[passage.exchange])))
        alike = any(len(its & other) >= _ALIKE * min(len(its), len(other)) for other in words)
        if its and not alike and counts[passage.exchange] < 2:
            taken.append(passage)
            words.append(its)
            counts[passage.exchange] += 1
    return taken


def _passages(exchange: Exchange, topics: Mapping[str, float]) -> Iterator[Passage]:
    for speaker, text, share in (("human", exchange.human, _PERSON), ("agent", exchange.agent, _AGENT)):
        read = text[:_READ]
        spans = list(sentences(prose(read)))
        if len(text) > len(read):
            spans = spans[:-1]  # cut off in the middle
        for place, (begin, end) in enumerate(spans):
            begin, end = _trimmed(read, begin, end)
            weight = share * _weight(read[begin:end], place, topics)
            if weight > 0:
                yield Passage(exchange.id, speaker, begin, end, round(weight, 3))


def _weight(sentence: str, place: int, topics: Mapping[str, float]) -> float:
    """How much a sentence tells; 0 for what is none."""
    length = len(sentence)
    if not _SHORTEST <= length <= _LONGEST or len(_CODE.findall(sentence)) > 2 or _LOG.search(sentence):
        return 0.0
    small = folded(sentence).casefold()
    spoken_of = sorted((share for key, share in topics.items() if key in small), reverse=True)[:3]
    weight = 0.2 + sum(spoken_of)
    weight += 0.8 * bool(_SETTLED.search(sentence)) + 0.5 * bool(_DONE.search(sentence))
    weight += 0.2 * min(2, len(_NUMBER.findall(sentence)))
    weight *= 1.3 if place == 0 else 1.0
    weight *= 1.0 if _GOOD[0] <= length <= _GOOD[1] else 0.7
    weight *= 0.6 if sentence.endswith((":", "：")) or _TALK.match(sentence) else 1.0
    return weight * (0.8 if sentence.rstrip("\"”'").endswith("?") else 1.0)


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """Without the blanks, marks of lists and of emphasis around it."""
    part = text[begin:end]
    begin += len(part) - len(part.lstrip(" \t\n#*->•"))
    return begin, max(begin, end - (len(part) - len(part.rstrip(" \t\n*"))))
