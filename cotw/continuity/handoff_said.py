"""What was said, as a handoff quotes it: whole sentences, with who said them and when.

Code, block quotes, tables and pages of ours that stand in a text are no words of whoever sent it and are
passed over. What an agent said is never told as a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cotw.continuity.handoff_page import without_pages
from cotw.continuity.quotable import END_MARK, before_output, outcome
from cotw.extraction.prose import prose, sentences
from cotw.extraction.running import speaks_of_running
from cotw.extraction.titles import prompt_title, shortened
from cotw.records.exchange import Exchange
from cotw.records.message import speaker_label

HUMAN, AGENT = "human", "agent"
MOST_TURNS = 10
LAST_TURNS = 4
_QUOTE_CHARACTERS = 240
_LAST_CHARACTERS = 600
_NAME_CHARACTERS = 40
_ROLES = frozenset(
    {"", "human", "user", "person", "me", "agent", "assistant", "ai", "bot", "system", "model"}
)
_LEAD = re.compile(r"^[\s\-+•–—·>|❯]+(?:\d{1,2}[.)]\s+(?=\S))?|^\d{1,2}[.)]\s+(?=[^\W\d])")
# "Ab Montag, dem 11. Mai": no sentence ends there.
_DAY_BEGUN = re.compile(r"\b\d{1,2}\.$")
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"`[^`]*`|\S*[/\\]\S*")
_WORD = re.compile(r"[^\W\d_]{2,}")
# How an answer begins that has not said anything yet.
_ANNOUNCES = re.compile(
    r"(?:let me|let['’]s|i['’]?ll|i will|i['’]?m going to|now\b|first\b|sure|of course|ok(?:ay)?\b"
    r"|great|good\b|thank|danke|vielen dank"
    r"|perfect|(?:that )?makes sense|oh\b|got it|understood|alright|absolutely|certainly|happy to"
    r"|you['’]?re right|looking at|lass mich|ich werde|ich schaue|ich sehe mir|gerne?\b|klar|natürlich|gut\b"
    r"|alles klar|das ergibt sinn|verstanden)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence or a few, on one line, in somebody's words.

    `speaker` is `human` or `agent`, `who` what they are called on the page, `exchange` the id of the exchange
    it stands in. `unverified`: it speaks of a running system.
    """

    text: str
    speaker: str
    who: str
    when: datetime
    exchange: str

    @property
    def unverified(self) -> bool:
        """Whether any of its sentences says how a running system is."""
        return any(speaks_of_running(self.text[begin:end]) for begin, end in sentences(self.text))


@dataclass(frozen=True, slots=True)
class Turn:
    """A prompt and its answer; either may be missing."""

    prompt: Quote | None
    answer: Quote | None


def said(exchange: Exchange, speaker: str) -> Iterator[str]:
    """The sentences of one side, each on one line."""
    clean = prose(without_pages(exchange.human if speaker == HUMAN else exchange.agent))
    waiting = ""
    for begin, end in sentences(clean):
        sentence = _LEAD.sub("", " ".join(f"{waiting} {clean[begin:end]}".split()))
        waiting = sentence if _DAY_BEGUN.search(sentence) else ""
        if not waiting and _LETTER.search(sentence):
            yield sentence
    if _LETTER.search(waiting):
        yield waiting


def quote(exchange: Exchange, speaker: str, text: str, limit: int = _QUOTE_CHARACTERS) -> Quote:
    """`text`, which that side of the exchange said, as a quote of at most about `limit` characters."""
    when = exchange.started if speaker == HUMAN else exchange.ended
    return Quote(shortened(text, limit) or text, speaker, who(exchange, speaker), when, exchange.id)


def who(exchange: Exchange, speaker: str) -> str:
    """What a side is called: a person by name; an agent always as an agent, whatever name it goes by.

    What was reported says by whom.
    """
    sender = exchange.human_sender if speaker == HUMAN else exchange.agent_sender
    name = shortened(sender, _NAME_CHARACTERS)
    unnamed = name.casefold() in _ROLES
    if speaker == AGENT:
        label, origin = ("agent" if unnamed else f"agent {name}"), exchange.agent_origin
    else:
        label = "person" if unnamed or name.casefold().startswith("agent") else name
        origin = exchange.origin
    return speaker_label(label, origin, exchange.reported_by)


def happened(read: Sequence[Exchange]) -> tuple[Turn, ...]:
    """What the turns were about: each prompt in a line, and the first sentence that answers it.

    Of many turns some are taken at even distances; the last ones are told by `last_turns`.
    """
    earlier = read[: max(0, len(read) - LAST_TURNS)]
    telling = [turn for one in earlier if (turn := _told(one)).prompt is not None]
    if len(telling) <= MOST_TURNS:
        return tuple(telling)
    step = (len(telling) - 1) / (MOST_TURNS - 1)
    return tuple(telling[round(place * step)] for place in range(MOST_TURNS))


def _told(exchange: Exchange) -> Turn:
    asked = list(said(exchange, HUMAN))
    title = prompt_title("\n".join(asked))
    whole = next((one for one in asked if title and one.startswith(title.rstrip("…"))), title)
    told = list(filter(_tells, outcome(list(said(exchange, AGENT)))))
    # That all tests passed says nothing of what was done.
    first = next((one for one in told if not speaks_of_running(one)), "".join(told[:1]))
    return Turn(
        quote(exchange, HUMAN, whole) if title else None, quote(exchange, AGENT, first) if first else None
    )


def _tells(sentence: str) -> bool:
    """Whether it is a sentence, and says more than that something is going to be done."""
    words = _WORD.findall(_CODE.sub(" ", sentence))
    whole = sentence.count("(") == sentence.count(")")
    ends = whole and END_MARK.search(sentence) and not sentence.endswith((":", "…"))
    return bool(ends) and len(words) > 2 and not _ANNOUNCES.match(sentence)


def last_turns(read: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The last turns: how each prompt begins, and how its answer ends."""
    turns = (Turn(_opening(one), _closing(one)) for one in read[-LAST_TURNS:])
    return tuple(turn for turn in turns if turn.prompt or turn.answer)


def _opening(exchange: Exchange) -> Quote | None:
    taken: list[str] = []
    for sentence in before_output(list(said(exchange, HUMAN))):
        if taken and sum(map(len, taken)) + len(sentence) > _LAST_CHARACTERS:
            break
        taken.append(sentence)
    return quote(exchange, HUMAN, _joined(taken), _LAST_CHARACTERS) if taken else None


def _closing(exchange: Exchange) -> Quote | None:
    taken: list[str] = []
    for sentence in reversed(outcome(list(said(exchange, AGENT)))):
        if taken and sum(map(len, taken)) + len(sentence) > _LAST_CHARACTERS:
            break
        taken.insert(0, sentence)
    return quote(exchange, AGENT, _joined(taken), _LAST_CHARACTERS) if taken else None


def _joined(said: Sequence[str]) -> str:
    """Sentences one after the other; what has no end, as the items of a list, is set apart by a dot."""
    marked = [one if END_MARK.search(one) else f"{one} ·" for one in said[:-1]]
    return " ".join([*marked, *said[-1:]])
