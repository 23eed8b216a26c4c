"""Open threads: what was promised, put off, asked or searched for in a conversation, and not settled in it.

The talk is read from its beginning; what is opened waits until it is closed: reported as done, answered,
found, or dropped, in the same or a later exchange, by either side. By rules, in English and German, and
rather too little than too much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cotw.extraction.closings import closing_of, is_news, names, says_no_more
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
_SAME = 0.6
_DIVERTS = re.compile(
    r"^\W*(?:wait|first|before that|oh|by the way|another|something else|moment|warte|erst mal|übrigens)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Waiting:
    """Something open, and what is known of it so far."""

    opening: Opening
    speaker: str
    exchange: Exchange
    turn: int
    about: frozenset[str] = field(default=frozenset())


def open_threads(exchanges: Sequence[Exchange], *, most: int = MOST) -> list[OpenThread]:
    """What is open at the end of `exchanges` (one conversation or thread, in order), the newest first.

    Newest first because what nobody came back to for long was most likely settled elsewhere.
    """
    talk = _Talk()
    for exchange in exchanges[-_EXCHANGES_READ:]:
        talk.hear(exchange)
    return [_thread(one) for one in reversed(talk.waiting)][:most]


class _Talk:
    """A conversation that is listened to."""

    def __init__(self) -> None:
        self.waiting: list[_Waiting] = []
        self.turn = 0

    def hear(self, exchange: Exchange) -> None:
        """One exchange more."""
        human = spoken(exchange.human, by_agent=False)
        agent = spoken(exchange.agent, by_agent=True)
        if human:
            self._answer_agent(human)
            self._listen(human, HUMAN, exchange)
        if agent:
            self.waiting = [one for one in self.waiting if one.opening.lasting]
            self._answer_human(human, agent)
            self._listen(agent, AGENT, exchange)
        self.turn += 1
        self.waiting = [one for one in self.waiting if not self._is_stale(one)]

    def _listen(self, said: Sequence[Spoken], speaker: str, exchange: Exchange) -> None:
        by_agent = speaker == AGENT
        rules = standing(exchange.human) if not by_agent else ()
        last = _last_words(said)
        for place, sentence in enumerate(said):
            self._close(sentence)
            if sentence.text in rules:
                continue
            for opening in openings(sentence, by_agent=by_agent, left=max(0, last - place)):
                if len(gist(opening.text)) < (2 if opening.kind is Openness.INVESTIGATION else 1):
                    # "Not sure yet why.", "I'll do that tomorrow.": of what, stands before it.
                    if not place:
                        continue
                    opening = replace(opening, text=f"{said[place - 1].text} {opening.text}")
                self._open(opening, speaker, exchange)

    def _open(self, opening: Opening, speaker: str, exchange: Exchange) -> None:
        about = gist(opening.text)
        if not any(shared(about, one.about) >= _SAME for one in self.waiting):
            self.waiting.append(_Waiting(opening, speaker, exchange, self.turn, about))

    def _close(self, sentence: Spoken) -> None:
        if not self.waiting:
            return
        closing = closing_of(sentence)
        named = [
            one
            for one in self.waiting
            if (closing or (_is_searched(one) and one.turn < self.turn and is_news(sentence)))
            and names(sentence, one.about)
        ]
        if closing and not named and says_no_more(sentence):
            named = [one for one in self.waiting[-1:] if one.turn >= self.turn - 1]
        self.waiting = [one for one in self.waiting if one not in named]

    def _answer_agent(self, human: Sequence[Spoken]) -> None:
        """What a person says after a question answers it, unless they speak of something else."""
        about = gist(" ".join(one.text for one in human))
        elsewhere = all(one.asks for one in human) or _DIVERTS.match(human[0].text)
        self.waiting = [
            one
            for one in self.waiting
            if not _asked_by(one, AGENT) or (elsewhere and not one.about & about) or one.turn < self.turn - 1
        ]

    def _answer_human(self, human: Sequence[Spoken], agent: Sequence[Spoken]) -> None:
        """What an agent says answers what a person asked, unless it tells of something else or knows nothing."""
        if not any(_asked_by(one, HUMAN) for one in self.waiting):
            return
        unknown = [one for one in agent if _knows_nothing(one)]
        if any(
            len(gist(one.text)) > 1 for one in unknown
        ):  # what is searched for stands in place of the question
            self.waiting = [one for one in self.waiting if not _asked_by(one, HUMAN) or one.turn < self.turn]
        told = frozenset[str]().union(*(gist(one.text) for one in agent if one not in unknown))
        self.waiting = [
            one
            for one in self.waiting
            if not _asked_by(one, HUMAN) or not self._is_answered(one, human, told)
        ]

    def _is_answered(self, one: _Waiting, human: Sequence[Spoken], told: frozenset[str]) -> bool:
        if one.turn < self.turn:
            return shared(one.about, told) >= 0.5
        rest = frozenset[str]().union(*(gist(said.text) for said in human if said.text != one.opening.text))
        if not told:
            return False
        return bool(one.about & told) or not rest & told

    def _is_stale(self, one: _Waiting) -> bool:
        return one.opening.kind is Openness.QUESTION and self.turn - one.turn > _QUESTION_LASTS


def _asked_by(one: _Waiting, speaker: str) -> bool:
    return one.speaker == speaker and one.opening.awaits


def _is_searched(one: _Waiting) -> bool:
    return one.opening.kind is Openness.INVESTIGATION


def _knows_nothing(said: Spoken) -> bool:
    return not said.asks and UNKNOWN.search(said.text) is not None


def _last_words(said: Sequence[Spoken]) -> int:
    """The place of the first of the last sentences: what is only added does not count."""
    last = len(said) - 1
    while last > 0 and (said[last].asks or said[last].text.startswith(("I have ", "I've "))):
        last -= 1
    return min(last + 1, len(said) - 1) if last < len(said) - 1 else last


def _thread(one: _Waiting) -> OpenThread:
    return OpenThread(
        shortened(one.opening.text), one.opening.kind, one.speaker, one.exchange.started, one.exchange.address
    )
