"""Keeping: the life of a keeper, from its lock to the last thing it removes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from cotw import signals
from cotw.interfaces.keeper.answering import Answering
from cotw.interfaces.keeper.footprint import keep_small, without_collecting
from cotw.interfaces.keeper.household import Household
from cotw.interfaces.keeper.listening import Doorbell, Guests
from cotw.interfaces.keeper.lock import KeeperLock
from cotw.interfaces.keeper.place import listen
from cotw.interfaces.keeper.table import Table, load_table
from cotw.wire.paths import HOOKS_SWITCH

# How often it looks whether its home is still there, and whether it is time to leave.
_TICK_SECONDS = 1.0
# Who is answered just now is answered to the end; what is settled may be left for the next one.
_FAREWELL_SECONDS = 5.0
# Who has said nothing for so long gives way to who waits, once there is no room: others ask at once.
_SILENT_SECONDS = 0.5
_SWITCHED_SECONDS = 0.0005


def keep(lock: KeeperLock, environment: Mapping[str, str], load: Callable[[], Table] = load_table) -> None:
    """Answers for the home of `lock` until it is time to leave; to be called by the main thread.

    The process is to end afterwards: with it goes the lock, and what is still being settled.
    Raises DiskTrouble if there is no place for a socket.
    """
    bell, leaving = Doorbell(), [False]

    def leave() -> None:
        leaving[0] = True
        bell.ring()

    with ExitStack() as stack:
        stack.callback(lock.sign_off)
        stack.callback(bell.close)
        stack.enter_context(signals.answering(dict.fromkeys(signals.LEAVE, leave)))
        household = Household(lock.root, environment, load)
        answering = Answering(household, environment, leave)
        guests = Guests(answering.answer, household.log.failed)
        place = listen(lock.root, environment)
        stack.callback(household.close, _FAREWELL_SECONDS)
        stack.callback(guests.wait, _FAREWELL_SECONDS)
        stack.callback(answering.hush)
        stack.callback(place.close)
        household.warm_up()
        while not leaving[0] and (left := household.seconds_left()) > 0 and lock.stands() and place.stands():
            if not bell.somebody_at(place.listening, min(_TICK_SECONDS, left)):
                household.look_around()
            elif not guests.let_in(place.listening):
                answering.hush(_SILENT_SECONDS)


def settle_down() -> None:
    """Makes this process one that may stay: it holds no folder, takes one core, stays small."""
    os.chdir("/")
    os.umask(0o077)
    # Threads that wait by spinning take the cores from whoever works (MACHINE: 2 threads, 2–10 times slower).
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LANCEDB_LOG": "error"}
    os.environ[HOOKS_SWITCH] = "off"
    # Who waits for the interpreter while others compute has to wait so long each time: 5 ms are too many for
    # a question, which waits for the index ten times.
    sys.setswitchinterval(_SWITCHED_SECONDS)
    keep_small()
    without_collecting()
