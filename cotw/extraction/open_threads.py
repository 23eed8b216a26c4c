"""Open threads: what was promised, put off, asked or searched for in a conversation, and not settled in it.

The talk is heard from its beginning; what is opened waits until it is closed: reported as done, answered,
found, or dropped, in the same or a later exchange, by either side. By rules, in English and German, and
rather too little than too much: 0.5 ms for a usual exchange.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cotw.extraction.closings import closes, is_news, names, says_no_more
from cotw.extraction.gist import gist, shared
from cotw.extraction.opening_words import UNKNOWN
from cotw.extraction.openings import Opening, openings
from cotw.extraction.spoken import AGENT, HUMAN, Spoken, shortened, spoken
from cotw.extraction.standing import standing
from cotw.records.exchange import Exchange
from cotw.records.open_thread import Openness, OpenThread

MOST = 7
# What was said before so many exchanges and never came up again is not read.
_EXCHANGES_READ = 200
# A question that was passed over so often is not asked any more.
_QUESTION_LASTS = 3
# What shares so much with what is open already is the same.
_SAME = 0.6
# What comes later answers a question if it speaks of so much of it.
_ANSWERS = 0.5
_DIVERTS = re.compile(
    r"^\W*(?:wait|first|before that|oh|by the way|another|something else|moment|warte|erst mal|übrigens)\b",
    re.IGNORECASE,
)
_AFTERTHOUGHT = ("I have ", "I've ")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Something open: whose words, in which exchange, the how manieth that was, and what it is about."""

    opening: Opening
    speaker: str
    exchange: Exchange
    turn: int
    about: frozenset[str]

    @property
    def is_searched(self) -> bool:
        return self.opening.kind is Openness.INVESTIGATION

    def awaits(self, speaker: str) -> bool:
        """Whether `speaker` is expected to say something to it."""
        return self.opening.awaits and self.speaker != speaker


def open_threads(exchanges: Sequence[Exchange], *, most: int = MOST) -> list[OpenThread]:
    """What is open at the end of `exchanges` (one conversation or thread, in order), the newest first.

    Newest first because what nobody came back to for long was most likely settled elsewhere. Branches that
    were left are passed over.
    """
    talk = _Talk()
    for exchange in exchanges[-_EXCHANGES_READ:]:
        if exchange.branch is None:
            talk.hear(exchange)
    return [_thread(one) for one in reversed(talk.waiting)][:most]


class _Talk:
    """A conversation that is listened to, and what waits in it."""

    def __init__(self) -> None:
        self.waiting: list[_Waiting] = []
        self.turn = 0

    def hear(self, exchange: Exchange) -> None:
        """One exchange more."""
        if exchange.human.strip():
            said = spoken(exchange.human, by_agent=False)
            self._keep(lambda one: not _answered_by_person(one, said, self.turn))
            self._listen(said, HUMAN, exchange)
        if exchange.agent.strip():
            answer = spoken(exchange.agent, by_agent=True)
            self._keep(lambda one: one.opening.lasting)
            if any(one.awaits(AGENT) for one in self.waiting):
                told = _Told.of(answer, spoken(exchange.human, by_agent=False))
                self._keep(lambda one: not told.answers(one, self.turn))
            self._listen(answer, AGENT, exchange)
        self.turn += 1
        self._keep(lambda one: not self._is_stale(one))

    def _keep(self, still_open: Callable[[_Waiting], bool]) -> None:
        self.waiting = [one for one in self.waiting if still_open(one)]

    def _is_stale(self, one: _Waiting) -> bool:
        return one.opening.kind is Openness.QUESTION and self.turn - one.turn > _QUESTION_LASTS

    def _listen(self, said: Sequence[Spoken], speaker: str, exchange: Exchange) -> None:
        by_agent = speaker == AGENT
        rules = () if by_agent or not said else standing(exchange.human)
        last = _last_word(said)
        for place, sentence in enumerate(said):
            if self.waiting:
                self._close(sentence)
            if sentence.text in rules:
                continue
            for opening in openings(sentence, by_agent=by_agent, left=max(0, last - place)):
                self._open(_complete(opening, said[:place]), speaker, exchange)

    def _open(self, opening: Opening | None, speaker: str, exchange: Exchange) -> None:
        if opening is None:
            return
        about = gist(opening.text)
        if not any(shared(about, one.about) >= _SAME for one in self.waiting):
            self.waiting.append(_Waiting(opening, speaker, exchange, self.turn, about))

    def _close(self, sentence: Spoken) -> None:
        named = [one for one in self.waiting if names(sentence, one.about)]
        if not named and says_no_more(sentence):
            named = [one for one in self.waiting[-1:] if one.turn >= self.turn - 1]
        if not named:
            return
        if closes(sentence):
            self._keep(lambda one: one not in named)
        elif is_news(sentence):
            self._keep(lambda one: not (one.is_searched and one.turn < self.turn and one in named))


