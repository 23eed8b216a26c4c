"""Secrets known by the name they are given to: `api_key = …`, `--access-token …`, `my password is …`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cotw.secrets.judging import Judge, is_key, is_password

# As far back as what a name belongs to is looked for.
OWNER_REACH = 24


@dataclass(frozen=True, slots=True)
class Name:
    """The last word of a name, in lower case; `owner` is what must end right before it.

    `followed`: its value may come after a mere space, as after `Bearer`.
    """

    word: str
    judge: Judge
    kind: str = "assigned"
    owner: re.Pattern[str] | None = None
    followed: bool = False


_KEY_OWNERS = re.compile(
    r"(?:api|secret|access|private|signing|encryption|auth|master|account|storage|service|client|app|license|admin)"
    r"[-_ ]?\Z",
    re.IGNORECASE,
)
_AUTHORIZATION = re.compile(r"authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?\Z", re.IGNORECASE)

# Passwords may be words with a sign; everything else that is secret holds a digit.
PASSWORDS: tuple[Name, ...] = tuple(
    Name(word, is_password) for word in ("password", "passwd", "passphrase", "pwd", "_pass")
)
NAMES: tuple[Name, ...] = (
    Name("token", is_key),
    Name("token", is_key, "authorization", _AUTHORIZATION, followed=True),
    Name("secret", is_key),
    Name("secret_key_base", is_key),
    Name("key", is_key, owner=_KEY_OWNERS),
    Name("credential", is_key),
    Name("bearer", is_key, "authorization", followed=True),
    Name("basic", is_key, "authorization", _AUTHORIZATION, followed=True),
    Name("sessid", is_key, "cookie"),
    Name("sessionid", is_key, "cookie", re.compile(r"\bj\Z", re.IGNORECASE)),
    Name("connect.sid", is_key, "cookie"),
)

_VALUE = r"[\"'`]?(?P<secret>[^\s\"'`,;&|<>(){}\[\]\\]{6,}+)(?![(\[{])"
_ASSIGNED = re.compile(rf"s?[\"'\]]{{0,2}}[ \t]{{0,3}}(?::=|=>|[:=])[ \t]{{0,3}}{_VALUE}")
_ELEMENT = re.compile(r"[\"']?>(?P<secret>[^\s<>]{6,200})</")
# As people say it: `the password is …`; not of how one is kept.
_SPOKEN = re.compile(
    rf"[ \t]{{1,3}}is:?[ \t]{{1,3}}(?!(?:base|sha|md|utf|bcrypt|scrypt|argon|pbkdf)-?\d?){_VALUE}",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(rf"[ \t]{{1,3}}{_VALUE}")
_FORMS = (_ASSIGNED, _ELEMENT, _SPOKEN)
_FLAG = re.compile(r"(?:\A|\s)--[a-z-]{0,20}\Z", re.IGNORECASE)


def value_after(text: str, place: int, before: str, name: Name) -> re.Match[str] | None:
    """What is assigned at `place`, the end of a name, to a name with `before` in front of it."""
    if name.owner is not None and not name.owner.search(before):
        return None
    hit = next((hit for form in _FORMS if (hit := form.match(text, place))), None)
    if hit is None and (name.followed or _FLAG.search(before)):
        hit = _FOLLOWING.match(text, place)
    return hit
