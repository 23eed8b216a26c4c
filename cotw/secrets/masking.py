"""Masking: `[secret:<kind>]` in the place of every secret.

A text is searched for the literals of the tables only, and a pattern is tried where one stands: ordinary
text costs next to nothing, and none costs more than its length, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from cotw.secrets.assigned import NAMES, OWNER_REACH, PASSWORDS, Name, value_after
from cotw.secrets.clouds import CLOUDS
from cotw.secrets.forges import FORGES
from cotw.secrets.judging import Judge
from cotw.secrets.keys import BLOCKS, KEYS
from cotw.secrets.models import MODELS
from cotw.secrets.offices import OFFICES
from cotw.secrets.places import PLACES
from cotw.secrets.shapes import Shape

SHAPES: tuple[Shape, ...] = (*CLOUDS, *FORGES, *MODELS, *OFFICES, *KEYS)
# A secret's rank: the surer rule names it where two begin at the same letter.
_BY_SHAPE, _BY_NAME = 0, 1
_Found = tuple[int, int, int, str]  # start, rank, end, kind

_DIGIT = re.compile(r"[0-9]")
# Every secret with a shape holds so many letters, digits and signs in a row, and prose seldom does.
_LEAST_RUN = 15
_SIGNS = frozenset(b"_-+/=%~")
_RUNS = bytes(
    120 if chr(byte).isascii() and (chr(byte).isalnum() or byte in _SIGNS) else 32 for byte in range(256)
)
_RUN = b"x" * _LEAST_RUN
# The literals themselves hold a few signs more.
_WORDS = bytes(byte if _RUNS[byte] == 120 or byte in b".:$" else 32 for byte in range(256))
# A shape begins a word of its own, most of them with their literal: two letters tell the few to be tried.
_STARTS = re.compile(rb"(?<![A-Za-z0-9_])(?=([A-Za-z0-9$].))")
_Sought = tuple[bytes, Shape]
_BY_START: dict[bytes, list[_Sought]] = {}
for _shape in SHAPES:
    if _shape.ahead == (0,):
        _BY_START.setdefault(_shape.literal[:2].encode(), []).append((_shape.literal.encode(), _shape))
_ANYWHERE: list[_Sought] = [(shape.literal.encode(), shape) for shape in SHAPES if shape.ahead != (0,)]


@dataclass(frozen=True, slots=True)
class Secret:
    """Where in a text a secret stands, from `start` to before `end`, and of what kind it is."""

    kind: str
    start: int
    end: int


def mask(text: str) -> str:
    """`text` with `[secret:<kind>]` in the place of every secret."""
    found = secrets_in(text)
    if not found:
        return text
    pieces: list[str] = []
    place = 0
    for secret in found:
        pieces += (text[place : secret.start], f"[secret:{secret.kind}]")
        place = secret.end
    return "".join([*pieces, text[place:]])


def secrets_in(text: str) -> list[Secret]:
    """The secrets of `text` in their order; those that overlap count as one."""
    secrets: list[Secret] = []
    for start, _, end, kind in sorted(_found(text)):
        if not secrets or start >= secrets[-1].end:
            secrets.append(Secret(kind, start, end))
        elif end > secrets[-1].end:
            secrets[-1] = Secret(secrets[-1].kind, secrets[-1].start, end)
    return secrets


def _found(text: str) -> Iterator[_Found]:
    lowered = text.lower()
    if len(lowered) != len(text):  # some letters become two: positions must not move
        lowered = "".join(letter.lower() if letter.isascii() else letter for letter in text)
    for shape in PLACES:
        if shape.literal in lowered:
            yield from _shaped(text, lowered, shape)
    for name in PASSWORDS:
        if name.word in lowered:
            yield from _assigned(text, lowered, name)
    if _DIGIT.search(text) is None:
        return
    for name in NAMES:
        if name.word in lowered:
            yield from _assigned(text, lowered, name)
    for shape in BLOCKS:
        if shape.literal in text:
            yield from _shaped(text, text, shape)
    for shape in _likely_shapes(_long_words(text)):
        yield from _shaped(text, text, shape)


def _likely_shapes(words: bytes) -> Iterator[Shape]:
    """The shapes whose literals occur in `words`."""
    if not words:
        return
    starts = _BY_START.keys() & set(_STARTS.findall(words))
    for literal, shape in chain(_ANYWHERE, *(_BY_START[start] for start in starts)):
        if literal in words:
            yield shape


def _long_words(text: str) -> bytes:
    """The words of `text` that are long enough to hold a secret, apart from each other."""
    data = text.encode("utf-8", "surrogatepass")
    if _RUN not in data.translate(_RUNS):
        return b""
    return b" ".join([word for word in data.translate(_WORDS).split() if len(word) >= _LEAST_RUN])


def _shaped(text: str, searched: str, shape: Shape) -> Iterator[_Found]:
    """What has the shape; its literal is looked for in `searched`, which is `text` or its lower case."""
    at = searched.find(shape.literal)
    while at >= 0:
        place = at + len(shape.literal)
        for ahead in shape.ahead:
            hit = shape.pattern.match(text, at - ahead) if at >= ahead else None
            if hit:
                yield from _judged(hit, _BY_SHAPE, shape.kind, shape.judge)
                place = max(place, hit.end())
                break
        at = searched.find(shape.literal, place)


def _assigned(text: str, lowered: str, name: Name) -> Iterator[_Found]:
    at = lowered.find(name.word)
    while at >= 0:
        place = at + len(name.word)
        hit = value_after(text, place, text[max(0, at - OWNER_REACH) : at], name)
        if hit:
            yield from _judged(hit, _BY_NAME, name.kind, name.judge)
            place = hit.end()
        at = lowered.find(name.word, place)


def _judged(hit: re.Match[str], rank: int, kind: str, judge: Judge | None) -> Iterator[_Found]:
    group = "secret" if "secret" in hit.re.groupindex else 0
    if judge is None or judge(hit[group]):
        yield hit.start(group), rank, hit.end(group), kind
