"""Filters: the bounds of a question."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotw.errors import NothingFound, UsageError
from cotw.records.hit import RecallFilters
from cotw.retrieval.asking import Standpoint
from cotw.retrieval.filters import one_of, quoted, resolved, where_clause
from cotw.retrieval.standpoint import located
from tests.builders import NOON
from tests.retrieval.builders import index_of, talk


def test_no_filters() -> None:
    """Without bounds there is no condition."""
    assert where_clause(RecallFilters()) is None


def test_everything_at_once() -> None:
    """All bounds hold together; instants are written in UTC."""
    east = timezone(timedelta(hours=5))
    filters = RecallFilters(
        thread="blog",
        session="s1",
        since=datetime(2026, 3, 14, 17, 0, tzinfo=east),
        until=datetime(2026, 3, 15, tzinfo=east),
        mode="code",
        speaker="agent",
    )
    assert where_clause(filters) == (
        "thread = 'blog' AND session = 's1' AND mode = 'code'"
        " AND started >= timestamp '2026-03-14 12:00:00' AND started < timestamp '2026-03-14 19:00:00'"
        " AND speaker IN ('agent', 'both', 'nothing')"
    )


def test_several_modes_and_all_but_a_session() -> None:
    """What an agent may be given: some modes, and not what it has before it; no mode is nothing at all."""
    filters = RecallFilters(modes=("booth", "chat"), without_session="s'1")
    assert where_clause(filters) == "mode IN ('booth', 'chat') AND session != 's''1'"
    assert where_clause(RecallFilters(modes=())) == "false"


def test_naive_instants() -> None:
    """A time without a zone is refused: nobody could say when it is."""
    with pytest.raises(ValueError, match="time zone"):
        RecallFilters(since=datetime(2026, 3, 14))


HOSTILE = [
    "it's",
    "'; DROP TABLE units; --",
    "100%",
    "a_b",
    "back\\slash",
    '"',
    "😀",
    "a\nb",
    "x\x00y",
    "''",
    "\\'",
    "",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LanceDB table with a row for each hostile name."""
    import lancedb
    import pyarrow as pa

    folder = tmp_path_factory.mktemp("hostile")
    lancedb.connect(folder).create_table("names", pa.table({"thread": HOSTILE}))
    return folder


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names(hostile: Path, name: str) -> None:
    """Whatever stands in a value, it finds the row of that very value and nothing else."""
    import lancedb

    table = lancedb.connect(hostile).open_table("names")
    for clause in (f"thread = {quoted(name)}", one_of("thread", [name])):
        assert table.search().where(clause).to_arrow().column("thread").to_pylist() == [name]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.text())
def test_any_name(hostile: Path, name: str) -> None:
    """No value breaks the condition or lets other rows through."""
    import lancedb

    table = lancedb.connect(hostile).open_table("names")
    found = table.search().where(f"thread = {quoted(name)}").to_arrow().column("thread").to_pylist()
    assert set(found) <= {name}


def test_resolving(tmp_path: Path) -> None:
    """A session may be named by its beginning; thread, speaker and times must make sense."""
    exchanges = [
        talk("one", session="0f2a-1111", thread="blog"),
        talk("two", session="0f2a-2222", thread="o'brien", minute=1),
        talk("three", session="S", thread="main", minute=2),
    ]
    with index_of(tmp_path, exchanges) as index:

        def resolve(**bounds: object) -> RecallFilters:
            return resolved(index.database, RecallFilters(**bounds))  # type: ignore[arg-type]

        assert resolve(session="0f2a-1").session == "0f2a-1111"
        assert resolve(session="S").session == "S"
        assert resolve(thread="o'brien").thread == "o'brien"
        with pytest.raises(UsageError, match="0f2a-111, 0f2a-222"):
            resolve(session="0f2a-")
        with pytest.raises(UsageError, match="too short"):
            resolve(session="0f")
        with pytest.raises(NothingFound, match="no session 'zzzz'"):
            resolve(session="zzzz")
        with pytest.raises(NothingFound) as unknown:
            resolve(thread="blok")
        assert unknown.value.hint == "did you mean blog"
        with pytest.raises(NothingFound) as unknown:
            resolve(thread="\ud800 %'\x00")
        assert unknown.value.hint == "there are: main, o'brien, blog"
        with pytest.raises(UsageError, match="nobody speaks as 'robot'"):
            resolve(speaker="robot")
        with pytest.raises(UsageError, match="ends before it begins"):
            resolve(since=NOON, until=NOON)


def test_threads_by_their_titles(tmp_path: Path) -> None:
    """A thread may be named by its title or its beginning; to ask from one that nobody knows is no error."""
    with index_of(tmp_path, [talk("one", thread="wheels"), talk("two", thread="wheat", minute=1)]) as index:
        assert resolved(index.database, RecallFilters(thread="the wheels")).thread == "wheels"
        with pytest.raises(UsageError, match="wheat"):
            resolved(index.database, RecallFilters(thread="whe"))
        for named, here in (("The Wheels", "wheels"), ("whe", "whe"), ("nowhere", "nowhere"), (None, None)):
            assert located(index.database, Standpoint(named)).thread == here
