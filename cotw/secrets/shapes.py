"""A shape: a secret known by how it looks, wherever it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cotw.secrets.judging import Judge


@dataclass(frozen=True, slots=True)
class Shape:
    """A literal that every secret of the kind holds, and a pattern that tells whether it is one.

    The pattern begins one of the numbers in `ahead` of letters before the literal. Its group `secret`, or
    else all of it, is masked; `judge` has the last word.
    """

    kind: str
    literal: str
    pattern: re.Pattern[str]
    ahead: tuple[int, ...] = (0,)
    judge: Judge | None = None


def shapes(
    kind: str, pattern: str, *literals: str, ahead: tuple[int, ...] = (0,), judge: Judge | None = None
) -> tuple[Shape, ...]:
    """Shapes that stand as a word of their own: no letter, digit or underscore before them.

    A repetition without an upper bound must be possessive: then no text takes longer than its length.
    """
    compiled = re.compile(rf"(?<![A-Za-z0-9_])(?:{pattern})", re.DOTALL)
    return tuple(Shape(kind, literal, compiled, ahead, judge) for literal in literals)
