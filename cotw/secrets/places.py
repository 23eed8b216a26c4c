"""Secrets known by the place where they stand: addresses, headers, command lines, files of logins."""

from __future__ import annotations

import re

from cotw.secrets.judging import Judge, holds_a_key, is_login, is_password, is_written_out
from cotw.secrets.shapes import Shape

# How far a command line is read on from its program to the option that holds a password.
_COMMAND = r"[^\n|;&]{0,120}?"


def _place(kind: str, literal: str, pattern: str, judge: Judge = is_written_out) -> Shape:
    return Shape(kind, literal, re.compile(pattern, re.IGNORECASE), judge=judge)


# Their literals are in lower case and looked for in the text in lower case.
PLACES: tuple[Shape, ...] = (
    _place("password", "://", r"://[^\s/@:\"'<>`]{0,200}:(?P<secret>[^\s/\"'<>`]{1,200})@"),
    _place(
        "command-line",
        "curl ",
        rf"curl{_COMMAND}\s(?:-u|--user|--proxy-user)[ =]?[\"']?"
        r"[^\s:\"']{1,100}:(?P<secret>[^\s\"']{3,}+)",
    ),
    _place(
        "command-line",
        "mysql",
        rf"mysql(?:dump|admin)? {_COMMAND}-p(?P<secret>[^\s\"']{{4,}}+)",
        is_password,
    ),
    _place("command-line", "sshpass ", r"sshpass -p[ ]?[\"']?(?P<secret>[^\s\"']{3,}+)"),
    _place(
        "netrc",
        "machine ",
        r"machine\s{1,8}\S{1,200}\s{1,8}login\s{1,8}\S{1,100}\s{1,8}password\s{1,8}(?P<secret>\S{3,}+)",
    ),
    _place("pgpass", ":5432:", r":5432:[^\s:]{1,60}:[^\s:]{1,60}:(?P<secret>[^\s:]{3,100})(?=\s|\Z)"),
    _place("pgpass", ":*:", r":\*:[^\s:]{1,60}:[^\s:]{1,60}:(?P<secret>[^\s:]{3,100})(?=\s|\Z)"),
    _place(
        "docker",
        '"auth"',
        r"\"auth\"\s{0,3}:\s{0,3}\"(?P<secret>[A-Za-z0-9+/]{12,400}={0,2})\"",
        is_login,
    ),
    _place("npm", "_auth", r"_auth\s{0,3}=\s{0,3}\"?(?P<secret>[A-Za-z0-9+/]{12,400}={0,2})", is_login),
    _place(
        "cookie",
        "cookie",
        r"cookie[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<secret>[^\s=;\"':]{1,80}=[^\r\n\"']{8,4000}+)",
        holds_a_key,
    ),
)
