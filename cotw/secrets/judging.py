"""Judging a value that stands where secrets stand: does it look like one, or like a name or a stand-in?"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

Judge = Callable[[str], bool]

# What is judged of a value: more would not change the verdict.
_SAMPLE = 256
_LEAST_KEY = 12
# References to a secret kept elsewhere, and stand-ins: `${TOKEN}`, `<your key>`, `process.env.X`, paths.
_STAND_IN = re.compile(
    r"[$<{(\[*%/~.]|x{4,}|(?:your|my|the)[-_]|example|changeme|redacted|placeholder|process\.|os\.|env[.\[(]",
    re.IGNORECASE,
)


# The pairs of letters that words are made of: four in five of English ones, one in five of chance.
_WORD_PAIRS = frozenset(
    """
    ab ac ad ag ai al am an ap ar as at au av ay be bl ca ce ch ck co ct da de di do ea ec ed ee ef el em en
    ep er es et ev ex ey fe fi fo ge gr ha he hi ho ic id ie if ig il im in io ir is it iv ke ki la ld le li
    ll lo ls ly ma me mi mo na nd ne ng ni no ns nt ob of og ol om on op or os ot ou ow pa pe po pp pr ra rd
    re ri rm ro rs rt ry sa se sh si so sp ss st su ta te th ti to tr tt tu ty ub uc ui ul un up ur us ut ve
    wa wh wi
    """.split()
)
_LEAST_PAIRS = 4
_LEAST_BITS = 2.7
# Of the neighbours in a key so many are of different classes: capitals, small letters, digits.
_LEAST_TURNS = 0.22
# A camelCaseName is mixed as well, but made of words.
_MOST_WORD_PAIRS = 0.4
_MOST_WORD_PAIRS_OF_MIXED = 0.6
_HEX_DIGITS = frozenset("0123456789abcdef-")


def looks_random(value: str) -> bool:
    """Holds digits, and is mixed as keys are and the names of things are not.

    Of random values of 20 letters and digits four in a hundred are taken for a name, most of them because
    they hold no digit; of those of 32 one in two hundred.
    """
    sample = value[:_SAMPLE]
    classes = [_letter_class(letter) for letter in sample if letter not in "_-./:+=~"]
    if "digit" not in classes:
        return False
    shares = [count / len(sample) for count in Counter(sample).values()]
    bits = -sum(share * math.log2(share) for share in shares)
    if bits < _LEAST_BITS:
        return False
    turns = sum(one != other for one, other in pairwise(classes))
    take_turns = turns >= _LEAST_TURNS * (len(classes) - 1)
    share = _share_of_word_pairs(sample)
    if share is None:
        return take_turns
    return share < (_MOST_WORD_PAIRS_OF_MIXED if take_turns else _MOST_WORD_PAIRS)


def _share_of_word_pairs(sample: str) -> float | None:
    """How many of its pairs of letters are those of words; None where they are too few to tell.

    In hexadecimal digits there are no words, however many pairs look like them.
    """
    small = sample.lower()
    pairs = [one + other for one, other in pairwise(small) if one.isalpha() and other.isalpha()]
    if len(pairs) < _LEAST_PAIRS or _HEX_DIGITS.issuperset(small):
        return None
    return sum(pair in _WORD_PAIRS for pair in pairs) / len(pairs)


def _letter_class(letter: str) -> str:
    return "digit" if letter.isdigit() else "upper" if letter.isupper() else "lower"


def is_key(value: str) -> bool:
    """Long enough for a key, random, and no stand-in for one."""
    return len(value) >= _LEAST_KEY and looks_random(value) and not _STAND_IN.match(value)


def is_password(value: str) -> bool:
    """Of more than letters, as passwords are and ordinary words are not."""
    sample = value[:_SAMPLE]
    kinds = {_letter_class(letter) if letter.isalnum() else "sign" for letter in sample}
    mixed = len(kinds) >= 3 or ("digit" in kinds and len(kinds) == 2)
    return mixed and not _STAND_IN.match(value)


def is_written_out(value: str) -> bool:
    """Whatever it is, it is no stand-in: for places where nothing but a secret stands."""
    return not _STAND_IN.match(value)


def is_login(value: str) -> bool:
    """`user:password` in Base64, as Basic authentication and Docker write it."""
    try:
        user, colon, password = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).partition(
            b":"
        )
    except binascii.Error:
        return False
    return bool(user and colon and password) and value.isascii()


def holds_a_key(value: str) -> bool:
    """Whether one of the values of `a=1; b=2` is a key, as that of a session's cookie."""
    pairs = (pair.partition("=") for pair in value.split(";"))
    return any(is_key(word) for _, _, set_to in pairs for word in set_to.split()[:1])
