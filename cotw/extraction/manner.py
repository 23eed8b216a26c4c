"""Manner: how people talk – what they stress and correct, their thanks, tone and language.

Countable words in English and German, and nothing that is concluded from them.
"""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_READ_CHARACTERS = 4_000
_STRESSED = re.compile(
    r"\b(?:important(?:ly)?|crucial|essential|critical(?:ly)?(?! (?:bug|issue|error)|:)"
    r"|must(?: not|n['’]t)?|never|whatever you do|make sure|above all|most of all|under no circumstances"
    r"|(?:do not|don['’]t) (?:touch|change|delete"
    r"|remove|forget|ever)|remember (?:that|to)|keep in mind|wichtig|unbedingt|auf keinen fall"
    r"|auf jeden fall|niemals|vor allem|bitte nicht|denk daran|vergiss nicht|merk dir)\b|!!",
    re.IGNORECASE,
)
_CORRECTING = re.compile(
    r"^\W*(?:no+[,.!]|nope\b|not (?:that|quite|what|so)\b|wrong\b|(?:actually|wait)[,.]|i (?:meant|said"
    r"|did not mean|didn['’]t (?:mean|say|ask))\b|that(?:['’]s| is| was) (?:wrong|not (?:right|what"
    r"|true|correct|how))\b"
    r"|you (?:misunderstood|got (?:that|it) wrong|forgot|missed)\b|correction\b|nein[,.!]|falsch\b"
    r"|doch nicht\b|ich meinte\b|das (?:stimmt nicht|ist falsch|war falsch|meinte ich nicht)\b"
    r"|nicht (?:so|das)[,.]"
    r"|du hast (?:mich )?(?:falsch|missverstanden|vergessen)\b|korrektur\b)",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thx|cheers|much appreciated|danke(?:schön|sehr)?|vielen dank|merci)\b",
    re.IGNORECASE,
)
_TONE = re.compile(
    r"\b(?:perfect|great|brilliant|lovely|wonderful|excellent|awesome|nice|amazing|fantastic|annoying|frustrating"
    r"|confusing|tired|exhausted|worried|sorry|happy|glad|excited|perfekt|prima|super|großartig|toll|wunderbar|schön"
    r"|klasse|genial|nervig|ärgerlich|müde|erschöpft|leider|schade|froh)\b",
    re.IGNORECASE,
)
_TONGUES = {
    "English": frozenset(
        "the and is are you it that this of to what how with can do we not please have my for be i".split()
    ),
    "German": frozenset(
        "der die das und ist sind du es dass nicht mit kann wir bitte habe mein für ich ein eine wie auf"
        " den noch zu von mal auch".split()
    ),
}
# A remark on a place in a file is a reviewer's, and matters there.
_REMARK = re.compile(r"\w\.\w{1,5}:\d|\b(?:at |on |see )?lines? \d", re.IGNORECASE)
# Fewer words than this tell nothing.
_ENOUGH = 2


def stresses(sentence: str) -> bool:
    """Whether the speaker says that something matters."""
    if sentence.rstrip().endswith("?") or _REMARK.search(sentence):
        return False
    return bool(_STRESSED.search(sentence))


def corrects(sentence: str) -> bool:
    """Whether the sentence begins as one that puts right what was said before."""
    return bool(_CORRECTING.search(sentence))


def thanks(text: str) -> bool:
    """Whether somebody says thanks."""
    return bool(_THANKS.search(text[:_READ_CHARACTERS]))


def tone_words(text: str) -> tuple[str, ...]:
    """The words of praise, trouble or feeling in `text`, in small letters, in order."""
    return tuple(found[0].lower() for found in _TONE.finditer(text[:_READ_CHARACTERS]))


def tongue(text: str) -> str | None:
    """English or German, by the small words in `text`; None if they do not tell."""
    words = Counter(word.lower() for word in _WORD.findall(text[:_READ_CHARACTERS]))
    counts = {name: sum(words[word] for word in small) for name, small in _TONGUES.items()}
    (first, most), (_, other) = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return first if most >= _ENOUGH and most > other else None
