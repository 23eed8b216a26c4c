"""`cotw-hook TOOL`: the program that an agent calls at its events, with JSON on standard input.

    cotw-hook claude-code|codex|openclaw [--home PATH] [--prompt-seconds N] [--keeper-seconds N]

It never fails its agent: whatever happens, it exits with 0 in time, and prints a context or nothing.
"""

from __future__ import annotations

import os
import signal
import sys

from cotw.interfaces.hooks import clock, log
from cotw.interfaces.hooks.answering import Answering, Manner
from cotw.interfaces.hooks.dialects import TOOLS, dialect_of
from cotw.interfaces.hooks.event import PROMPT, Event
from cotw.interfaces.hooks.stdin import Unreadable, read_object
from cotw.wire.paths import HOOKS_SWITCH, home_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

_USAGE = f"usage: cotw-hook {'|'.join(TOOLS)} [--home PATH] [--prompt-seconds N] [--keeper-seconds N]\n"
# The switch of hooks, set to this: answer, but leave nothing and start nothing (`cotw hook test`).
_TRY = "try"
_INPUT_SECONDS = 2.0
# What a call takes beside what it waits for: then it is given up, and a little later it is over in any case.
_SLACK_SECONDS = 1.0
_GIVEN_UP_SECONDS = 0.25
_MOST_SECONDS = 30.0


class Late(BaseException):
    """The time is over."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers one event of an agent; always 0."""
    try:
        _run(sys.argv[1:] if arguments is None else arguments)
    except BaseException:  # whatever it is, no agent is to notice
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return 0


def _run(arguments: Sequence[str]) -> None:
    if sys.stdin is None or sys.stdout is None:
        return  # another file would get their numbers
    environment = dict(os.environ)
    tool, home, manner = _said(arguments)
    if sys.stdin.isatty():
        os.write(2, f"{_USAGE}An agent calls it with JSON on standard input.\n".encode())
        return
    waited = max(manner.prompt_seconds, manner.keeper_seconds)
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, _INPUT_SECONDS + waited + _SLACK_SECONDS, _GIVEN_UP_SECONDS)
    if home is not None:
        environment["COTW_HOME"] = home
    root = home_root(environment)
    switch = environment.get(HOOKS_SWITCH, "").strip().lower()
    manner.trying = switch == _TRY
    if switch == "off" or not _is_ours(root):
        read_object(_INPUT_SECONDS)  # who writes is not to meet a closed pipe
        return
    _answer(tool, root, environment, manner)


def _answer(tool: str, root: str, environment: dict[str, str], manner: Manner) -> None:
    """Answers, and notes in the log how that went; what is passed over is not noted."""
    event, call = None, log.Call()
    try:
        said = read_object(_INPUT_SECONDS)
        dialect = dialect_of(tool)
        if dialect is None:
            raise LookupError(tool)
        event = dialect.read(said)
        if event is None or _asks_nothing(event):
            return
        if manner.trying:
            event.begin = "resume"  # which takes no handoff away from the session that it waits for
        answering = Answering(event, dialect, root, environment, manner)
        call = answering.call
        answering.answer()
    except BaseException as error:
        call.failure = _FAILURES.get(type(error)) or log.kind_of(error)
    if manner.trying:
        return
    if call.ms is None:
        call.ms = clock.age_ms()
    at = clock.instant(clock.now(environment))
    log.write(root, at, tool if tool in TOOLS else "?", event.kind if event else "?", call)


_FAILURES: dict[type[BaseException], str] = {Unreadable: "input", LookupError: "tool", Late: "late"}


def _said(arguments: Sequence[str]) -> tuple[str, str | None, Manner]:
    """The tool, the home if one is named, and how long is waited; what is not understood is left out."""
    tool, home, manner = "", None, Manner()
    left = list(arguments)
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if not name.startswith("--"):
            tool = tool or word
            continue
        if not equals and left:
            value = left.pop(0)
        if name == "--home" and value:
            home = value
        elif name in ("--prompt-seconds", "--keeper-seconds"):
            setattr(manner, name[2:].replace("-", "_"), _seconds(value))
    return tool, home, manner


def _seconds(text: str) -> float:
    """A time to wait; one that is no number is none."""
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), _MOST_SECONDS) if seconds == seconds else 0.0


def _is_ours(root: str) -> bool:
    """Whether there is a home at `root`, of the user whose agent this is."""
    try:
        return os.stat(os.path.join(root, "config.yaml")).st_uid == os.geteuid()
    except (OSError, ValueError):
        return False


def _asks_nothing(event: Event) -> bool:
    """Whether a prompt is empty, or a command to the tool alone."""
    if event.kind != PROMPT:
        return False
    said = event.prompt.split(None, 2)
    return not said or (len(said) == 1 and said[0].startswith("/"))


def _give_up(number: int, frame: FrameType | None) -> None:
    """The first time the call ends as one that failed; who is still there the second time just ends."""
    if _gave_up:
        os._exit(0)
    _gave_up.append(True)
    raise Late


_gave_up: list[bool] = []


if __name__ == "__main__":
    sys.exit(main())
