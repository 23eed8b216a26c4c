"""Keeping: what a tool answers inside of the keeper, because it takes the encoder – and how that is asked.

A keeper is started where there is none, and waited for. Its operation is called `tool`: the keeper runs the
same table of tools, so that what travels is a finished answer and needs no form of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from cotw.errors import CotwError, UsageError
from cotw.interfaces.mcp.reader import Reader
from cotw.interfaces.mcp.tools import TOOLS
from cotw.memory import Memory
from cotw.wire.calling import NoKeeper, Refused, ask_keeper
from cotw.wire.frames import Broken
from cotw.wire.starting import start_keeper

# Ready in a second or two; an encoder that has to be exported first takes longer than a client waits.
START_SECONDS = 15.0
_ANSWER_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 0.05
# One that fails as soon as it starts must not be started twenty times a second.
_START_AGAIN_SECONDS = 3.0
# What was learnt is indexed in less; who would rather not wait longer can ask all the same.
_TELL_SECONDS = 2.0

Start = Callable[[str, Mapping[str, str]], bool]


class NoKeeperHere(CotwError):
    """A keeper is needed, and none could be had."""


@contextmanager
def tool_answered(memory: Memory, wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The keeper's operation `tool`: the answer of one tool, for a reader who says which they are."""
    tool = TOOLS.get(str(wanted.get("name")))
    arguments = wanted.get("arguments")
    if tool is None or not isinstance(arguments, dict):
        raise UsageError("there is no such tool")
    reader = Reader(memory, str(wanted.get("tool", "")), str(wanted.get("mode", "")))
    yield tool.answer(reader, arguments)


def answered_by_keeper(
    root: str,
    environment: Mapping[str, str],
    wanted: Mapping[str, Any],
    *,
    start: Start = start_keeper,
    start_seconds: float = START_SECONDS,
) -> dict[str, Any]:
    """The answer to `wanted` of the keeper at `root`. Raises its errors as CotwError, and NoKeeperHere.

    It may be asked twice: of a keeper that died it is not known how far it came.
    """
    now = time.monotonic()
    until, next_start = now + start_seconds, now
    while True:
        try:
            answer = ask_keeper(root, environment, "tool", wanted, seconds=_ANSWER_SECONDS)
            if not isinstance(answer.get("text"), str) or "structured" not in answer:
                raise Broken("it answered in another form")
            return answer
        except Refused as refused:
            raise CotwError(refused.message, hint=refused.hint) from None
        except (NoKeeper, Broken) as error:
            if (now := time.monotonic()) >= until:
                raise NoKeeperHere(
                    f"the keeper of this memory could not be asked: {error}",
                    hint="try again; the person may look with: cotw serve --status",
                ) from None
        if now >= next_start:
            next_start = now + _START_AGAIN_SECONDS
            _start(start, root, environment)
        time.sleep(_LOOK_AGAIN_SECONDS)


def _start(start: Start, root: str, environment: Mapping[str, str]) -> None:
    try:
        start(root, environment)
    except OSError as error:
        raise NoKeeperHere(f"no keeper could be started: {error.strerror}") from None


def tell_keeper(root: str, environment: Mapping[str, str]) -> None:
    """Lets a keeper, if there is one, take in what was learnt, so that it can be recalled."""
    with suppress(NoKeeper, Refused, Broken):
        ask_keeper(root, environment, "refresh", seconds=_TELL_SECONDS)
