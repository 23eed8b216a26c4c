"""Tests of cotw.models.cached."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.models.cached import _slices, embed_cached
from cotw.models.embedding import Embedder, Progress
from cotw.models.hashing import HashEmbedder
from cotw.models.vectors import VectorCache, text_digest
from tests.encoder_fixture import real_encoder


class Counting(HashEmbedder):
    """Remembers what it was asked to embed, and can be interrupted."""

    def __init__(self, patience: int = 1_000_000) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.calls: list[int] = []
        self.patience = patience

    def embed_documents(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        if len(self.seen) + len(texts) > self.patience:
            raise KeyboardInterrupt
        self.seen += texts
        self.calls.append(len(texts))
        return super().embed_documents(texts, progress)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VectorCache]:
    with VectorCache(tmp_path / "vectors.sqlite") as opened:
        yield opened


TEXTS = [f"text {number} " + "and more " * (number % 17) for number in range(300)]


def test_vectors_are_those_of_the_embedder_in_order(cache: VectorCache) -> None:
    """With an empty, a half full and a full cache the same rows come out."""
    expected = HashEmbedder().embed_documents(TEXTS)
    embed_cached(HashEmbedder(), cache, TEXTS[100:200])
    for _ in range(2):
        np.testing.assert_array_equal(embed_cached(HashEmbedder(), cache, TEXTS, slice_texts=64), expected)
    assert embed_cached(HashEmbedder(), cache, []).shape == (0, 384)


def test_nothing_is_embedded_twice(cache: VectorCache) -> None:
    """Neither what the cache holds nor what the list repeats."""
    embedder = Counting()
    vectors = embed_cached(embedder, cache, ["a", "b", "a", "a"])
    assert sorted(embedder.seen) == ["a", "b"]
    np.testing.assert_array_equal(vectors[0], vectors[3])
    embed_cached(embedder, cache, ["b", "c"])
    assert sorted(embedder.seen) == ["a", "b", "c"]


def test_another_encoder_embeds_anew(cache: VectorCache) -> None:
    """Vectors are kept by encoder version."""
    embed_cached(HashEmbedder(), cache, ["a"])
    other = Counting()
    other.version = "another"
    embed_cached(other, cache, ["a"])
    assert other.seen == ["a"]


def test_an_interrupt_loses_at_most_one_slice(cache: VectorCache) -> None:
    """What was done before the interrupt is not done again."""
    with pytest.raises(KeyboardInterrupt):
        embed_cached(Counting(patience=200), cache, TEXTS, slice_texts=64)
    assert cache.count() == 192
    again = Counting()
    embed_cached(again, cache, TEXTS, slice_texts=64)
    assert len(again.seen) == len(TEXTS) - 192


def test_slices_are_bounded(cache: VectorCache) -> None:
    """No call of the embedder is longer than a slice."""
    embedder = Counting()
    embed_cached(embedder, cache, TEXTS, slice_texts=64)
    assert max(embedder.calls) == 64
    assert len(embedder.calls) == 5


@pytest.mark.parametrize("known", [[], TEXTS[:50], TEXTS])
def test_progress_reports_every_text_once(cache: VectorCache, known: list[str]) -> None:
    """Cached and repeated texts count too: the numbers add up to the length of the list."""
    embed_cached(HashEmbedder(), cache, known)
    told: list[int] = []
    embed_cached(HashEmbedder(), cache, TEXTS + TEXTS[:20], told.append, slice_texts=64)
    assert sum(told) == len(TEXTS) + 20
    assert min(told) > 0


@given(st.lists(st.text(max_size=8), unique=True, max_size=300), st.sampled_from([32, 64, 512]))
def test_slices_hold_every_text_once(texts: list[str], size: int) -> None:
    """Whatever the order of the work, it is all of the work."""
    named = {text_digest(text): text for text in texts}
    slices = list(_slices(named, size))
    assert sorted(digest for some in slices for digest in some) == sorted(named)
    assert all(len(some) <= size for some in slices)


def test_every_slice_is_a_fair_sample_of_lengths() -> None:
    """The mean length of a slice is about that of all: the pace so far is the pace to come."""
    texts = {text_digest(str(number)): "x" * number for number in range(8192)}
    means = [np.mean([len(texts[digest]) for digest in some]) for some in _slices(texts, 512)]
    assert max(abs(mean - 4096) for mean in means) < 410


@pytest.mark.encoder
def test_the_real_encoder_through_the_cache(cache: VectorCache) -> None:
    """Cached vectors are the encoder's own."""
    encoder: Embedder = real_encoder()
    ask: Callable[[list[str]], np.ndarray] = encoder.embed_documents
    made = embed_cached(encoder, cache, TEXTS[:40])
    np.testing.assert_allclose(made, ask(TEXTS[:40]), atol=1e-5)
    np.testing.assert_array_equal(embed_cached(encoder, cache, TEXTS[:40]), made)
