"""Tests of cotw.models.hashing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from cotw.models.embedding import Embedder
from cotw.models.hashing import HashEmbedder


def test_texts_that_share_words_are_near() -> None:
    """Shared words and word beginnings make texts similar; none make them dissimilar."""
    embedder: Embedder = HashEmbedder()
    question = embedder.embed_query("Which archive did we decide on?")
    near, far = embedder.embed_documents(["We decided on the plain archive.", "Bake bread at noon"])
    assert question @ near > 0.4
    assert question @ near > 2 * (question @ far)


def test_vectors_are_normalised_and_of_the_promised_shape() -> None:
    """Length 1, float32, also for nothing, signs and lone surrogates."""
    vectors = HashEmbedder(dimension=64).embed_documents(["", "?!", "\ud800 x", "a b a b"])
    assert vectors.shape == (4, 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-6)
    assert HashEmbedder().embed_documents([]).shape == (0, 384)


def test_another_process_makes_the_same_vector() -> None:
    """No hash seed plays a part."""
    program = (
        "from cotw.models.hashing import HashEmbedder; "
        "print(HashEmbedder().embed_query('same words').tobytes().hex())"
    )
    command = [sys.executable, "-c", program]
    root = Path(__file__).parents[2]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout.strip()
    assert said == HashEmbedder().embed_query("same words").tobytes().hex()


def test_long_texts_are_split_like_an_encoder_would() -> None:
    """Chunks with their header fit the limit."""
    embedder = HashEmbedder(max_pieces=20)
    text = " ".join(f"word{number}" for number in range(100))
    chunks = embedder.split(text, "2026-03-14 me: ")
    assert len(chunks) > 5
    assert all(chunk.startswith("2026-03-14 me: ") for chunk in chunks)
    assert all(embedder.count_pieces(chunk) <= 20 for chunk in chunks)


def test_progress_reports_every_text() -> None:
    """The numbers reported add up to the number of texts."""
    told: list[int] = []
    HashEmbedder().embed_documents(["a", "b", "c"], told.append)
    assert sum(told) == 3
