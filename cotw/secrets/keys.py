"""Keys and tokens of published formats, whoever issued them."""

from __future__ import annotations

from cotw.secrets.shapes import Shape, shapes

_PEM_LABEL = r"[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
_BREAK = r"(?:\\[nr]|[\s>|*#\"'+,])"

# Blocks of several lines: their first line may be too short to be found among long words.
BLOCKS: tuple[Shape, ...] = (
    *shapes(
        "private-key",
        rf"-----BEGIN {_PEM_LABEL}{_BREAK}*+"
        r"(?:[A-Za-z-]{3,20}: [^\n\\]{0,200}(?:\\[nr]|\s)++){0,4}"
        rf"[A-Za-z0-9+/=]{{24}}.*?(?:-----END {_PEM_LABEL}|\Z)",
        "-----BEGIN ",
    ),
    *shapes(
        "private-key",
        rf"Private-Lines: \d{{1,3}}{_BREAK}++"
        rf"(?P<secret>(?:[A-Za-z0-9+/=]{{4,64}}(?:{_BREAK}++|\Z)){{1,99}}+)",
        "Private-Lines: ",
    ),
)

KEYS: tuple[Shape, ...] = (
    *shapes("age", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}+", "AGE-SECRET-KEY-1"),
    *shapes("jwt", r"eyJ[A-Za-z0-9_-]{10,}+\.[A-Za-z0-9_-]{10,}+\.[A-Za-z0-9_-]*+", "eyJ"),
    *shapes("wallet", r"[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,112}", "prv", ahead=(1,)),
    *shapes("password-hash", r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}", "$2a$", "$2b$", "$2x$", "$2y$"),
    *shapes(
        "password-hash",
        r"\$(?:1|5|6|y|apr1)\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,24}"
        r"(?:\$[./A-Za-z0-9]{1,24})?\$[./A-Za-z0-9]{22,86}",
        *("$1$", "$5$", "$6$", "$y$", "$apr1$"),
    ),
    *shapes(
        "password-hash",
        r"\$argon2(?:id|i|d)\$v=\d+\$[a-z0-9=,]{5,40}\$[A-Za-z0-9+/]{8,}+\$[A-Za-z0-9+/]{16,}+",
        "$argon2",
    ),
)
