"""`cotw nightshift install` and `uninstall`: what would change is shown, a person agrees, and it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cotw.commands._common import confirm, printable, say
from cotw.errors import NothingFound
from cotw.jobs.installing.crontab import CrontabLine
from cotw.jobs.installing.places import installed, places, timer_of
from cotw.memory import Memory


def install_timer(memory: Memory, *, yes: bool, dry_run: bool) -> int:
    """Puts the timer where this machine has a place for one, or prints its line."""
    found = places(memory)
    if not found:
        print(printable(timer_of(memory).crontab_line))
        say("note: neither systemd nor cron was found; this line, or its command, is for a timer of your own")
        return 0
    place = next((one for one in found if one.is_installed), found[0])
    print(printable(f"A {place.what} would call the nightshift each night:\n\n{place.shown}"))
    if isinstance(place, CrontabLine) and _goes_otherwise(memory):
        say(f"note: cron goes by the clock of the system, not by that of {memory.config.home.timezone}")
    if dry_run or not confirm("Put it there?", yes=yes, default=True):
        return 0
    place.install()
    print("Done; see: cotw nightshift status")
    if not isinstance(place, CrontabLine):
        say("note: it runs while you are logged in; to let it run always: loginctl enable-linger")
    return 0


def uninstall_timer(memory: Memory, *, yes: bool, dry_run: bool) -> int:
    """Takes it away from wherever it is. Raises NothingFound."""
    found = installed(memory)
    if not found:
        raise NothingFound(
            "no timer calls the nightshift of this home", hint="install one with: cotw nightshift install"
        )
    for place in found:
        print(printable(f"The {place.what} would go:\n\n{place.shown}"))
    if dry_run or not confirm("Take it away?", yes=yes, default=True):
        return 0
    for place in found:
        place.uninstall()
    print("The nightshift is not called any more; what it made stays.")
    return 0


def _goes_otherwise(memory: Memory) -> bool:
    """Whether the clock of the system shows another time than the home's, now or half a year on."""
    moments = (datetime.now(UTC), datetime.now(UTC) + timedelta(days=182))
    zone = memory.truth.zone
    return any(one.astimezone().utcoffset() != one.astimezone(zone).utcoffset() for one in moments)
