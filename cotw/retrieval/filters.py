"""Filters: the bounds of a question as a condition on units, with every value quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cotw.errors import UsageError
from cotw.records.hit import RecallFilters
from cotw.retrieval.named_threads import thread_id
from cotw.retrieval.prefixes import full_id, utf8

SPEAKERS = ("human", "agent")
# What a person asked for once and for all is said by the person.
_UNITS_OF = {"human": ("both", "human", "nothing", "standing"), "agent": ("agent", "both", "nothing")}


def resolved(connection: Any, filters: RecallFilters) -> RecallFilters:
    """`filters` with full ids in the place of their beginnings, and of the titles of threads.

    Raises UsageError for what cannot be meant, NothingFound for a thread or session that is not there.
    """
    if filters.speaker is not None and filters.speaker not in SPEAKERS:
        raise UsageError(f"nobody speaks as {filters.speaker!r}", hint="choose human or agent")
    if filters.since is not None and filters.until is not None and filters.since >= filters.until:
        raise UsageError("the time asked about ends before it begins", hint="swap --since and --until")
    if filters.thread is not None:
        filters = replace(filters, thread=thread_id(connection, filters.thread))
    if filters.session is not None:
        filters = replace(filters, session=full_id(connection, "sessions", filters.session))
    return filters


def where_clause(filters: RecallFilters) -> str | None:
    """The condition of `filters` on the table of units, as SQL; None if there is none."""
    named = (("thread", filters.thread), ("session", filters.session), ("mode", filters.mode))
    parts = [is_equal(column, value) for column, value in named if value is not None]
    if filters.modes is not None:
        parts.append(one_of("mode", filters.modes) if filters.modes else "false")
    if filters.without_session is not None:
        parts.append(f"session != {quoted(filters.without_session)}")
    if filters.since is not None:
        parts.append(f"started >= {_instant(filters.since)}")
    if filters.until is not None:
        parts.append(f"started < {_instant(filters.until)}")
    if filters.speaker is not None:
        parts.append(one_of("speaker", _UNITS_OF[filters.speaker]))
    return " AND ".join(parts) or None


def is_equal(column: str, value: str) -> str:
    """The condition that `column` is `value`."""
    return f"{column} = {quoted(value)}"


def one_of(column: str, values: Iterable[str]) -> str:
    """The condition that `column` is one of `values` (at least one)."""
    return f"{column} IN ({', '.join(quoted(value) for value in sorted(values))})"


def quoted(value: str) -> str:
    """`value` as an SQL literal. A backslash is a character like others here; only quotes are doubled."""
    return "'" + utf8(value).replace("'", "''") + "'"


def _instant(instant: datetime) -> str:
    return f"timestamp '{instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"
