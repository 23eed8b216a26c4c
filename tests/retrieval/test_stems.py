"""Stems: full-text search and everything that shows what it found agree on what one word is."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.retrieval.stems import stem


@pytest.mark.parametrize(
    "words",
    [
        "deploy deploys deployed deploying deployment",
        "run runs running",
        "decide decided decides deciding",
        "hope hoped hopes hoping",
        "carry carries carried carrying",
        "relate relates related relation relational",
        "biology biologist biological",
        "possible possibility possibly",
        "die dies dying",
        "hopeful hopefulness hopefully",
        "agree agrees agreed",
        "fall falls falling",
        "sky skies",
    ],
)
def test_forms_of_a_word(words: str) -> None:
    """The forms of a word have one stem."""
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("universe", "university"),
        ("later", "lateral"),
        ("even", "evening"),
        ("new", "news"),
        ("intern", "internal"),
        ("gas", "ga"),
        ("past", "paste"),
        ("succeed", "success"),
    ],
)
def test_different_words(word: str, other: str) -> None:
    """Words that merely look alike keep stems of their own."""
    assert stem(word) != stem(other)


@pytest.mark.parametrize("word", ["über", "東京", "ok", "7", "a1", "москва", ""])
def test_left_alone(word: str) -> None:
    """Words of other alphabets, and very short ones, are their own stems."""
    assert stem(word) == word


@given(st.text(string.ascii_lowercase + string.digits, max_size=30))
def test_any_word(word: str) -> None:
    """Every word has a stem of lower-case letters and digits that is no longer than the word."""
    found = stem(word)
    assert len(found) <= len(word) + 1
    assert found == found.lower()
    assert bool(found) == bool(word)


def test_as_lancedb(tmp_path_factory: pytest.TempPathFactory) -> None:
    """LanceDB's full-text index finds, for a word, the words that have the same stem here, and no others."""
    import lancedb
    import pyarrow as pa
    from lancedb.index import FTS

    words = """
        universal university universe interfere interfering internment international evening evenings
        even add added hopping hoping hope hop flies fly argue argued arguing operate operation
        operator national rationalize meeting meetings meet skies lying lie proceed proceeding singly
        ugly early traditional tradition traffic connection connected connecting connect create
        creation creative disable disabled ability able organ organization past paste general generate
        communication communism arsenal happy happiness happily
    """.split()
    table = lancedb.connect(tmp_path_factory.mktemp("words")).create_table("words", pa.table({"word": words}))
    table.create_index("word", config=FTS())
    for word in words:
        query = table.search(word, query_type="fts", fts_columns="word").limit(100).select(["word", "_score"])
        assert set(query.to_arrow().column("word").to_pylist()) == {
            other for other in words if stem(other) == stem(word)
        }, word
