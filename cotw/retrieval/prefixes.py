"""Prefixes: ids may be given by their beginning, as far as that is unique."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from cotw.errors import NothingFound, UsageError

PREFIX_MINIMUM = 4
# A shortened id has so many characters or more, so that it stays unique for a while.
SHORT_MINIMUM = 8
_SHOWN = 5
_NAMED = {"exchanges": "exchange", "sessions": "session"}


def full_id(connection: Any, table: str, given: str) -> str:
    """The one id of `table` (`exchanges` or `sessions`) that is `given` or begins so.

    Raises UsageError when it is too short or fits several, NothingFound when it fits none.
    """
    what = _NAMED[table]
    given = utf8(given.strip())
    # Ids of ours are lower-case; those of other tools are taken as they are.
    spellings = [given, given.lower()]
    if not given:
        raise UsageError(f"the id of the {what} is empty")
    exact = connection.execute(f"SELECT id FROM {table} WHERE id IN (?, ?)", spellings).fetchall()
    if exact:
        return str(exact[0][0])
    _refuse_short(given, what)
    found = connection.execute(
        f"SELECT id FROM {table} WHERE starts_with(id, ?) OR starts_with(id, ?) ORDER BY id LIMIT ?",
        [*spellings, _SHOWN + 1],
    ).fetchall()
    return _only([str(row[0]) for row in found], given, what, "cotw recall shows ids beside its hits")


def id_among(ids: Iterable[str], given: str, what: str, *, hint: str) -> str:
    """The one of these ids, all in small letters, that begins with `given`. Raises as `full_id` does.

    `hint` says where the ids are to be seen.
    """
    wanted = given.strip().lower()
    _refuse_short(wanted, what)
    return _only(sorted({id for id in ids if id.startswith(wanted)}), given, what, hint)


def utf8(text: str) -> str:
    """`text` as a database takes it: what no UTF-8 can hold is replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _refuse_short(given: str, what: str) -> None:
    if len(given) < PREFIX_MINIMUM:
        article = "an" if what[0] in "aeio" else "a"
        raise UsageError(
            f"{given!r} is too short to name {article} {what}",
            hint=f"give at least {PREFIX_MINIMUM} characters of its id",
        )


def _only(found: list[str], given: str, what: str, hint: str) -> str:
    match found:
        case []:
            raise NothingFound(f"there is no {what} {given!r}", hint=hint)
        case [only]:
            return only
        case several:
            raise UsageError(
                f"several ids begin with {given!r}: {_listed(several)}", hint="give a longer beginning"
            )


def _listed(ids: Sequence[str]) -> str:
    shown = ids[:_SHOWN]
    width = max(SHORT_MINIMUM, *(shared_length(one, other) + 1 for one, other in pairwise(ids)))
    names = ", ".join(id[:width] for id in shown)
    return f"{names}, …" if len(ids) > _SHOWN else names


def shared_length(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    return same
