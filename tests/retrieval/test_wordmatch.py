"""Word matching: the words of a question in a text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.words import query_words
from cotw.retrieval.wordmatch import held, keys, lowered, occurrences, sought


def matches(question: str, text: str) -> list[str]:
    """The parts of `text` where words of `question` stand."""
    places = [
        place for word in sought(query_words(question)) for place in occurrences(word, text, lowered(text))
    ]
    return [text[start:end] for start, end in sorted(set(places))]


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        (
            "deploy",
            "Deployed, deploying, DEPLOYMENT; redeploy, deplore",
            ["Deployed", "deploying", "DEPLOYMENT"],
        ),
        ("deployments", "we deploy on Friday", ["deploy"]),
        ("hoping", "I hope; he hoped; hop", ["hope", "hoped"]),
        ("possibility", "it is possible", ["possible"]),
        ("café", "the Cafe, the CAFÉ, cafés", ["Cafe", "CAFÉ", "cafés"]),
        ("cat", "category, concatenate, cats", ["cats"]),
        ("but", "attribute, but", []),
        ("port 8080", "port:8080, ports 80801", ["port", "8080", "ports"]),
        ("loader", "ConfigLoader, config_loader, HTTPLoader, downloader", ["Loader", "loader", "Loader"]),
        ("ConfigLoader", "the ConfigLoader", ["Config", "ConfigLoader", "Loader"]),
        ("天気", "東京の天気は晴れ", ["天気"]),
        ("Python入門", "これはPythonの入門です", ["Python", "入門"]),
        ("안녕하세요", "네, 안녕하세요!", ["안녕", "녕하", "하세", "세요"]),
        ("straße", "Die Straßen", []),
        ("İstanbul", "in ISTANBUL and İstanbul", ["ISTANBUL", "İstanbul"]),
    ],
)
def test_what_matches(question: str, text: str, found: list[str]) -> None:
    """A word is found in all its forms, at the beginning of a token; in unspaced scripts anywhere."""
    assert matches(question, text) == found


@given(st.text())
def test_same_length(text: str) -> None:
    """The spelling for comparing has one character for each of the text's."""
    assert len(lowered(text)) == len(text)


@given(
    st.lists(
        st.sampled_from("deploy Deploys café 天気 x7 configLoader ünd . , - _ \n".split(" ")), max_size=20
    )
)
def test_in_order(parts: list[str]) -> None:
    """Places come in order, inside the text, without overlapping for one word."""
    text = " ".join(parts)
    for word in sought(query_words("deploy cafe 天気 x7 loader")):
        last = 0
        for start, end in occurrences(word, text, lowered(text)):
            assert last <= start < end <= len(text)
            last = end


def test_held() -> None:
    """The words held by several texts together are told by their places."""
    words = sought(["deploy", "server", "zebra"])
    assert held(words, "deployed", "the old servers") == {0, 1}
    assert held(words) == frozenset()


@pytest.mark.parametrize("filler", ["deplore ", "d", "дом ", "天", "D ", "deploy", "deployD", "dD"])
def test_linear(filler: str) -> None:
    """Time grows with the length of the text: 16 times the text in less than 60 times the time."""
    words = sought(query_words("deploy 天気 dome"))

    def seconds(times: int) -> float:
        text = filler * times
        begin = time.perf_counter()
        for word in words:
            for _ in occurrences(word, text, lowered(text)):
                pass
        return time.perf_counter() - begin

    seconds(1000)
    short = min(seconds(20_000) for _ in range(3))
    assert seconds(320_000) < 60 * short + 0.2


@given(
    st.lists(
        st.sampled_from("deploy Deploys café CAFÉS 天気 東京の天気 x7 ünd hoping , - _ \n".split(" ")),
        max_size=20,
    ),
    st.sampled_from("deploy cafe 天気 東 x7 hope zebra".split()),
)
def test_keys(parts: list[str], word: str) -> None:
    """A word is held exactly when its key is among the keys of the text."""
    text = " ".join(parts)
    (wanted,) = sought([word])
    assert bool(held([wanted], text)) == (wanted.key in keys(text))
