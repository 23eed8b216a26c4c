"""Recall: a question in, ranked hits out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cotw.errors import NothingFound, UsageError
from cotw.index.opening import Index
from cotw.index.shelf_file import SHELF
from cotw.records.exchange import Exchange
from cotw.records.hit import Hit, RecallFilters
from cotw.retrieval import keyword, semantic
from cotw.retrieval.asking import pose
from cotw.retrieval.nearby import NEARBY
from cotw.retrieval.paths import propose
from cotw.retrieval.proposing import KEYWORD, SEMANTIC
from cotw.retrieval.recall import WORDS, recall
from cotw.settings import RecallSettings
from tests.builders import NOON
from tests.retrieval.builders import EMBEDDER, KEEP_ALL, ONLY_WORDS, index_of, talk

BLOG = talk(
    "How do we deploy the blog?", "We deployed it to the old server by rsync.", thread="blog", mode="code"
)
DINNER = talk("What shall we cook tonight?", "Pasta with tomatoes and basil.", minute=10, session="s2")
SERVER = talk("The server is on fire!", "I restarted nginx.", minute=20, session="s3", mode="code")
TOKYO = talk("東京の天気は?", "晴れです", minute=30, session="s4", thread="o'brien")
LONG = talk(
    "Tell me all about llamas",
    "Llamas live in the Andes. " * 700,
    minute=40,
    session="s5",
    human_sender="Ada",
)
TALKS = [BLOG, DINNER, SERVER, TOKYO, LONG]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of five exchanges, with vectors that know words only."""
    with index_of(tmp_path_factory.mktemp("five"), TALKS) as opened:
        yield opened


def ask(
    index: Index,
    question: str,
    settings: RecallSettings = ONLY_WORDS,
    *,
    limit: int | None = None,
    **bounds: Any,
) -> tuple[Hit, ...]:
    """The hits of a question."""
    return recall(index, pose(question, EMBEDDER, NOON), RecallFilters(**bounds), settings, limit=limit).hits


def found(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.exchange for hit in hits]


def test_a_hit(index: Index) -> None:
    """A hit carries the exchange as it was said, its session's title, and what each path thought of it."""
    hit = ask(index, "deployment of blogs")[0]
    assert (hit.exchange, hit.session, hit.thread, hit.mode) == (BLOG.id, "s1", "blog", "code")
    assert (hit.human, hit.agent, hit.address) == (BLOG.human, BLOG.agent, BLOG.address)
    assert (hit.started, hit.ended, hit.title) == (BLOG.started, BLOG.ended, "title of s1")
    assert {name: path.rank for name, path in hit.paths.items()} == {SEMANTIC: 1, KEYWORD: 1}
    assert dict(hit.voices) == pytest.approx({SEMANTIC: 0.5, KEYWORD: 0.5, WORDS: 0.15, NEARBY: 0.3})
    assert hit.score == pytest.approx(1.45)
    assert hit.word_share == 1.0
    assert hit.nearest is None


def test_found_by_meaning(index: Index) -> None:
    """A hit without any of the words tells which of its units lies nearest, to show why it was found."""
    hits = ask(index, "zebra", KEEP_ALL, limit=9)
    nearest = {hit.exchange: (hit.nearest, hit.nearest_speaker) for hit in hits}
    assert nearest[SERVER.id] == (
        "[2026-03-14] human: The server is on fire!\nagent: I restarted nginx.",
        "both",
    )


def test_natural_question(index: Index) -> None:
    """A natural sentence matches on any of its content words, not only on all of them."""
    assert found(ask(index, "What did I say about cooking something with basil?")) == [DINNER.id]


def test_other_script(index: Index) -> None:
    """A question in Japanese finds the exchange that holds its words."""
    assert found(ask(index, "東京の天気")) == [TOKYO.id]


def test_nothing_relevant(index: Index) -> None:
    """A question about something else finds nothing, though some exchange is always the nearest."""
    result = recall(index, pose("zebra migration", EMBEDDER, NOON), settings=ONLY_WORDS)
    assert result.hits == ()
    assert result.considered > 0


def test_too_few_words(index: Index) -> None:
    """One common word of many is not enough; the settings say what is."""
    question = "Which server hosts the zebra migration tracker?"
    assert found(ask(index, question)) == []
    assert {BLOG.id, SERVER.id} <= set(found(ask(index, question, RecallSettings(min_word_share=0.1))))


def test_near_in_meaning(index: Index) -> None:
    """A hit stays without any of the words if its cosine reaches the bound."""
    assert len(ask(index, "zebra", RecallSettings(min_cosine=-1.0, min_word_share=1.0), limit=9)) == len(
        TALKS
    )


@pytest.mark.parametrize("question", ["", "  \n", "\x00"])
def test_empty_question(question: str) -> None:
    """An empty question is refused before anything is opened."""
    with pytest.raises(UsageError, match="empty") as refused:
        pose(question, EMBEDDER, NOON)
    assert refused.value.hint


