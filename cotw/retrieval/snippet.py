"""Snippets: the passage of an exchange that shows best why it was found, with the words to be marked.

Everything a snippet shows is safe on a terminal: escapes, control characters and characters that turn
the direction of writing are taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from cotw.extraction.plain import readable
from cotw.retrieval.answer import Snippet, Span
from cotw.retrieval.wordmatch import Sought, lowered, occurrences, sought

SNIPPET_CHARACTERS = 240
ELLIPSIS = "…"
# White space may be most of a text: so many times the length is read around a place to fill a snippet.
_READ_AROUND = 4
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SENTENCE_START = re.compile(r"(?<=[.!?…])[\"'”’)\]*_`]*\s+|(?<=[。！？])")
_SPACE = re.compile(r"\s")
# Every unit begins with the day and with who speaks; so many characters after that tell where it stands.
_UNIT_HEADER = re.compile(r"\[\d{4}-\d{2}-\d{2}\] [^:\n]{1,40}: ")
_RECOGNISED = 60


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The words to be shown; whole numbers as weights, so that adding and taking away leaves nothing over."""

    words: tuple[Sought, ...]
    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of a text with many of the words: what the different ones weigh, and how many in all."""

    weight: int
    count: int
    start: int
    end: int


def snippet(
    words: Sequence[str],
    human: str,
    agent: str,
    *,
    limit: int = SNIPPET_CHARACTERS,
    weights: Sequence[float] | None = None,
    speaker: str | None = None,
    nearest: str | None = None,
    nearest_speaker: str | None = None,
) -> Snippet:
    """The best passage of at most `limit` characters from what `human` or `agent` said.

    It lies where most of `words` (from `extraction.words.query_words`) stand close together, each counted
    by its weight (`Recall.weights`; by default all are equal). If none stands anywhere, it is the beginning
    of `nearest`, the unit that the semantic path found, or of the side that `nearest_speaker` names.
    `speaker` prefers one side.
    """
    wanted = _Wanted(
        sought(words), tuple(round(1000 * weight) + 1 for weight in weights or [1.0] * len(words))
    )
    sides = {name: text for name, text in (("human", human), ("agent", agent)) if text.strip()}
    if speaker in sides:
        sides = {speaker: sides[speaker]}
    if not sides:
        return Snippet("", (), speaker or "human")
    places = [(name, place) for name, text in sides.items() if (place := _densest(wanted, text, limit))]
    if places:
        name, place = max(places, key=lambda it: (it[1].weight, it[1].count, it[0] == nearest_speaker))
        return _around(sides[name], place, wanted, limit, name)
    return _beginning(sides, nearest, nearest_speaker, limit)


def shown(text: str) -> str:
    """`text` on one line, with nothing in it that could steer a terminal."""
    return " ".join(_DIRECTION.sub("", readable(text)).split())


def _densest(wanted: _Wanted, text: str, limit: int) -> _Place | None:
    """The stretch of at most `limit` characters whose different words weigh most, then with most of them."""
    window: deque[tuple[int, int, int]] = deque()
    counts = [0] * len(wanted.words)
    weight = 0
    best: _Place | None = None
    for start, end, number in _matches(wanted.words, text):
        window.append((start, end, number))
        weight += wanted.weights[number] * (counts[number] == 0)
        counts[number] += 1
        while len(window) > 1 and end - window[0][0] > limit:
            gone = window.popleft()[2]
            counts[gone] -= 1
            weight -= wanted.weights[gone] * (counts[gone] == 0)
        if best is None or (weight, len(window)) > (best.weight, best.count):
            best = _Place(weight, len(window), window[0][0], end)
    return best


def _matches(words: Sequence[Sought], text: str) -> Iterator[tuple[int, int, int]]:
    small = lowered(text)
    return merge(*(_numbered(number, word, text, small) for number, word in enumerate(words)))


def _numbered(number: int, word: Sought, text: str, small: str) -> Iterator[tuple[int, int, int]]:
    return ((start, end, number) for start, end in occurrences(word, text, small))


def _around(text: str, place: _Place, wanted: _Wanted, limit: int, speaker: str) -> Snippet:
    reach = _READ_AROUND * limit
    begin, end = max(0, place.start - reach), min(len(text), min(place.end, place.start + limit) + reach)
    line = shown(text[begin:end])
    found = _densest(wanted, line, limit)
    start, stop = (found.start, min(found.end, found.start + limit)) if found else (0, 0)
    open_start, open_end = begin > 0, end < len(text)
    return _snippet(line, start, stop, wanted.words, limit, speaker, open_start=open_start, open_end=open_end)


def _beginning(
    sides: dict[str, str], nearest: str | None, nearest_speaker: str | None, limit: int
) -> Snippet:
    """The start of `nearest` in the side that holds it, else of the side that is named, else of the first."""
    name = nearest_speaker if nearest_speaker in sides else next(iter(sides))
    text, begin = sides[name], 0
    opening = _UNIT_HEADER.sub("", nearest or "", count=1)[:_RECOGNISED].strip()
    if opening:
        for side in (name, *sides):
            place = sides[side].find(opening)
            if place >= 0:
                name, text, begin = side, sides[side], place
                break
    end = min(len(text), begin + _READ_AROUND * limit)
    line = shown(text[begin:end])
    return _snippet(line, 0, 0, (), limit, name, open_start=begin > 0, open_end=end < len(text))


def _snippet(
    line: str,
    start: int,
    stop: int,
    words: Sequence[Sought],
    limit: int,
    speaker: str,
    *,
    open_start: bool,
    open_end: bool,
) -> Snippet:
    """The part of `line` around start–stop; `open_…` says that the text goes on beyond `line`."""
    room = max(1, limit - 2 * len(ELLIPSIS))
    if len(line) <= limit and not open_start and not open_end:
        first, last = 0, len(line)
    else:
        first = _first(line, start, max(0, room - (stop - start)), partial=open_start and stop > 0)
        last = _last(line, max(stop, first), first + room)
        if last == len(line):  # the text ends here: what is left of the room goes to its front
            first = min(first, _word_start(line, max(0, last - room), start))
    text = line[first:last].strip()
    lead = ELLIPSIS if first > 0 or open_start else ""
    tail = ELLIPSIS if last < len(line) or open_end else ""
    spans = tuple((begin + len(lead), end + len(lead)) for begin, end in _spans(words, text))
    return Snippet(f"{lead}{text}{tail}", spans, speaker)


def _first(line: str, start: int, spare: int, *, partial: bool) -> int:
    """Where a snippet begins whose words begin at `start`: at a sentence if one is near, else at a word.

    `spare` is the room that the words leave; `partial` says that `line` begins inside of a word.
    """
    if start <= spare // 2 and not partial:
        return 0
    sentences = [
        found.end() for found in _SENTENCE_START.finditer(line, max(0, start - 2 * spare // 3), start)
    ]
    if sentences:
        return sentences[-1]
    return _word_start(line, max(0, start - spare // 3), start)


def _word_start(line: str, place: int, latest: int) -> int:
    """The first beginning of a word from `place` to `latest`; near `place` if there is none."""
    if place == 0 or line[place - 1].isspace():
        return place
    space = _SPACE.search(line, place, latest)
    return space.end() if space else _between_characters(line, place)


def _last(line: str, stop: int, latest: int) -> int:
    """Where a snippet ends whose words end at `stop`: at a space if there is one before `latest`."""
    if latest >= len(line):
        return len(line)
    if line[latest].isspace():
        return latest
    space = line.rfind(" ", stop, latest)
    # Without a space in its last third this is no text of words: a link, or a script without spaces.
    return space if space > latest - max(12, (latest - stop) // 3) else _between_characters(line, latest)


def _between_characters(line: str, cut: int) -> int:
    """The last place up to `cut` that parts neither a letter from its accent nor an emoji."""
    while 0 < cut < len(line) and (_joins(line[cut]) or line[cut - 1] == "\u200d"):
        cut -= 1
    return cut


def _joins(character: str) -> bool:
    skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return skin_tone or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def _spans(words: Sequence[Sought], text: str) -> list[Span]:
    """The places of all words in `text`, in order, overlapping ones joined."""
    spans: list[Span] = []
    for start, end, _ in _matches(words, text):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
