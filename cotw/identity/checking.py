"""Checking what guides the agent: what is empty, too long, unknown, contradictory, or changed without a word.

Everything found is for a person to look at; nothing is withheld from the agent because of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from difflib import get_close_matches

from cotw.home import Home
from cotw.identity.contradictions import contradictions
from cotw.identity.cutting import Counter
from cotw.identity.discovered import PROJECT
from cotw.identity.history import HISTORY_FOLDER, Decision, guiding_files, versions
from cotw.identity.layers import GUIDING, MEMORY_FOLDER, LayerName, note_days, note_path, own_budget
from cotw.identity.meant import meant, sections, unclosed_comment, without_comments
from cotw.identity.postures import POSTURE_FOLDER, posture_path, postures
from cotw.identity.reading import FOLDER, FileRead, read_file
from cotw.identity.smuggled import smuggled
from cotw.identity.statements import Statement, statements
from cotw.secrets import secrets_in
from cotw.settings import IdentitySettings
from cotw.store.finding import Finding

# The sections of the starter files. Others are as good: a person who has accepted a file meant them.
HEADINGS: dict[str, frozenset[str]] = {
    GUIDING[LayerName.SOUL]: frozenset({"Soul", "Principles", "Voice", "Limits", "Traits"}),
    GUIDING[LayerName.AGENTS]: frozenset({"Rules of work", "Memory", "Ways of working", "Ask first"}),
    GUIDING[LayerName.ANCHOR]: frozenset(
        {
            "Anchor",
            "How to call me",
            "What I do and care about",
            "How to talk to me",
            "Language",
            "When I work",
            "Never",
        }
    ),
    GUIDING[LayerName.TOOLS]: frozenset({"Tools", "Machine", "Programs", "Projects", "Notes"}),
}
SAYS_NOTHING = "says nothing yet"
_EMPTY_HINTS = {
    GUIDING[LayerName.ANCHOR]: "; to fill it in: cotw identity onboard",
    GUIDING[LayerName.TOOLS]: "; to fill it in: cotw identity discover",
}


@dataclass(frozen=True, slots=True)
class Baseline:
    """The version of a file that counts as settled: the one a person decided on, else the first one seen."""

    digest: str
    decided: bool
    at: datetime


def check(
    home: Home,
    *,
    counter: Counter,
    budget: IdentitySettings,
    now: datetime,
    decided: Mapping[str, Iterable[Decision]],
) -> list[Finding]:
    """All that is to be found in the identity files of a home, file by file.

    `now` is in the time zone of the person.
    """
    found: list[Finding] = []
    said: list[Statement] = []
    for path in guiding_files(home):
        read = read_file(home, path)
        settled = baseline(home, path, decided)
        found += _in_file(read, _budget_of(path, budget), counter)
        if read.text:
            found += _changed(read, settled, now.tzinfo)
            found += _headings(read, settled)
            if path in GUIDING.values():  # of postures only one holds at a time
                said += statements(path, read.text)
    for day in note_days(home):
        found += _in_notes(read_file(home, note_path(day)), day, now.date())
    found += contradictions(said)
    found += _unknown_files(home)
    return found


def baseline(home: Home, path: str, decided: Mapping[str, Iterable[Decision]]) -> Baseline | None:
    """What a file was when it was last settled; None where that is not known."""
    last = list(decided.get(path, ()))[-1:]
    if last:
        return Baseline(last[0].digest, True, last[0].at)
    seen = versions(home, path)[:1]
    return Baseline(seen[0].digest, False, seen[0].seen) if seen else None


def is_settled(read: FileRead, settled: Baseline | None) -> bool:
    """Whether a file is as it was when it was last settled."""
    return settled is None or read.digest is None or read.digest.startswith(settled.digest)


def _budget_of(path: str, budget: IdentitySettings) -> int:
    layer = next((name for name, file in GUIDING.items() if file == path), None)
    return budget.posture_tokens if layer is None else own_budget(budget, layer)


def _in_file(read: FileRead, room: int, counter: Counter) -> Iterator[Finding]:
    yield from read.findings
    if read.digest is None and not read.text:
        return
    shown = meant(read.text)
    if line := unclosed_comment(read.text):
        yield Finding(
            read.path, f"line {line}", "a comment begins here and never ends; nothing after it is told"
        )
    if not shown:
        if not any(finding.record for finding in read.findings):
            yield Finding(read.path, None, f"{SAYS_NOTHING}{_EMPTY_HINTS.get(read.path, '')}")
        return
    tokens = counter(shown)
    if tokens > room:
        yield Finding(
            read.path, None, f"takes {tokens:,} tokens of {room:,}; its end may not reach the agent"
        )
    yield from smuggled(read.path, read.text)
    for kind in sorted({secret.kind for secret in secrets_in(without_comments(read.text))}):
        yield Finding(read.path, None, f"holds a secret ({kind}); the agent is given a mask in its place")


def _changed(read: FileRead, settled: Baseline | None, zone: tzinfo | None) -> Iterator[Finding]:
    if settled is not None and not is_settled(read, settled):
        since = f"{'a person decided on it' if settled.decided else 'it was first seen'}"
        day = f"{settled.at.astimezone(zone):%Y-%m-%d}"
        reason = f"was changed since {since} on {day}; read it, then: cotw identity accept"
        yield Finding(read.path, None, reason)


def _headings(read: FileRead, settled: Baseline | None) -> Iterator[Finding]:
    known = HEADINGS.get(read.path)
    if known is None:
        return
    accepted = settled is not None and settled.decided and is_settled(read, settled)
    seen: set[str] = set()
    for section in sections(without_comments(read.text)):
        heading, place = section.heading, f"line {section.line}"
        if not heading:
            continue
        if heading in seen and section.level <= 2:
            yield Finding(read.path, place, f"the heading “{heading}” stands there twice")
        seen.add(heading)
        if heading in known or heading.startswith(PROJECT) or section.level > 2:
            continue
        near = get_close_matches(heading.casefold(), {one.casefold(): one for one in known}, n=1, cutoff=0.8)
        if near:
            meant_one = next(one for one in known if one.casefold() == near[0])
            yield Finding(read.path, place, f"the heading “{heading}” is unknown; is “{meant_one}” meant?")
        elif not accepted:
            yield Finding(read.path, place, f"the heading “{heading}” is not one of the starter file's")


def _in_notes(read: FileRead, day: date, today: date) -> Iterator[Finding]:
    yield from read.findings
    if day > today:
        yield Finding(read.path, None, "is of a day that has not come yet, and is not told until then")
    yield from smuggled(read.path, read.text)


def _unknown_files(home: Home) -> Iterator[Finding]:
    known = {*GUIDING.values(), MEMORY_FOLDER, POSTURE_FOLDER, HISTORY_FOLDER}
    known |= {note_path(day) for day in note_days(home)} | {posture_path(mode) for mode in postures(home)}
    for folder in (FOLDER, MEMORY_FOLDER, POSTURE_FOLDER):
        try:
            names = sorted(entry.name for entry in (home.root / folder).iterdir())
        except FileNotFoundError:
            continue
        except OSError as error:
            yield Finding(folder, None, f"cannot be looked into: {error.strerror}")
            continue
        for name in names:
            if not name.startswith(".") and f"{folder}/{name}" not in known:
                yield Finding(
                    f"{folder}/{name}", None, "is no file that COTW knows; the agent is not told of it"
                )
