"""Answering: what a hook does at each event of an agent's session.

start          the keeper's context; else a prepared one; else a keeper is started and waited for a little;
               else who the agent is. Where none lay ready the next session in this folder finds one
prompt         the keeper's context; without a keeper nothing, and one is started for the next
stop, compact, a pointer to the transcript, of which the keeper is told without waiting for it
end
"""

from __future__ import annotations

import json
import os

from cotw.interfaces.hooks import clock, log
from cotw.interfaces.hooks.event import PROMPT, START, Event
from cotw.interfaces.hooks.keeper import Keeper
from cotw.interfaces.hooks.pointers import leave, pointer, take_back

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cotw.interfaces.hooks.dialects import Dialect
    from cotw.interfaces.hooks.starts import Start

# With a prepared start at hand a keeper that does not answer in this time is not waited for any longer.
_START_SECONDS = 1.0


class Manner:
    """How a hook was called: how many seconds it waits for a keeper, and whether it is only tried out.

    `prompt_seconds`: until a prompt is answered; `keeper_seconds`: until one starts for a session. `trying`:
    it answers, and leaves nothing.
    """

    __slots__ = ("keeper_seconds", "prompt_seconds", "trying")

    def __init__(self) -> None:
        self.prompt_seconds, self.keeper_seconds, self.trying = 1.5, 2.0, False


class Answering:
    """One call of a hook: an event that is answered, and what is noted of it in `call`."""

    __slots__ = ("_dialect", "_environment", "_event", "_keeper", "_manner", "_root", "call")

    def __init__(
        self, event: Event, dialect: Dialect, root: str, environment: Mapping[str, str], manner: Manner
    ) -> None:
        self._event, self._dialect, self._root = event, dialect, root
        self._environment, self._manner = environment, manner
        self._keeper = Keeper(root, environment)
        self.call = log.Call()

    def answer(self) -> None:
        """Does what belongs to the event. Raises OSError."""
        if self._event.kind == START:
            self._start()
        elif self._event.kind == PROMPT:
            self._prompt()
        else:
            self._leave()

    def _prompt(self) -> None:
        if self._keeper.is_there():
            self._ask(self._manner.prompt_seconds)
        if self.call.by == "none" and not self._manner.trying:
            self._answered()
            self._keeper.start()

    def _start(self) -> None:
        from cotw.interfaces.hooks.starts import fit_start, last_resort

        asked = (self._root, self._event, clock.now(self._environment), self._environment)
        ready = fit_start(*asked)
        if not self._begin(ready) and ready is None and (alone := last_resort(*asked)):
            self._show_prepared(alone)
        self._answered()
        if ready is None and self.call.by != "prepared":  # of what was prepared a pointer was left
            self._have_one_prepared()

    def _begin(self, ready: Start | None) -> bool:
        """Shows what the keeper says, or else what lies ready; whether anything was."""
        there = self._keeper.is_there()
        if there and ready and self._ask(_START_SECONDS, at_once=True):
            return True
        if there and not ready and self._ask(self._manner.keeper_seconds):
            return True
        if ready and self._show_prepared(ready):
            return True
        if there or self._manner.trying:
            return False
        self._keeper.start()
        return self._ask(self._manner.keeper_seconds, awaited=True)

    def _have_one_prepared(self) -> None:
        """Leaves a pointer to this start, for which whoever settles it prepares the next."""
        if self._manner.trying or self._event.session is None:
            return
        leave(self._root, pointer(self._event, clock.now(self._environment)))
        if self._keeper.is_there():  # one that is only starting looks into the spool by itself
            self._keeper.settle()

    def _ask(self, seconds: float, *, awaited: bool = False, at_once: bool = False) -> bool:
        return self._keeper.context(
            self._event, seconds, self._show, self.call, awaited=awaited, at_once=at_once
        )

    def _show_prepared(self, ready: Start) -> bool:
        """Shows a prepared start, sealed into a pointer before anybody sees it; whether there was one."""
        shown = ready.take(self._root)
        if shown is None:
            return False
        if self._manner.trying:
            self._show(shown.text)
            return True
        left = pointer(self._event, clock.now(self._environment), shown.sealed())
        try:
            path = leave(self._root, left)
            try:
                self._show(shown.text)
            except BaseException:
                take_back(path)
                raise
        except BaseException:
            shown.give_back(self._root)
            raise
        # Nobody counts word pieces here; a token is about four characters.
        self.call.by, self.call.tokens = "prepared", len(shown.text) // 4
        self._keeper.settle()
        return True

    def _leave(self) -> None:
        if self._manner.trying:
            return
        if self._event.session is None:
            self.call.failure = "no session"
            return
        leave(self._root, pointer(self._event, clock.now(self._environment)))
        self.call.by = "keeper" if self._keeper.settle() else "none"
        self._answered()

    def _show(self, text: str) -> bool:
        """Prints a context as the tool wants it; whether that is more than a trial.

        Raises OSError, also where nobody reads any longer.
        """
        if text:
            most = self._dialect.most_characters
            self.call.failure = "long" if most is not None and len(text) > most else None
            # Written past Python's buffers: a failure is met here, and not when the process ends.
            data = json.dumps(self._dialect.answer(self._event, text)).encode("ascii") + b"\n"
            while data:
                data = data[os.write(1, data) :]
        self._answered()
        return not self._manner.trying

    def _answered(self) -> None:
        if self.call.ms is None:
            self.call.ms = clock.age_ms()
