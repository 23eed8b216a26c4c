"""Tests of cotw.models.wordpieces, through the real tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cotw.models.embedding import OnnxEmbedder
from cotw.models.exported import ensure_export
from cotw.models.splitting import tokenizable
from cotw.models.wordpieces import WordPieces
from tests.encoder_fixture import ENCODER_CACHE, real_encoder

pytestmark = pytest.mark.encoder

HEADER = "2026-03-14 Alice: "
WORDS = st.sampled_from(
    [
        "the",
        "unbelievable",
        "x" * 30,
        "漢字",
        "한국",
        "🙂👩‍💻",
        "é",
        "a.b_c/d",
        "\x00",
        "\ud800",
        "\n\n",
        "End.",
        "9.81",
    ]
)


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    real_encoder()
    return WordPieces(ensure_export("all-MiniLM-L6-v2", ENCODER_CACHE))


def full_length(pieces: WordPieces, text: str) -> int:
    return len(pieces.counter.encode(tokenizable(text)))


def uncovered(text: str, chunks: list[str], header: str) -> str:
    """What of the text no chunk holds, if chunks are looked for in order; white space aside."""
    done = 0
    left = []
    for chunk in chunks:
        body = chunk.removeprefix(header)
        begin = text.find(body, max(0, done - len(body)))
        assert begin >= 0, "a chunk is not a part of the text"
        left.append(text[done:begin])
        done = max(done, begin + len(body))
    return "".join([*left, text[done:]]).strip()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, max_size=30), st.integers(1, 40), st.sampled_from([" ", ""]))
def test_every_chunk_is_read_to_its_end(words: list[str], times: int, joint: str) -> None:
    """Header, chunk and marks fit 256 pieces; nothing of the text but white space is lost."""
    text = (joint.join(words) + joint) * times
    pieces = real_encoder()._pieces
    chunks = pieces.split(text, HEADER)
    assert all(chunk.startswith(HEADER) for chunk in chunks)
    assert max(full_length(pieces, chunk) for chunk in chunks) <= 256
    kept = "".join(chunk.removeprefix(HEADER) for chunk in chunks)
    assert {c for c in text if not c.isspace()} == {c for c in kept if not c.isspace()}
    assert len("".join(kept.split())) >= len("".join(text.split()))


def test_a_numbered_text_is_all_there(pieces: WordPieces) -> None:
    """Where every sentence is different, none is missing, and each one is whole in some chunk."""
    sentences = [f"Sentence number {number} says something of its own." for number in range(400)]
    text = " ".join(sentences)
    chunks = pieces.split(text, HEADER)
    assert uncovered(text, chunks, HEADER) == ""
    assert all(any(sentence in chunk for chunk in chunks) for sentence in sentences)
    assert len(chunks) < 1.5 * pieces.count(text) / 256 + 2


def test_what_fits_is_one_chunk_unchanged(pieces: WordPieces) -> None:
    """A short text, an empty one and one of white space come back behind the header as they are."""
    for text in ("", " ", "short", " a\n\nb "):
        assert pieces.split(text, HEADER) == [HEADER + text]


def test_the_limit_is_met_exactly(pieces: WordPieces) -> None:
    """254 one-piece words and two marks fit; one word more makes two chunks."""
    assert len(pieces.split("word " * 254)) == 1
    assert len(pieces.split("word " * 255)) == 2


def test_a_header_that_is_too_long_leaves_half_of_the_room(pieces: WordPieces) -> None:
    """A monstrous header is cut off; the text is still all there."""
    text = " ".join(f"n{number}" for number in range(300))
    chunks = pieces.split(text, "header " * 1000)
    assert max(full_length(pieces, chunk) for chunk in chunks) <= 256
    assert " ".join(chunks).count("n299") == 1
    assert len(chunks) < 30


@pytest.mark.parametrize(
    "character", ["a", "\x00", "🙂", "漢", ".", "한", "\ud800", "\n", "e\u0301", "ﷺ", "\u200b"]
)
def test_one_character_a_hundred_thousand_times(pieces: WordPieces, character: str) -> None:
    """Texts without any boundary are split too, and nothing of them is lost."""
    text = character * 100_000
    chunks = pieces.split(text, HEADER)
    kept = sum(len(chunk) - len(HEADER) for chunk in chunks)
    assert kept >= len(text.strip())
    assert max(full_length(pieces, chunk) for chunk in (chunks[0], chunks[-1])) <= 256


def test_counting_a_long_text_in_parts_changes_nothing(pieces: WordPieces) -> None:
    """The count of a text of many segments is the count of the whole."""
    text = "Some words, and a number 42. " * 5000
    assert pieces.count(text) == len(pieces.counter.encode(text, add_special_tokens=False))


def test_the_last_words_of_a_long_text_can_be_found(encoder: OnnxEmbedder) -> None:
    """Cut off, a late sentence has no influence; in chunks one of them is near to a question about it."""
    filler = "The weather was grey and the train was late again. " * 120
    text = filler + "Alice keeps the spare key under the blue flowerpot."
    question = encoder.embed_query("Where is the spare key?")
    whole = encoder.embed_documents([text])[0] @ question
    best = (encoder.embed_documents(encoder.split(text)) @ question).max()
    assert best > whole + 0.2
