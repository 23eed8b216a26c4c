"""Household: all that a keeper keeps ready, and what it knows of itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from typing import Any

from cotw import __version__
from cotw.clock import format_instant
from cotw.errors import CotwError, Locked
from cotw.interfaces.keeper.edits import Edits
from cotw.interfaces.keeper.footprint import give_back, resident_bytes, stay
from cotw.interfaces.keeper.log import Log
from cotw.interfaces.keeper.resident import Residence
from cotw.interfaces.keeper.settling import Settling
from cotw.interfaces.keeper.table import Operation, Table
from cotw.wire.paths import run_folder

# Whoever builds a large index keeps it for long; then it is tried again.
_PATIENCE_SECONDS = 30.0
# Who has started this keeper waits for an answer: so long everything else gives way.
_FIRST_ANSWERS_SECONDS = 0.5
# What hooks have left and had to wait is looked at again after twice this, then more and more rarely.
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 6.0, 600.0


class Household:
    """Memory, table and log of the keeper of the home at `root`; `load` gives the table."""

    def __init__(self, root: str, environment: Mapping[str, str], load: Callable[[], Table]) -> None:
        self.residence = Residence(root, environment)
        self.log = Log(Path(run_folder(root)))
        self.settling = Settling(self._settle, self.log.failed)
        self.answering = Lock()  # held while a question is answered
        self._root, self._load = root, load
        self._edits = Edits(root)
        self._table: Table | None = None
        self._warm = Event()
        self._counting = Lock()
        self._began, self._since = time.monotonic(), datetime.now(UTC)
        self._asked = self._began
        self._busy = self._answered = 0
        self._pause = _PAUSE_SECONDS

    def warm_up(self) -> None:
        """Loads everything in the background, and opens the index again whenever it was let go."""
        Thread(target=self._warm_up, name="cotw-warming", daemon=True).start()

    def writes(self, name: str) -> bool:
        """Whether what answers a question called `name` writes the index."""
        return self._table is not None and name in self._table.writing

    def operation(self, name: str, until: float) -> Operation | None:
        """What answers a question called `name`, once everything is warm. Raises Locked until then."""
        if not self._warm.wait(max(0.0, until - time.monotonic())):
            raise Locked("the keeper is not ready yet", hint="try again in a moment")
        if self._table is None:
            raise CotwError("the keeper could not load what it needs", hint="see run/keeper.log in the home")
        return self._table.operations.get(name)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While a question is answered it is no time to leave."""
        with self._counting:
            self._busy += 1
        try:
            yield
        finally:
            with self._counting:
                self._busy -= 1
                self._answered += 1
                self._asked = time.monotonic()

    def seconds_left(self) -> float:
        """After how many seconds without a question it will be time to leave."""
        if self._busy or self.settling.is_at_it or not self._warm.is_set():
            self._asked = time.monotonic()
        return self._asked + self.residence.idle_seconds - time.monotonic()

    def look_around(self) -> None:
        """Has what sessions begin with prepared anew if somebody has changed what it is made of."""
        if self._edits.came():
            self.settling.wish()

    def status(self) -> dict[str, Any]:
        """What `cotw serve --status` tells."""
        return {
            "home": self._root,
            "pid": os.getpid(),
            "version": __version__,
            "since": format_instant(self._since.replace(microsecond=0)),
            "uptime_seconds": round(time.monotonic() - self._began, 1),
            "idle_minutes": self.residence.idle_seconds / 60,
            "leaves_in_seconds": round(max(0.0, self.seconds_left()), 1),
            "answered": self._answered,
            "memory_bytes": resident_bytes(),
            "ready": self._warm.is_set(),
            "index_open": self.residence.held.is_open,
            "settling": self.settling.is_at_it,
        }

    def close(self, seconds: float) -> None:
        """Waits so long for what is going on, and closes the index."""
        until = time.monotonic() + seconds
        self.settling.wait(seconds)
        self.residence.held.end(max(0.0, until - time.monotonic()))

    def _settle(self, now: str | None) -> None:
        self._warm.wait()
        if self._table is not None:
            again = self._table.settle(self.residence.apart(now))
            give_back()  # the encoder for many texts has gone
            self._later(again)

    def _later(self, again: bool) -> None:
        """What had to wait (agents go on writing after they say that it is over) is looked at again."""
        self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS) if again else _PAUSE_SECONDS
        if again:
            timer = Timer(self._pause, self.settling.wish)
            timer.daemon = True
            timer.start()

    def _warm_up(self) -> None:
        try:
            self._table = self._load()
        except Exception as error:
            self.log.failed("start", error)
        self._try_warm()
        self._warm.set()
        time.sleep(_FIRST_ANSWERS_SECONDS)
        self._make_rest_ready()
        self.settling.wish()  # who left something and found no keeper has started this one for it
        while True:
            self.residence.held.wait_until_let_go()
            self._open_again()

    def _make_rest_ready(self) -> None:
        if self._table is not None:
            try:
                self._table.rest()
            except Exception as error:
                self.log.failed("start", error)
        with self.answering:
            self._try_warm(whole=True)
            stay()

    def _open_again(self) -> None:
        while not self.residence.held.is_open:
            try:
                with self.residence.held.using(_PATIENCE_SECONDS):
                    pass
            except Locked:
                continue  # whoever writes is at it for long
            except Exception as error:
                if not isinstance(error, CotwError):
                    self.log.failed("opening", error)
                return  # there is none, or it is broken: whoever asks is told
            with self.answering:
                self._try_warm()

    def _try_warm(self, *, whole: bool = False) -> None:
        try:
            self.residence.warm(whole=whole)
        except CotwError:
            return  # whoever asks is told
        except Exception as error:
            self.log.failed("warming", error)
