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


def looks_random(value: str) -> bool:
    """Letters and digits that take turns as they do in keys, and not in the names of things."""
    sample = value[:_SAMPLE]
    classes = [_letter_class(letter) for letter in sample if letter not in "_-./:+=~"]
    if "digit" not in classes:
        return False
    shares = [count / len(sample) for count in Counter(sample).values()]
    bits = -sum(share * math.log2(share) for share in shares)
    turns = sum(one != other for one, other in pairwise(classes))
    return bits >= 3.0 and turns >= 0.22 * (len(classes) - 1)


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
    return any(is_key(set_to.strip()) for _, _, set_to in pairs)