@pytest.mark.parametrize("question", ["what was that?", "do you remember?", "?!", "的"[:0] + "..."])
def test_question_without_content(question: str) -> None:
    """A question of stop words alone is refused with a hint."""
    with pytest.raises(UsageError, match="no word") as refused:
        pose(question, EMBEDDER, NOON)
    assert "name the thing" in refused.value.hint


@pytest.mark.parametrize(
    "question",
    [
        '"unbalanced server',
        "server AND (",
        "server:*^~ OR NOT",
        "'; DROP TABLE units; --server",
        "server 😀 %",
        "\ud800server",
    ],
)
def test_hostile_question(index: Index, question: str) -> None:
    """Quotes, operators and odd characters in a question are only characters."""
    assert SERVER.id in found(ask(index, question, KEEP_ALL))


def test_filters(index: Index) -> None:
    """Bounds hold for every path: nothing outside of them is found, and everything inside may be."""

    def inside(**bounds: Any) -> set[str]:
        return set(found(ask(index, "server", KEEP_ALL, limit=9, **bounds)))

    assert inside() == {one.id for one in TALKS}
    assert inside(thread="blog") == {BLOG.id}
    assert inside(thread="o'brien") == {TOKYO.id}
    assert inside(mode="code") == {BLOG.id, SERVER.id}
    assert inside(session="s2") == {DINNER.id}
    assert inside(since=DINNER.started, until=TOKYO.started) == {DINNER.id, SERVER.id}
    assert inside(since=DINNER.started + timedelta(microseconds=1), until=TOKYO.started) == {SERVER.id}
    assert inside(mode="booth") == set()
    assert inside(until=NOON) == set()
    with pytest.raises(NothingFound):
        inside(thread="unknown")


def test_speaker(index: Index) -> None:
    """Asked for one side, only its words count."""
    assert found(ask(index, "rsync nginx", speaker="human")) == []
    assert set(
        found(ask(index, "rsync nginx", RecallSettings(min_cosine=1.0, min_word_share=0.4), speaker="agent"))
    ) == {
        BLOG.id,
        SERVER.id,
    }
    speakers = {hit.nearest_speaker for hit in ask(index, "zebra", KEEP_ALL, limit=9, speaker="human")}
    assert speakers == {"both"}


def test_long_exchange(index: Index) -> None:
    """An exchange of many units comes once, and does not keep others out of the list."""
    units = index.database.execute("SELECT count(*) FROM units WHERE exchange = ?", [LONG.id]).fetchall()
    assert units[0][0] > 10
    few = KEEP_ALL.model_copy(update={"candidates": 3})
    ids = found(ask(index, "Do llamas live near a server?", few, limit=9))
    assert LONG.id in ids
    assert len(ids) == len(set(ids)) >= 3


def test_limit(index: Index) -> None:
    """No more than the wanted number; the settings' number by default."""
    assert len(ask(index, "server", KEEP_ALL, limit=2)) == 2
    assert len(ask(index, "server", KEEP_ALL.model_copy(update={"limit": 1}))) == 1


def test_one_path_alone(index: Index) -> None:
    """With weight 0 a path proposes nothing; the cosine of what the other found is computed, not assumed."""
    hits = ask(index, "server", KEEP_ALL.model_copy(update={"semantic_weight": 0.0}), limit=9)
    assert set(found(hits)) == {BLOG.id, SERVER.id}
    vector = EMBEDDER.embed_query("server")
    for hit in hits:
        assert hit.paths[SEMANTIC].rank is None
        assert hit.paths[KEYWORD].rank in (1, 2)
        units = index.database.execute("SELECT text FROM units WHERE exchange = ?", [hit.exchange]).fetchall()
        vectors = EMBEDDER.embed_documents([text for (text,) in units])
        assert hit.paths[SEMANTIC].score == pytest.approx(float(np.max(vectors @ vector)), abs=1e-4)


def test_no_path_at_all(index: Index) -> None:
    """With both weights 0 nothing is proposed, and nothing is found."""
    neither = KEEP_ALL.model_copy(update={"semantic_weight": 0.0, "keyword_weight": 0.0})
    assert ask(index, "server", neither) == ()


def test_ranks(index: Index) -> None:
    """Fused by ranks alone, the score is that of Reciprocal Rank Fusion: 1 for all first places."""
    ranks = KEEP_ALL.model_copy(
        update={"fusion": "ranks", "context_weight": 0.0, "words_weight": 0.0, "nearby_weight": 0.0}
    )
    for hit in ask(index, "deployment of blogs", ranks, limit=9):
        places = [path.rank for path in hit.paths.values() if path.rank is not None]
        assert hit.score == pytest.approx(sum(11 / (10 + rank) for rank in places) / 2)