@dataclass(frozen=True, slots=True)
class _Told:
    """What an agent tells in an answer; what the person spoke of before; whether it knows nothing of it.

    `searches`: it says what it does not know yet, so that this stands in place of the question.
    """

    told: frozenset[str]
    asked: Sequence[Spoken]
    knows_nothing: bool
    searches: bool

    @classmethod
    def of(cls, answer: Sequence[Spoken], asked: Sequence[Spoken]) -> _Told:
        """What `answer` tells a person who said `asked`."""
        unknown = [one for one in answer if not one.asks and UNKNOWN.search(one.text)]
        told = _gist_of_all(one for one in answer if one not in unknown)
        return cls(told, asked, bool(unknown), any(len(gist(one.text)) > 1 for one in unknown))

    def answers(self, one: _Waiting, turn: int) -> bool:
        """Whether that is an answer: it is unless it tells of something else, or of not knowing."""
        if not one.awaits(AGENT):
            return False
        if one.turn < turn:  # who got no word at all, and went on, asks no more
            return not one.exchange.agent.strip() or shared(one.about, self.told) >= _ANSWERS
        if self.searches or not self.told:
            return self.searches or not self.knows_nothing
        elsewhere = _gist_of_all(said for said in self.asked if said.text != one.opening.text)
        return bool(one.about & self.told) or not elsewhere & self.told


def _answered_by_person(one: _Waiting, said: Sequence[Spoken], turn: int) -> bool:
    """Whether what a person says right after a question answers it: unless they speak of something else."""
    if not one.awaits(HUMAN) or one.turn < turn - 1:
        return False
    elsewhere = said and (all(sentence.asks for sentence in said) or _DIVERTS.match(said[0].text))
    return not elsewhere or bool(one.about & _gist_of_all(said))


def _complete(opening: Opening, before: Sequence[Spoken]) -> Opening | None:
    """ "Not sure yet why.", "I'll do that tomorrow.": of what, stands before it."""
    if len(gist(opening.text)) >= (2 if opening.kind is Openness.INVESTIGATION else 1):
        return opening
    return replace(opening, text=f"{before[-1].text} {opening.text}") if before else None


def _last_word(said: Sequence[Spoken]) -> int:
    """The place of the last sentence, or of the question before that to which something was only added."""
    last = len(said) - 1
    place = last
    while place > 0 and (said[place].asks or said[place].text.startswith(_AFTERTHOUGHT)):
        place -= 1
    return min(place + 1, last)


def _gist_of_all(said: Iterable[Spoken]) -> frozenset[str]:
    return frozenset[str]().union(*(gist(one.text) for one in said))


def _thread(one: _Waiting) -> OpenThread:
    opening, exchange = one.opening, one.exchange
    return OpenThread(
        shortened(opening.text),
        opening.kind,
        one.speaker,
        exchange.started,
        exchange.address,
        exchange.reporter_of(one.speaker),
    )
