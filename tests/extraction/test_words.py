"""Words: what is searched and what is looked for are made alike."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.words import folded, query_words, searchable
from cotw.index.lance import run
from cotw.index.searching import UnitSearch
from cotw.index.vectors import UnitTable, unit_schema
from cotw.retrieval import keyword


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("plain words stay", ""),
        ("the VectorCache", "Vector Cache"),
        ("HTTPServer and parseXMLFile2", "HTTP Server parse XML File"),
        ("snake_case and 2.0.1 are split by the tokenizer", ""),
        ("東京タワー", "東京 京タ タワ ワー"),
        ("3猫", "猫 3"),
        ("안녕하세요", "안녕 녕하 하세 세요"),
        ("使うvim", "使う vim"),
    ],
)
def test_parts_are_added_at_the_end(text: str, added: str) -> None:
    """The text stays as it is, so that phrases are found; parts of its long tokens follow."""
    assert searchable(text) == (f"{text}\n{added}" if added else text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ünïcödé résumés", "Unicode resumes"),
        ("ｆｕｌｌ ﬁne", "full fine"),
        ("がぎ", "がぎ"),
        ("cafe\u0301", "cafe"),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    """Accents and compatibility forms are folded; Japanese voiced sounds are other letters, and stay."""
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did we decide about the vector cache's size?", ("decide", "vector", "cache", "size")),
        ("don't you remember?", ()),
        ('foo_bar:baz* AND "x y" -C++', ("foo", "bar", "baz", "x", "y", "c")),
        ("Where is parseXMLFile?", ("parsexmlfile", "parse", "xml", "file")),
        ("東京タワーはどこ", ("東京", "京タ", "タワ", "ワー", "ーは", "はど", "どこ")),
        ("猫 naïve naive", ("猫", "naive")),
        ("", ()),
        ("???", ()),
    ],
)
def test_content_words_of_a_question(question: str, words: tuple[str, ...]) -> None:
    """Words that say what is sought, each once; no syntax is left."""
    assert query_words(question) == words


@given(st.text(max_size=60))
def test_words_of_a_text_find_the_text(text: str) -> None:
    """Every word of a question stands among the tokens of the same text, as LanceDB splits them."""
    tokens = {
        token.lower()
        for token in "".join(letter if letter.isalnum() else " " for letter in searchable(text)).split()
    }
    assert set(query_words(text)) <= tokens


def test_a_long_text_is_quick() -> None:
    """A megabyte of camel case, of kanji and of underscores takes no more than a moment each."""
    letters = ["camelCaseName" * 80_000, "漢字" * 500_000, "_a" * 500_000, "Aa1" * 300_000]
    for text in (*letters, "x" * 1_000_000 + "漢", "X" * 1_000_000 + "ü"):
        begun = time.perf_counter()
        searchable(text)
        query_words(text)
        assert time.perf_counter() - begun < 5


@pytest.mark.slow
def test_lancedb_finds_what_should_be_found(tmp_path: Path) -> None:
    """With stemming, accents, scripts without spaces, parts of names, digests; and quotes do no harm."""
    import pyarrow as pa

    texts = {
        "stem": "we were running the résumés through the parser",
        "camel": "class VectorCacheStore is slow",
        "japanese": "これは東京タワーの写真です。",
        "digest": f"the weights are {'0123456789abcdef' * 4}",
        "quote": 'she said "never again" (twice)',
    }
    table = UnitTable.create(tmp_path, 2)
    rows = [
        {
            **dict.fromkeys(("speaker", "session", "thread", "mode", "encoder"), "x"),
            "number": number,
            "id": id_,
            "exchange": id_,
            "started": 0,
            "words": searchable(text),
            "vector": [1.0, 0.0],
        }
        for number, (id_, text) in enumerate(texts.items())
    ]
    table.add(pa.Table.from_pylist(rows, schema=unit_schema(2)))

    def found(question: str) -> list[str]:
        search = UnitSearch.open(tmp_path)
        return [list(texts)[number] for number in run(_asked(search, query_words(question)))]

    for _ in ("before and", "after tidying"):
        assert found("Who runs a resume?") == ["stem"]
        assert found("vector cache") == ["camel"]
        assert found("VectorCacheStore") == ["camel"]
        assert found("東京タワー") == ["japanese"]
        assert found("写真") == ["japanese"]
        assert found("0123456789abcdef" * 4) == ["digest"]
        assert found('"never again') == ["quote"]
        assert found("nothing of that kind") == []
        table.tidy()


async def _asked(search: UnitSearch, words: Sequence[str]) -> Mapping[int, float]:
    return await keyword.path(search, words, None).ask(5)


def test_what_no_word_is_so_long_is_not_looked_for() -> None:
    """A digest is a word; a whole file without blanks is none, and costs nothing."""
    assert query_words(f"what is {'a1' * 32}?") == ("a1" * 32,)
    assert query_words(f"vault {'x' * 50_000}") == ("vault",)
