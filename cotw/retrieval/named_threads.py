"""Threads by what people call them: the id, the title, or the beginning of either."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from cotw.errors import NothingFound, UsageError
from cotw.extraction.plain import readable

_SHOWN = 5


def thread_named(named: str, titles: Mapping[str, str]) -> str:
    """The id of the one thread, among those with these titles by id, that is meant.

    Raises UsageError when several are, and NothingFound when none is.
    """
    wanted = readable(named).strip()
    if wanted in titles:
        return wanted
    if not wanted:
        raise UsageError("the name of the thread is empty", hint="see them with: cotw thread list")
    folded = wanted.casefold()
    called = [id_ for id_, title in titles.items() if title.casefold() == folded]
    beginning = [
        id_ for id_, title in titles.items() if any(one.casefold().startswith(folded) for one in (id_, title))
    ]
    match called or beginning:
        case [only]:
            return only
        case []:
            raise NothingFound(f"there is no thread {named!r}", hint=_hint(wanted, titles))
        case several:
            shown = ", ".join(f"{id_} ({titles[id_]})" for id_ in several[:_SHOWN])
            more = ", …" if len(several) > _SHOWN else ""
            raise UsageError(f"several threads are called {named!r}: {shown}{more}", hint="say it by its id")


def thread_id(connection: Any, named: str) -> str:
    """The same among the threads of the index."""
    rows = connection.execute("SELECT id, title FROM threads ORDER BY last_active DESC, id").fetchall()
    return thread_named(named, dict(rows))


def _hint(wanted: str, titles: Mapping[str, str]) -> str:
    names = {name: id_ for id_, title in titles.items() for name in (title, id_)}
    near = difflib.get_close_matches(wanted, names, n=1)
    shown = [names[near[0]]] if near else list(titles)[:_SHOWN]
    if not shown:
        return "make one with: cotw thread new TITLE"
    return ("did you mean " if near else "there are: ") + ", ".join(shown)
