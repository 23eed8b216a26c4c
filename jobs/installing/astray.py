"""Timers gone astray: those that call a home which is not there any more, every night, for nothing.

A timer is named after the path of its home, so that a home which was moved does not know its own.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from cotw.care.doctor.ailment import Ailment
from cotw.home import Home
from cotw.jobs.installing.asking import answer, is_there
from cotw.jobs.installing.systemd import unit_folder
from cotw.memory import Memory

_NAME = "cotw-nightshift-"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r'\\(["\\])|%(%)|\$(\$)')
_LINE = re.compile(rf"^\S+ \S+ \* \* \* (?P<call>.*) >/dev/null 2>&1  # (?P<name>{_NAME}\w+)\s*$")


def examine_timers(memory: Memory) -> Iterator[Ailment]:
    """The nightly calls of homes that are gone or were moved."""
    around = memory.surroundings
    for name, root, removal in (
        *_units(unit_folder(around.home, around.environment)),
        *_lines(around.environment),
    ):
        if not Home(root).exists:
            told = f"the timer {name} calls a home that is not there: {root}"
            yield Ailment("nightshift", told, f"cotw nightshift install, and take the other away: {removal}")


def _units(folder: Path) -> Iterator[tuple[str, Path, str]]:
    for path in sorted(folder.glob(f"{_NAME}*.service")):
        text = path.read_text("utf-8", "replace")
        call = next((line for line in text.splitlines() if line.startswith("ExecStart=")), "")
        words = [_ESCAPE.sub(lambda hit: hit[1] or hit[2] or hit[3], word) for word in _QUOTED.findall(call)]
        if root := _home_in(words):
            removal = f"systemctl --user disable --now {path.stem}.timer, then delete {path.stem}.*"
            yield path.stem, root, f"{removal} in {folder}"


def _lines(environment: Mapping[str, str]) -> Iterator[tuple[str, Path, str]]:
    if not is_there("crontab", environment):
        return
    for line in answer(["crontab", "-l"], environment).stdout.splitlines():
        if (found := _LINE.match(line)) is None:
            continue
        try:
            words = shlex.split(found["call"].replace("\\%", "%"))
        except ValueError:  # somebody has edited it
            continue
        if root := _home_in(words):
            yield found["name"], root, "crontab -e"


def _home_in(words: list[str]) -> Path | None:
    return Path(words[words.index("--home") + 1]) if "--home" in words[:-1] else None
