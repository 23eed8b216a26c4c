"""Stems: what is left of an English word when its endings are taken off, as full-text search does it.

The algorithm is M. F. Porter's English stemmer ("Porter2", https://snowballstem.org/algorithms/english/stemmer.html),
which LanceDB's full-text index applies to texts and questions. The same is needed outside of it: to show
where in a text a question's words stand, and to say how many of them it holds.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = "aeiouy"
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_BEFORE_LI = "cdeghkmnrt"
_REGION_AFTER = ("gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter")
_REGION = re.compile(r"[aeiouy][^aeiouy]")

_WHOLE = {
    "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "vying": "vie",
    "idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl",
    "sky": "sky", "news": "news", "howe": "howe", "atlas": "atlas", "cosmos": "cosmos", "bias": "bias",
    "andes": "andes",
}  # fmt: skip
_WHOLE_SINGULAR = frozenset(
    ["inning", "outing", "canning", "herring", "earring", "evening", "proceed", "exceed", "succeed"]
)

# Endings, longest first where one ends with another, and what takes their place.
_STEP_2 = (
    ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ization", "ize"), ("ousness", "ous"),
    ("biliti", "ble"), ("lessli", "less"), ("tional", "tion"), ("alism", "al"), ("aliti", "al"),
    ("ation", "ate"), ("entli", "ent"), ("fulli", "ful"), ("iviti", "ive"), ("ousli", "ous"),
    ("abli", "able"), ("alli", "al"), ("anci", "ance"), ("ator", "ate"), ("enci", "ence"),
    ("izer", "ize"), ("ogist", "og"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
)  # fmt: skip
_STEP_3 = (
    ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("ative", ""), ("icate", "ic"),
    ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", ""),
)  # fmt: skip
_STEP_4 = (
    "ement", "able", "ance", "ence", "ible", "ment", "ant", "ate", "ent", "ion", "ism", "iti", "ive",
    "ize", "ous", "al", "er", "ic",
)  # fmt: skip


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word; words of other alphabets and of one or two letters stay as they are."""
    if len(word) <= 2 or not word.isascii():
        return word
    if word in _WHOLE:
        return _WHOLE[word]
    # A y that is a consonant is written Y while the endings come off.
    word = re.sub(r"(?<=[aeiouy])y|^y", "Y", word)
    first, second = _regions(word)
    word = _without_plural(word)
    if word in _WHOLE_SINGULAR:
        return word
    word = _without_tense(word, first)
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    word = _step_2(word, first)
    word = _step_3(word, first, second)
    word = _step_4(word, second)
    return _step_5(word, first, second).replace("Y", "y")


def _regions(word: str) -> tuple[int, int]:
    """Where R1 and R2 begin: behind the first non-vowel that follows a vowel, and behind the next."""
    first = next((len(start) for start in _REGION_AFTER if word.startswith(start)), -1)
    if first < 0:
        found = _REGION.search(word)
        first = found.end() if found else len(word)
    found = _REGION.search(word, first)
    return first, found.end() if found else len(word)


def _ends_in_short_syllable(word: str) -> bool:
    if word.endswith("past"):  # keeps paste and past apart
        return True
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return (
        len(word) > 2 and word[-1] not in _VOWELS + "wxY" and word[-2] in _VOWELS and word[-3] not in _VOWELS
    )


def _has_vowel(part: str) -> bool:
    return any(letter in _VOWELS for letter in part)


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith(("us", "ss")) or not word.endswith("s"):
        return word
    return word[:-1] if _has_vowel(word[:-2]) else word


def _without_tense(word: str, first: int) -> str:
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            return word[: -len(ending)] + "ee" if len(word) - len(ending) >= first else word
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if not _has_vowel(rest):
                return word
            if rest.endswith(("at", "bl", "iz")):
                return rest + "e"
            if rest.endswith(_DOUBLES):
                return rest if len(rest) == 3 and rest[0] in "aeo" else rest[:-1]
            return rest + "e" if len(rest) <= first and _ends_in_short_syllable(rest) else rest
    return word


def _step_2(word: str, first: int) -> str:
    for ending, other in _STEP_2:
        if word.endswith(ending):
            at = len(word) - len(ending)
            refused = (ending == "li" and word[at - 1] not in _BEFORE_LI) or (
                ending == "ogi" and word[at - 1] != "l"
            )
            return word if at < first or refused else word[:at] + other
    return word


def _step_3(word: str, first: int, second: int) -> str:
    for ending, other in _STEP_3:
        if word.endswith(ending):
            at = len(word) - len(ending)
            return word[:at] + other if at >= (second if ending == "ative" else first) else word
    return word


def _step_4(word: str, second: int) -> str:
    for ending in _STEP_4:
        if word.endswith(ending):
            at = len(word) - len(ending)
            refused = at < second or (ending == "ion" and word[at - 1] not in "st")
            return word if refused else word[:at]
    return word


def _step_5(word: str, first: int, second: int) -> str:
    at = len(word) - 1
    if word.endswith("e"):
        gone = at >= second or (at >= first and not _ends_in_short_syllable(word[:at]))
    else:
        gone = word.endswith("ll") and at >= second
    return word[:at] if gone else word
