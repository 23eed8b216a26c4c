"""Words: what full-text search reads of a text, and what it looks for in a question.

LanceDB's `simple` tokenizer splits at everything that is not a letter or digit. That leaves a Japanese
sentence one token and `camelCaseName` another, and it stems before it folds accents. So texts and
questions pass through the same folding here, and texts get the parts as additional words at their end.
A question matches on any of its words: joined with AND, a natural sentence matches nothing.
"""

from __future__ import annotations

import re
import unicodedata

# Hexadecimal digests up to SHA-256 are words one may look for; longer ones are not kept by full-text search.
LONGEST_WORD = 64

# Scripts written without spaces between words, and Hangul, whose words carry their endings.
_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7a3"  # Hangul
)
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_TOKEN = re.compile(r"[^\W_]+")
# Tokens that have something inside worth finding by itself.
_CAMEL_TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]*(?:[a-z][A-Z]|[A-Z]{2}[a-z])[A-Za-z0-9]*")
_CAMEL_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_SPACED = rf"[^\W_{_UNSPACED}]"
_MIXED_TOKEN = re.compile(rf"(?<!{_SPACED}){_SPACED}++(?=[{_UNSPACED}])|(?<=[{_UNSPACED}]){_SPACED}++")
_ACCENT = re.compile("[\u0300-\u036f]")
_CONTRACTION = re.compile(r"(?<=\w)['’](?:s|t|d|m|re|ve|ll)\b|(?<=\w)n['’]t\b", re.IGNORECASE)

# Words of questions that say nothing about what is sought. LanceDB leaves most of them out of its
# index as well; what it keeps ("did", "what", "about") would match half of everything.
_STOP_WORDS = frozenset(
    """
    a about again all am an and any anything are as ask asked at be because been before being but by can
    could did do does doing done down each either else ever every for from had has have having he her here
    hers him his how i if in into is it its just let like may me might mine more most much must my no nor
    not now of off on once one only or other our ours out over own please remember said same say shall she
    should so some something such tell than that the their theirs them then there these they thing things
    this those through to told too under until up upon us very was we were what when where which while who
    whom whose why will with within would yes yet you your yours
    """.split()
)


def folded(text: str) -> str:
    """`text` in one spelling: compatibility forms unified, accents taken off."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", _ACCENT.sub("", decomposed))


def searchable(text: str) -> str:
    """What full-text search reads of `text`: the folded text, and after it the parts of its long tokens."""
    text = folded(text)
    parts = [part for token in _CAMEL_TOKEN.findall(text) for part in _camel_parts(token)]
    if not text.isascii():
        for run in _UNSPACED_RUN.findall(text):
            parts += _bigrams(run) or [run]
        parts += _MIXED_TOKEN.findall(text)
    return f"{text}\n{' '.join(parts)}" if parts else text


def query_words(question: str) -> tuple[str, ...]:
    """The content words of a question, each once, in order, in lower case; empty if it has none.

    They are letters and digits only, so that no query syntax is left in them.
    """
    words: dict[str, None] = {}
    for token in _TOKEN.findall(_CONTRACTION.sub("", folded(question))):
        for word in _token_words(token):
            word = word.lower()
            if word not in _STOP_WORDS and len(word) <= LONGEST_WORD:
                words[word] = None
    return tuple(words)


def _token_words(token: str) -> list[str]:
    if token.isascii():
        camel = _CAMEL_TOKEN.fullmatch(token)
        return [token, *_camel_parts(token)] if camel else [token]
    runs = _UNSPACED_RUN.findall(token)
    if not runs:
        return [token]
    words = [word for run in runs for word in (_bigrams(run) or [run])]
    return words + [part for part in _UNSPACED_RUN.split(token) if part]


def _camel_parts(token: str) -> list[str]:
    return [part for part in _CAMEL_PART.findall(token) if len(part) > 1]


def _bigrams(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
