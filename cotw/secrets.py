"""Secrets in text: masked in everything derived from the archive; and words a person marked as private.

A secret is known by its own shape (a provider's prefix, a PEM block, a token in three parts) or by the
name it is assigned to, if it looks random. Texts are searched for the literals of the tables only, and
patterns are tried where one stands: ordinary text costs next to nothing, and none costs more than its
length, whatever it holds.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

Judge = Callable[[str], bool]
# Where a secret starts, the rank of its rule (the surer one names it), where it ends, and its kind.
_Found = tuple[int, int, int, str]
_BY_SHAPE, _BY_NAME = 0, 1

# What is judged of a value: more would not change the verdict.
_SAMPLE = 256


@dataclass(frozen=True, slots=True)
class Shape:
    """A secret known by how it looks: a literal, and a pattern that begins at most `before` ahead of it.

    The pattern's group `secret`, or else all of it, is masked; `judge` has the last word.
    """

    kind: str
    literal: str
    pattern: re.Pattern[str]
    before: int = 0
    judge: Judge | None = None


def _looks_random(value: str) -> bool:
    """Letters and digits that take turns as they do in keys, and not in the names of things."""
    sample = value[:_SAMPLE]
    classes = [_letter_class(letter) for letter in sample if letter not in "_-./:+=~"]
    if not {"digit"} < set(classes):
        return False
    shares = [count / len(sample) for count in Counter(sample).values()]
    bits = -sum(share * math.log2(share) for share in shares)
    turns = sum(one != other for one, other in pairwise(classes))
    return bits >= 3.0 and turns >= 0.22 * (len(classes) - 1)


def _letter_class(letter: str) -> str:
    return "digit" if letter.isdigit() else "upper" if letter.isupper() else "lower"


# References to a secret kept elsewhere, and stand-ins: `${TOKEN}`, `<your key>`, `process.env.X`, paths.
_STAND_IN = re.compile(
    r"[$<{(\[*%/~.]|x{4,}|(?:your|my|the)[-_]|example|changeme|redacted|placeholder|process\.|os\.|env[.\[(]",
    re.IGNORECASE,
)


def _is_key(value: str) -> bool:
    return len(value) >= 12 and _looks_random(value) and not _STAND_IN.match(value)


def _is_password(value: str) -> bool:
    sample = value[:_SAMPLE]
    kinds = {_letter_class(letter) if letter.isalnum() else "sign" for letter in sample}
    mixed = len(kinds) >= 3 or ("digit" in kinds and len(kinds) == 2)
    return mixed and not _STAND_IN.match(value)


def _is_written_out(value: str) -> bool:
    return not _STAND_IN.match(value)


def _shapes(
    kind: str, pattern: str, *literals: str, before: int = 0, judge: Judge | None = None
) -> tuple[Shape, ...]:
    """Shapes that stand as a word of their own: no letter, digit or underscore before them."""
    compiled = re.compile(rf"(?<![A-Za-z0-9_])(?:{pattern})", re.DOTALL)
    return tuple(Shape(kind, literal, compiled, before, judge) for literal in literals)


_PEM_LABEL = r"[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
SHAPES: tuple[Shape, ...] = (
    *_shapes(
        "private-key",
        rf"-----BEGIN {_PEM_LABEL}"
        r"(?:\\[nr]|[\s>|*#\"'+,])*+"
        r"(?:[A-Za-z-]{3,20}: [^\n\\]{0,200}(?:\\[nr]|\s)++){0,4}"
        rf"[A-Za-z0-9+/=]{{24}}.*?(?:-----END {_PEM_LABEL}|\Z)",
        "-----BEGIN ",
    ),
    *_shapes("aws", r"A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])", "AKIA", "ASIA"),
    *_shapes("gcp", r"AIza[A-Za-z0-9_-]{35}", "AIza"),
    *_shapes("gcp", r"ya29\.[A-Za-z0-9_-]{20,}+", "ya29."),
    *_shapes("gcp", r"GOCSPX-[A-Za-z0-9_-]{28}", "GOCSPX-"),
    *_shapes("azure", r"AccountKey=(?P<secret>[A-Za-z0-9+/]{40,}+=*)", "AccountKey="),
    *_shapes("azure", r"sig=(?P<secret>[A-Za-z0-9%+/]{30,}+=*)", "sig="),
    *_shapes("azure", r"[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}(?![A-Za-z0-9_.~-])", "Q~", before=4),
    *_shapes("github", r"gh[pousr]_[A-Za-z0-9]{30,}+", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    *_shapes("github", r"github_pat_[A-Za-z0-9_]{40,}+", "github_pat_"),
    *_shapes("gitlab", r"gl[a-z]{2,5}-[A-Za-z0-9_.-]{20,}+", "glpat-", "gldt-", "glrt-", "glptt-", "glcbt-"),
    *_shapes("slack", r"xox[abeoprs]-[A-Za-z0-9-]{10,}+", "xox"),
    *_shapes("slack", r"xapp-\d-[A-Za-z0-9-]{10,}+", "xapp-"),
    *_shapes("slack", r"hooks\.slack\.com/[a-z]+/(?P<secret>[A-Za-z0-9/_-]{20,}+)", "hooks.slack.com/"),
    *_shapes(
        "stripe", r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}+", "sk_live_", "sk_test_", "rk_live_", "rk_test_"
    ),
    *_shapes("stripe", r"whsec_[A-Za-z0-9+/=]{24,}+", "whsec_"),
    *_shapes("anthropic", r"sk-ant-[A-Za-z0-9_-]{16,}+", "sk-ant-"),
    *_shapes("openai", r"sk-[A-Za-z0-9_-]{20,}+", "sk-", judge=_looks_random),
    *_shapes("huggingface", r"(?:hf|api_org)_[A-Za-z0-9]{30,}+", "hf_", "api_org_"),
    *_shapes("npm", r"npm_[A-Za-z0-9]{36}", "npm_"),
    *_shapes("pypi", r"pypi-[A-Za-z0-9_-]{40,}+", "pypi-"),
    *_shapes("telegram", r"\d{8,10}:AA[A-Za-z0-9_-]{32,33}(?![A-Za-z0-9_-])", ":AA", before=10),
    *_shapes("twilio", r"SK[0-9a-f]{32}(?![0-9A-Za-z])", "SK"),
    *_shapes("sendgrid", r"SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}", "SG."),
    *_shapes("groq", r"gsk_[A-Za-z0-9]{40,}+", "gsk_"),
    *_shapes("xai", r"xai-[A-Za-z0-9]{40,}+", "xai-"),
    *_shapes("perplexity", r"pplx-[A-Za-z0-9]{40,}+", "pplx-"),
    *_shapes("replicate", r"r8_[A-Za-z0-9]{30,}+", "r8_"),
    *_shapes("digitalocean", r"do[opr]_v1_[a-f0-9]{64}", "_v1_", before=3),
    *_shapes("databricks", r"dapi[a-f0-9]{32}", "dapi"),
    *_shapes("vault", r"hv[sbr]\.[A-Za-z0-9_-]{24,}+", "hvs.", "hvb."),
    *_shapes("shopify", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}", "shpat_", "shpca_", "shppa_", "shpss_"),
    *_shapes("linear", r"lin_(?:api|oauth)_[A-Za-z0-9]{32,}+", "lin_api_", "lin_oauth_"),
    *_shapes("notion", r"ntn_[A-Za-z0-9]{40,}+", "ntn_"),
    *_shapes("supabase", r"sbp_[a-f0-9]{40}", "sbp_"),
    *_shapes("age", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}+", "AGE-SECRET-KEY-1"),
    *_shapes("jwt", r"eyJ[A-Za-z0-9_-]{10,}+\.[A-Za-z0-9_-]{10,}+\.[A-Za-z0-9_-]*+", "eyJ"),
)
# The few that need no digit, or stand behind a letter.
_URL_PASSWORD = Shape(
    "password",
    "://",
    re.compile(r"://[^\s/@:\"'<>`]{0,200}:(?P<secret>[^\s/\"'<>`]{1,200})@"),
    judge=_is_written_out,
)

# Names whose values are secrets, by their last word, in lower case. A text holds `api_key`, `"apiKey":`,
# `SECRET_KEY=` and `--access-token …` alike.
_KEY_OWNERS = re.compile(
    r"(?:api|secret|access|private|signing|encryption|auth|master|account|storage|service|client|app)"
    r"[-_ ]?\Z",
    re.IGNORECASE,
)
_NAMES: tuple[tuple[str, Judge, re.Pattern[str] | None], ...] = (
    ("token", _is_key, None),
    ("secret", _is_key, None),
    ("key", _is_key, _KEY_OWNERS),
    ("credential", _is_key, None),
    ("bearer", _is_key, None),
    ("basic", _is_key, re.compile(r"authorization[\"']?\s{0,3}:\s{0,3}[\"']?\Z", re.IGNORECASE)),
)
_PASSWORD_NAMES: tuple[tuple[str, Judge, re.Pattern[str] | None], ...] = (
    ("password", _is_password, None),
    ("passwd", _is_password, None),
    ("passphrase", _is_password, None),
    ("pwd", _is_password, None),
)
_OWNER_REACH = 24
_VALUE = r"[\"'`]?(?P<secret>[^\s\"'`,;&|<>(){}\[\]\\]{6,}+)(?![(\[{])"
_ASSIGNED = re.compile(rf"s?[\"'\]]{{0,2}}[ \t]{{0,3}}(?::=|=>|[:=])[ \t]{{0,3}}{_VALUE}")
_FOLLOWING = re.compile(rf"[ \t]{{1,3}}{_VALUE}")
_FLAG = re.compile(r"(?:\A|\s)--[a-z-]{0,20}\Z", re.IGNORECASE)
_FOLLOWED = frozenset({"bearer", "basic"})
_DIGIT = re.compile(r"[0-9]")


def mask(text: str) -> str:
    """`text` with `[secret:<kind>]` in the place of every secret."""
    found = sorted(_secrets(text))
    if not found:
        return text
    pieces: list[str] = []
    place = 0
    for start, _, end, kind in found:
        if start >= place:
            pieces += (text[place:start], f"[secret:{kind}]")
        place = max(place, end)
    return "".join([*pieces, text[place:]])


def _secrets(text: str) -> Iterator[_Found]:
    if _URL_PASSWORD.literal in text:
        yield from _shaped(text, _URL_PASSWORD)
    lowered = text.lower()
    if len(lowered) != len(text):  # some letters become two: positions must not move
        lowered = "".join(letter.lower() if letter.isascii() else letter for letter in text)
    for name, judge, owner in _PASSWORD_NAMES:
        if name in lowered:
            yield from _assigned(text, lowered, name, judge, owner)
    if _DIGIT.search(text) is None:
        return
    for name, judge, owner in _NAMES:
        if name in lowered:
            yield from _assigned(text, lowered, name, judge, owner)
    if _LONG_RUN in text.encode("utf-8", "surrogatepass").translate(_RUNS):
        for shape in SHAPES:
            if shape.literal in text:
                yield from _shaped(text, shape)


# Every shape holds that many letters, digits and signs in a row, and prose seldom does: after a
# translation of all of them to one byte, this is a test for one literal instead of some seventy.
_LONG_RUN = b"x" * 15
_RUNS = bytes(
    120 if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "_-+/=%~") else 32
    for byte in range(256)
)


def _shaped(text: str, shape: Shape) -> Iterator[_Found]:
    at = text.find(shape.literal)
    while at >= 0:
        place = at + len(shape.literal)
        for start in range(max(0, at - shape.before), at + 1):
            hit = shape.pattern.match(text, start)
            if hit:
                yield from _judged(hit, _BY_SHAPE, shape.kind, shape.judge)
                place = max(place, hit.end())
                break
        at = text.find(shape.literal, place)


def _assigned(
    text: str, lowered: str, name: str, judge: Judge, owner: re.Pattern[str] | None
) -> Iterator[_Found]:
    at = lowered.find(name)
    while at >= 0:
        place = at + len(name)
        before = text[max(0, at - _OWNER_REACH) : at]
        hit = None
        if owner is None or owner.search(before):
            hit = _ASSIGNED.match(text, place)
            if hit is None and (name in _FOLLOWED or _FLAG.search(before)):
                hit = _FOLLOWING.match(text, place)
        if hit:
            kind = "authorization" if name in _FOLLOWED else "assigned"
            yield from _judged(hit, _BY_NAME, kind, judge)
            place = hit.end()
        at = lowered.find(name, place)


def _judged(hit: re.Match[str], rank: int, kind: str, judge: Judge | None) -> Iterator[_Found]:
    group = "secret" if "secret" in hit.re.groupindex else 0
    if judge is None or judge(hit[group]):
        yield hit.start(group), rank, hit.end(group), kind


_PRIVATE_MARK = re.compile(r"<(/?)private(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def strip_private(text: str) -> str:
    """`text` without what stands between `<private>` and `</private>`, marks included.

    Marks may be nested and of any case; what is opened and not closed is private to the end.
    """
    if "<" not in text:
        return text
    kept: list[str] = []
    depth = place = 0
    for mark in _PRIVATE_MARK.finditer(text):
        if not mark[1]:
            if depth == 0:
                kept.append(text[place : mark.start()])
            depth += 1
        elif depth:
            depth -= 1
            place = mark.end()
    if not depth:
        kept.append(text[place:])
    return "".join(kept)
