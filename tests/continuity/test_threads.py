"""Threads: what is decided about them is a line of the ledger, and what they are called leads to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cotw.continuity.overview import page_of, threads_of
from cotw.continuity.threads import (
    archive_thread,
    compacted,
    decided_threads,
    link_threads,
    make_thread,
    place_project,
    place_session,
    rename_thread,
    slug_of,
    take_up_thread,
)
from cotw.errors import NothingFound, UsageError
from cotw.retrieval.named_threads import thread_named
from cotw.store.truth import Truth
from tests.builders import NOON, make_truth, message
from tests.index.workshop import Workshop

BY = {"actor": "mara", "channel": "terminal pts/1"}


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return make_truth(tmp_path, NOON)[0]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The Silver Wheel", "the-silver-wheel"),
        ("Größe & Maße", "grosse-masse"),
        ("  café/à la carte ", "cafe-a-la-carte"),
        ("自転車の修理", "自転車の修理"),
        ("자전거", "자전거"),
        ("🎉🎉", "thread"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 99, "x" * 40),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    """Small letters and digits of any script and hyphens; nothing that means anything in a path."""
    assert slug_of(title) == slug


def test_ids_stay_apart(truth: Truth) -> None:
    """Titles that differ only in what no slug shows get a number; the same title is refused."""
    first = make_thread(truth, "Rims 🎉", BY, {})
    second = make_thread(truth, "Rims!", BY, {})
    assert (first.id, second.id) == ("rims", "rims-2")
    for taken in ("rims 🎉", "RIMS", "main", "garden", "the beans"):
        with pytest.raises(UsageError, match="there is a thread"):
            make_thread(truth, taken, BY, {"garden": "The Beans"})
    for title in ("", " \n\x00", "x" * 121):
        with pytest.raises(UsageError):
            make_thread(truth, title, BY, {})


def test_two_at_once_get_two_ids(truth: Truth) -> None:
    """The id is chosen under the lock."""
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda sign: make_thread(truth, f"Rims{sign}", BY, {}).id, "!?.;"))
    assert sorted(made) == ["rims", "rims-2", "rims-3", "rims-4"]


def test_decisions_are_lines_of_the_ledger(truth: Truth) -> None:
    """Each names who decided it and where; the fold says what they come to."""
    rims, beans = (make_thread(truth, title, BY, {}).id for title in ("Rims", "Beans"))
    rename_thread(truth, rims, "Rims and\nspokes", BY)
    link_threads(truth, rims, beans, BY)
    archive_thread(truth, beans, BY)
    place_project(truth, "/shop", rims, BY)
    place_session(truth, "s1", beans, BY, NOON)
    assert [compacted(truth, rims, BY, "s1") for _ in range(3)] == [1, 2, 3]
    threads = decided_threads(truth)
    assert threads.thread(rims).title == "Rims and spokes"
    assert threads.thread(beans).archived
    assert threads.projects(rims) == ["/shop"]
    take_up_thread(truth, beans, BY)
    assert not decided_threads(truth).thread(beans).archived
    assert all(line["actor"] == "mara" for line in truth.ledger.of_kind("thread"))
    assert not list(truth.ledger.verify(truth.home.root))
    with pytest.raises(UsageError, match="itself"):
        link_threads(truth, rims, rims, BY)


def test_a_list_knows_what_was_decided_a_moment_ago(tmp_path: Path) -> None:
    """What was said is the index's to say, what was decided the ledger's; without an index there is that."""
    workshop = Workshop(tmp_path, now=NOON)
    workshop.say(
        message("true the wheel", session="s1", project="/shop"),
        message("a booth talk", minute=1, session="s2", thread="books", mode="booth"),
    )
    workshop.refresh()
    rims = make_thread(workshop.truth, "Rims", BY, {})
    rename_thread(workshop.truth, "books", "Books to read", BY)
    link_threads(workshop.truth, "books", rims.id, BY)
    threads = decided_threads(workshop.truth)
    with workshop.index() as index:
        rows = threads_of(index, threads)
        page = page_of(index, threads, "books")
    assert [(row.id, row.title, row.exchanges) for row in rows] == [
        ("books", "Books to read", 1), ("main", "main", 1), ("rims", "Rims", 0),
    ]  # fmt: skip
    assert (page.modes, page.spoken_in, page.sessions) == ({"booth": 1}, {}, 1)
    assert [one.title for one in page.links] == ["Rims"]
    assert [row.id for row in threads_of(None, threads)] == ["rims"]
    assert page_of(None, threads, "rims").started is None


TITLES = {"wheels": "The Silver Wheel", "rims": "Rims", "rims-2": "Rims!", "main": "main"}


@pytest.mark.parametrize(
    ("named", "id_"),
    [
        ("wheels", "wheels"), ("the silver wheel", "wheels"), ("The Sil", "wheels"), ("whe", "wheels"),
        ("rims", "rims"), ("RIMS!", "rims-2"), (" main ", "main"), ("RIMS", "rims"),
    ],
)  # fmt: skip
def test_threads_by_what_they_are_called(named: str, id_: str) -> None:
    """Id, then title, then the beginning of either."""
    assert thread_named(named, TITLES) == id_


def test_names_that_lead_nowhere() -> None:
    """Ambiguous ones name the candidates, unknown ones the nearest."""
    with pytest.raises(UsageError, match=r"rims \(Rims\), rims-2 \(Rims!\)"):
        thread_named("ri", TITLES)
    with pytest.raises(NothingFound) as unknown:
        thread_named("silver weel", {"wheels": "silver wheel"})
    assert unknown.value.hint == "did you mean wheels"
    with pytest.raises(UsageError, match="empty"):
        thread_named(" ", TITLES)
    with pytest.raises(NothingFound) as unknown:
        thread_named("\x1b[2Jrims", {})
    assert "thread new" in unknown.value.hint
