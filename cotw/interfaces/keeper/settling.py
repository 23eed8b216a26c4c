"""Settling: what hooks have left is dealt with in a thread of its own, while questions are answered."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread


class Settling:
    """Calls `settle` once for all who wish it while it is not at it, and once more for who comes meanwhile.

    `failed` is told what went wrong: nobody waits for it.
    """

    def __init__(
        self, settle: Callable[[str | None], object], failed: Callable[[str, BaseException], None]
    ) -> None:
        self._settle, self._failed = settle, failed
        self._changed = Condition()
        self._wanted = self._at_it = False
        self._now: str | None = None

    @property
    def is_at_it(self) -> bool:
        """Whether something is left to do."""
        return self._at_it

    def wish(self, now: str | None = None) -> None:
        """Returns at once. `now` is the instant at which it is done, by default that of the clock."""
        with self._changed:
            self._wanted, self._now = True, now
            if self._at_it:
                return
            self._at_it = True
        Thread(target=self._go_on, name="cotw-settling", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether it was done, or had nothing to do, within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._at_it, seconds)

    def _go_on(self) -> None:
        while self._taken():
            try:
                self._settle(self._now)
            except Exception as error:  # the pointers lie there still, for the next time
                self._failed("settle", error)

    def _taken(self) -> bool:
        with self._changed:
            wanted, self._wanted = self._wanted, False
            if not wanted:
                self._at_it = False
                self._changed.notify_all()
            return wanted
