"""The way to the keeper: asked if there is one, started if there is none, and never waited for in vain."""

from __future__ import annotations

import time

from cotw.interfaces.hooks.event import START
from cotw.wire.starting import is_kept, start_keeper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cotw.interfaces.hooks.event import Event
    from cotw.interfaces.hooks.log import Call as Noted
    from cotw.wire.calling import Call

# Of a prompt, which may be a pasted log, so much goes over the wire; far less of it is a question.
_MOST_PROMPT = 100_000
_SETTLE_SECONDS = 0.05
_PAUSE_SECONDS = 0.02


class Keeper:
    """The keeper of the home at `root`, as one hook meets it."""

    __slots__ = ("_environment", "_root")

    def __init__(self, root: str, environment: Mapping[str, str]) -> None:
        self._root, self._environment = root, environment

    def is_there(self) -> bool:
        """Whether a keeper lives, or is about to."""
        return is_kept(self._root)

    def start(self) -> None:
        """Starts one unless it is there. Raises OSError."""
        start_keeper(self._root, self._environment)

    def context(
        self,
        event: Event,
        seconds: float,
        show: Callable[[str], bool],
        noted: Noted,
        *,
        awaited: bool = False,
        at_once: bool = False,
    ) -> bool:
        """Shows the keeper's context for an event, within `seconds`, and tells it so; whether it answered.

        `show` says whether it counts as shown. `awaited`: a keeper was started just now, and is not listening
        yet. `at_once`: one that is not ready is not waited for. A failure is noted by its kind.
        Raises OSError if it cannot be shown.
        """
        from cotw.wire.calling import NoKeeper, Refused
        from cotw.wire.frames import Broken

        until = time.monotonic() + seconds
        try:
            with self._reached(until, awaited=awaited, at_once=at_once) as line:
                self._ask(line, _wanted(event, at_once=at_once), show, noted)
        except Refused as error:
            noted.failure = error.kind
        except Broken:
            if noted.by != "keeper":
                noted.failure = "slow" if time.monotonic() >= until else "broken"
        except NoKeeper:
            pass
        return noted.by == "keeper"

    def _ask(self, line: Call, wanted: dict[str, object], show: Callable[[str], bool], noted: Noted) -> None:
        from cotw.wire.frames import Broken

        answer = line.ask("context", wanted)
        if not isinstance(text := answer.get("text"), str):
            raise Broken("no text")
        noted.note_answer(answer)
        noted.by = "keeper"
        if show(text):
            # The keeper may have a late source to wait for, and the agent waits for this process.
            line.tell_shown(wait=False)

    def settle(self) -> bool:
        """Tells it that there is something in the spool; whether it heard. Else one is started."""
        if self.is_there() and self._told_to_settle():
            return True
        self.start()
        return False

    def _told_to_settle(self) -> bool:
        from cotw.wire.calling import NoKeeper, Refused, ask_keeper
        from cotw.wire.frames import Broken

        try:
            ask_keeper(self._root, self._environment, "settle", seconds=_SETTLE_SECONDS)
        except (NoKeeper, Refused, Broken):
            return False
        return True

    def _reached(self, until: float, *, awaited: bool, at_once: bool) -> Call:
        """A line to the keeper, open. Raises NoKeeper.

        One that lives does not listen from its first moment on, nor to 100 callers at once.
        """
        from cotw.wire.calling import Call, NoKeeper

        while True:
            line = Call(self._root, self._environment, until - time.monotonic())
            try:
                return line.open()
            except NoKeeper:
                if at_once or time.monotonic() + _PAUSE_SECONDS >= until:
                    raise
                if not (awaited or self.is_there()):
                    raise
            time.sleep(_PAUSE_SECONDS)


def _wanted(event: Event, *, at_once: bool) -> dict[str, object]:
    return {
        "prompt": event.prompt[:_MOST_PROMPT],
        "session": event.session,
        "project": event.project,
        "tool": event.tool,
        "thread": None,
        "mode": None,
        "start": event.kind == START,
        "begin": event.begin,
        "wait_shown": True,
        "at_once": at_once,
    }
