"""Snippets: what is shown of a hit."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.words import query_words
from cotw.retrieval.answer import Snippet
from cotw.retrieval.snippet import shown, snippet


def cut(question: str, human: str, agent: str = "", **options: object) -> Snippet:
    return snippet(query_words(question), human, agent, **options)  # type: ignore[arg-type]


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.spans]


def test_short_text() -> None:
    """A text that fits is shown whole, without ellipses, with its matching words marked."""
    found = cut("when do we deploy?", "We deployed on Monday.")
    assert found == Snippet("We deployed on Monday.", ((3, 11),), "human")


def test_densest() -> None:
    """The passage lies where most different words of the question stand together."""
    filler = "Nothing of interest is said in this sentence at all. " * 40
    moved = "We moved the blog to the server by rsync."
    agent = f"{filler}The server is old. {filler}{moved} {filler}rsync rsync rsync."
    found = cut("server blog rsync", "How?", agent, limit=120)
    assert moved in found.text
    assert marked(found) == ["blog", "server", "rsync"]
    assert found.speaker == "agent"
    assert found.text.startswith("…")
    assert found.text.endswith("…")


def test_side_with_more_words() -> None:
    """The side that holds more of the question's words speaks, the human's when both hold as many."""
    assert cut("old server", "the old server", "an old thing").speaker == "human"
    assert cut("old server", "the server", "old servers").speaker == "agent"
    assert cut("server", "the server", "a server").speaker == "human"
    assert cut("server", "the server", "a server", nearest_speaker="agent").speaker == "agent"


def test_rare_words() -> None:
    """With weights, a rare word counts for more than several common ones, on either side and in one text."""
    far = " Nothing else." * 40
    agent = f"We decided on it today.{far} The backup is a file."
    assert "decided" in cut("backup decided today", "", agent, limit=60).text
    assert "backup" in cut("backup decided today", "", agent, limit=60, weights=(5.0, 1.0, 1.0)).text
    assert cut("backup decided", "decided", "backup").speaker == "human"
    assert cut("backup decided", "decided", "backup", weights=(5.0, 0.2)).speaker == "agent"


def test_wanted_speaker() -> None:
    """A wanted speaker is shown even if the other side holds the words; a silent one gives way."""
    assert cut("server", "Which one?", "the old server", speaker="human").text == "Which one?"
    assert cut("server", "", "the old server", speaker="human").speaker == "agent"
    assert cut("server", "", "").text == ""


def test_nothing_matches() -> None:
    """Without a matching word the snippet begins with the unit that was found, or with the side named."""
    agent = "First part. " * 60 + "The beach was lovely and we swam. " * 20
    nearest = "[2026-03-14] agent: The beach was lovely and we swam. The beach was"
    found = cut("holiday", "Tell me", agent, nearest=nearest, nearest_speaker="agent", limit=60)
    assert found.text.startswith("…The beach was lovely")
    assert found.spans == ()
    assert cut("holiday", "Tell me", agent, nearest_speaker="agent").text.startswith("First part.")
    assert cut("holiday", "Tell me", agent, nearest_speaker="both").text == "Tell me"


def test_word_borders() -> None:
    """A snippet is cut between words, and at a sentence's beginning if one is near."""
    text = "Alpha beta gamma delta. " * 10 + "Here is the needle in it. " + "Epsilon zeta eta theta. " * 10
    found = cut("needle", text, limit=60)
    inner = found.text.strip("…")
    assert inner.startswith(("Here is the needle", "Alpha", "Epsilon"))
    assert {word.strip(".") for word in inner.split()} <= {word.strip(".") for word in text.split()}


def test_white_space() -> None:
    """White space is one space; a page of empty lines between two words does not part them."""
    found = cut("red house", "a red" + "\n" * 5000 + "\t house", limit=40)
    assert "red house" in found.text or marked(found) == ["house"] or marked(found) == ["red"]
    assert cut("red house", "a red\n\n\t house").text == "a red house"


def test_terminal_safety() -> None:
    """No escape, control character or change of direction reaches the terminal."""
    nasty = "\x1b[31mred\x1b[0m \x1b]0;owned\x07needle \u202eevil\u202c \x9b2J \x00 \u2066x\u2069 a\rb \x85 z"
    found = cut("needle", nasty)
    assert found.text == "red needle evil x a b z"
    assert marked(found) == ["needle"]


def test_long_word() -> None:
    """A word longer than the limit is cut, not shown whole."""
    found = cut("x", "see " + "x" * 5000 + " end", limit=50)
    assert len(found.text) <= 50
    found = cut("needle", "https://example.org/" + "a" * 500 + "/needle/" + "b" * 500, limit=60)
    assert "needle" in found.text
    assert len(found.text) <= 60


def test_chinese() -> None:
    """Texts without spaces are cut between characters, around the words."""
    text = "今天我们讨论了很多事情。" * 30 + "部署服务器的脚本在仓库里。" + "然后我们去吃饭了。" * 30
    found = cut("部署服务器", text, limit=40)
    assert "部署服务器" in found.text
    assert marked(found) == ["部署服务器"]
    assert len(found.text) <= 40


def test_joined_characters() -> None:
    """Neither an accent nor an emoji sequence is torn apart."""
    family = "👨‍👩‍👧‍👦"
    for limit in range(40, 60):
        found = cut("needle", "needle " + family * 40, limit=limit)
        last = found.text.rstrip("…")[-1]
        assert last not in "\u200d"
        rest = found.text.removeprefix("needle ").rstrip("…")
        assert rest == family * (len(rest) // len(family))


_TEXTS = st.text(
    st.sampled_from("abc needle house\n\t.!?…é天気東\u0301\u200d👩\x1b\x00\u202e[31m-"), max_size=1500
)


@given(human=_TEXTS, agent=_TEXTS, limit=st.integers(40, 300))
def test_any_text(human: str, agent: str, limit: int) -> None:
    """Whatever was said: at most `limit` characters, one line, spans in order and inside, nothing unsafe."""
    found = cut("needle house 天気 ab", human, agent, limit=limit)
    assert len(found.text) <= limit
    assert found.text == shown(found.text)
    assert not any(unicodedata.category(character) == "Cc" for character in found.text)
    last = 0
    for start, end in found.spans:
        assert last <= start < end <= len(found.text)
        last = end


@pytest.mark.parametrize("part", ["the old server and ", "日本語のサーバー", "serv ", "s", "\n"])
def test_five_megabytes(part: str) -> None:
    """A text of 5 million characters is searched in seconds at most."""
    text = part * (5_000_000 // len(part))
    begin = time.perf_counter()
    found = cut("server サーバー needle", text, text[:100], limit=240)
    assert time.perf_counter() - begin < 20
    assert len(found.text) <= 240