def test_around(tmp_path: Path) -> None:
    """Of two that answer alike, the one whose neighbour answers too comes first, though it is older."""
    here = [talk("The frame is bent", minute=1, id="here"), talk("The invoice for Yusuf", minute=2)]
    there = [
        talk("The frame is bent", minute=11, session="s2", id="there"),
        talk("We had soup", minute=12, session="s2"),
    ]
    with index_of(tmp_path, [*here, *there]) as index:
        question = "Which frame was on the invoice for Yusuf?"
        alone = KEEP_ALL.model_copy(update={"context_weight": 0.0, "nearby_weight": 0.0})
        frames = [id for id in found(ask(index, question, KEEP_ALL)) if id in ("here", "there")]
        assert frames == ["here", "there"]
        frames = [id for id in found(ask(index, question, alone)) if id in ("here", "there")]
        assert frames == ["there", "here"]


def test_names(tmp_path: Path) -> None:
    """A name that is in every exchange says nothing about what is relevant."""
    source = "adopted painted cooked danced fished gardened hiked juggled knitted swam".split()
    talks = [
        talk(f"Caroline {verb} today", minute=n, human_sender="Caroline") for n, verb in enumerate(source)
    ]
    with index_of(tmp_path, talks) as index:
        assert found(ask(index, "Did Caroline adopt?")) == [talks[0].id]
        assert found(ask(index, "Did Caroline skydive?")) == []


def test_other_encoder(tmp_path: Path) -> None:
    """Units of another encoder are never compared with the question; words find them nevertheless."""
    with index_of(tmp_path / "one", [BLOG], encoder="another one") as index:
        (hit,) = ask(index, "blog", KEEP_ALL)
        assert set(hit.paths) == {KEYWORD}


def test_some_of_another_encoder(tmp_path: Path) -> None:
    """While units are embedded anew, those of the other encoder are not compared, the rest are."""
    with index_of(tmp_path, [BLOG, DINNER]) as index:
        with closing(sqlite3.connect(tmp_path / "live" / SHELF)) as shelf, shelf:
            shelf.execute("UPDATE units SET encoder = 'another one' WHERE exchange = ?", [BLOG.id])
        paths = {hit.exchange: set(hit.paths) for hit in ask(index, "blog", KEEP_ALL, limit=9)}
        assert paths == {BLOG.id: {KEYWORD}, DINNER.id: {SEMANTIC}}


def test_empty_index(tmp_path: Path) -> None:
    """An empty memory answers nothing."""
    with index_of(tmp_path, []) as index:
        assert ask(index, "blog", KEEP_ALL) == ()


def test_order_of_equals(tmp_path: Path) -> None:
    """Of exchanges that are equally good the newer comes first."""
    same = [talk("the old server", minute=n, session=f"s{n}", id=f"id{n}") for n in (3, 1, 2)]
    with index_of(tmp_path, same) as index:
        assert found(ask(index, "server", KEEP_ALL)) == ["id3", "id2", "id1"]


def test_timings(index: Index) -> None:
    """Every part says how long it took; together they are the whole."""
    timings = recall(index, pose("server", EMBEDDER, NOON), settings=KEEP_ALL).timings
    assert min(timings.embed, timings.search, timings.fetch) > 0
    assert timings.total == pytest.approx(timings.embed + timings.search + timings.fetch, rel=0.05)


def test_paths_alone(index: Index) -> None:
    """Each path ranks by its own score, from 1 on without gaps."""
    vector = EMBEDDER.embed_query("old server")
    proposed = propose(
        index,
        [
            (SEMANTIC, semantic.path(index.search, vector, EMBEDDER.version, None)),
            (KEYWORD, keyword.path(index.search, ("old", "server"), None)),
        ],
        lambda: vector,
        4,
    )
    for hits in proposed.values():
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert hits[0].exchange == BLOG.id


def test_vector_index(tmp_path: Path) -> None:
    """With a vector index the same is found, and the cosines are those of the full vectors."""
    talks: list[Exchange] = [
        talk(f"note number {n} about topic{n % 40}", f"answer{n}", minute=n) for n in range(600)
    ]
    with index_of(tmp_path, talks) as index:
        vector = EMBEDDER.embed_query("topic7")
        index.units.train_vector_index()
        paths = [(SEMANTIC, semantic.path(index.search, vector, EMBEDDER.version, None))]
        near = propose(index, paths, lambda: vector, 10)[SEMANTIC]
        by_id = {one.id: one for one in talks}
        assert sum(by_id[hit.exchange].human.endswith("topic7") for hit in near) >= 8
        for hit in ask(index, "topic7", KEEP_ALL, limit=10):
            units = index.database.execute(
                "SELECT text FROM units WHERE exchange = ?", [hit.exchange]
            ).fetchall()
            (exact,) = EMBEDDER.embed_documents([units[0][0]]) @ vector
            assert hit.paths[SEMANTIC].score == pytest.approx(float(exact), abs=2e-4)
