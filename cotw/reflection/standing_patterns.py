"""The patterns of standing: which ways of speaking move which dimension, how far, and how sure that is.

Only what the person says of themselves counts, never what an agent says: its praise would raise a score by
flattery, and its blame lower it. How sure a pattern is was chosen on one half of labelled talk
(`benchmarks/standing.py`); one below `SURE_ENOUGH` does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cotw.records.standing import Dimension, Direction
from cotw.reflection import ground_words, promise_words, self_words, trail_words
from cotw.reflection.ways import Way

SURE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of evidence. `says` completes "The person …"; `asked`: a question may hold it too."""

    name: str
    dimension: Dimension
    direction: Direction
    confidence: float
    says: str
    ways: Sequence[Way]
    asked: bool = False


_SELF, _GROUND, _WORD, _BRAND = Dimension
_MUCH_UP, _UP, _DOWN, _MUCH_DOWN = Direction
_S, _G, _W, _B = self_words, ground_words, promise_words, trail_words

PATTERNS = (
    Pattern("sees-own-ways", _SELF, _MUCH_UP, 0.75, "noticed a way of their own", _S.SEES_OWN_WAYS),
    Pattern("sets-limit", _SELF, _MUCH_UP, 0.80, "set a limit", _S.SETS_LIMIT),
    Pattern("says-need", _SELF, _UP, 0.75, "said what they need", _S.SAYS_NEED),
    Pattern("stands-by-view", _SELF, _UP, 0.65, "stood by their own view", _S.STANDS_BY_VIEW),
    Pattern("owns-limit", _SELF, _UP, 0.65, "said what they cannot do alone", _S.OWNS_LIMIT),
    Pattern("belittles-self", _SELF, _DOWN, 0.70, "made themselves small", _S.BELITTLES_SELF),
    Pattern("gives-in", _SELF, _MUCH_DOWN, 0.70, "gave in without saying so", _S.GIVES_IN),
    Pattern("stays-with-it", _GROUND, _MUCH_UP, 0.75, "stayed with something hard", _G.STAYS_WITH_IT),
    Pattern("acts-though-afraid", _GROUND, _MUCH_UP, 0.85, "acted in spite of fear", _G.ACTS_THOUGH_AFRAID),
    Pattern("faces-hard-talk", _GROUND, _MUCH_UP, 0.75, "had a hard talk", _G.FACES_HARD_TALK),
    Pattern("names-fear", _GROUND, _UP, 0.70, "named a fear", _G.NAMES_FEAR),
    Pattern("wants-truth", _GROUND, _UP, 0.70, "asked for an honest answer", _G.WANTS_TRUTH, asked=True),
    Pattern("avoids", _GROUND, _DOWN, 0.70, "avoided something", _G.AVOIDS),
    Pattern("flees", _GROUND, _MUCH_DOWN, 0.75, "walked away from something", _G.FLEES),
    Pattern("owns-mistake", _WORD, _MUCH_UP, 0.80, "owned a mistake", _W.OWNS_MISTAKE),
    Pattern("keeps-word", _WORD, _MUCH_UP, 0.80, "kept their word", _W.KEEPS_WORD),
    Pattern("corrects-self", _WORD, _UP, 0.75, "set themselves right", _W.CORRECTS_SELF),
    Pattern("gives-word", _WORD, _UP, 0.60, "gave their word", _W.GIVES_WORD),
    Pattern("admits", _WORD, _UP, 0.70, "admitted something", _W.ADMITS),
    Pattern("puts-off", _WORD, _DOWN, 0.70, "put something off", _W.PUTS_OFF),
    Pattern("shifts-blame", _WORD, _DOWN, 0.55, "put the blame elsewhere", _W.SHIFTS_BLAME),
    Pattern("breaks-word", _WORD, _MUCH_DOWN, 0.80, "did not do what they had promised", _W.BREAKS_WORD),
    Pattern("hides-truth", _WORD, _MUCH_DOWN, 0.75, "did not tell somebody the truth", _W.HIDES_TRUTH),
    Pattern("keeps-habit", _BRAND, _MUCH_UP, 0.75, "kept at something", _B.KEEPS_HABIT),
    Pattern("makes-amends", _BRAND, _MUCH_UP, 0.80, "made amends", _B.MAKES_AMENDS),
    Pattern("sees-through", _BRAND, _UP, 0.60, "saw something through", _B.SEES_THROUGH),
    Pattern("leaves-it-tidy", _BRAND, _UP, 0.65, "left things in order for others", _B.LEAVES_IT_TIDY),
    Pattern("credits-others", _BRAND, _UP, 0.75, "gave credit to others", _B.CREDITS_OTHERS),
    Pattern("turns-again", _BRAND, _DOWN, 0.65, "changed course once more", _B.TURNS_AGAIN),
    Pattern("cuts-corners", _BRAND, _DOWN, 0.60, "cut a corner", _B.CUTS_CORNERS),
    Pattern("leaves-half", _BRAND, _DOWN, 0.70, "left something half done", _B.LEAVES_HALF),
    Pattern("insults", _BRAND, _MUCH_DOWN, 0.75, "insulted somebody", _B.INSULTS),
)
PATTERN_NAMED = {pattern.name: pattern for pattern in PATTERNS}
