"""Hash embedder: a stand-in for an encoder that needs no model, for tests of everything around encoders.

A text becomes the bag of its words and word beginnings, each at a place and with a sign that its digest
gives. Texts that share words are near to each other; meaning is not understood. Same text, same vector,
on every machine and in every process.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from cotw.models.splitting import Places, cut, tokenizable

if TYPE_CHECKING:
    from cotw.models.embedding import Progress, Vectors

_PIECE = re.compile(r"\w+|[^\w\s]")
_STEM_LETTERS = 5


class HashEmbedder:
    """An Embedder that counts hashed words."""

    name = "hash"
    version = hashlib.sha256(b"hashed words and their first five letters, 1").hexdigest()[:12]

    def __init__(self, dimension: int = 384, max_pieces: int = 256) -> None:
        self.dimension = dimension
        self.max_pieces = max_pieces

    def embed_documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for place, value in _features(text, self.dimension):
                vectors[row, place] += value
            if not vectors[row].any():
                vectors[row, 0] = 1.0
            if progress is not None:
                progress(1)
        norms: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True).astype(np.float32)
        return vectors / norms

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_documents([text])[0]
        return vector

    def split(self, text: str, header: str = "") -> list[str]:
        room = max(1, self.max_pieces - self.count_pieces(header))
        places = Places()
        places.extend(found.span() for found in _PIECE.finditer(text))
        return [header + body for body in cut(text, places, room)]

    def count_pieces(self, text: str) -> int:
        return sum(1 for _ in _PIECE.finditer(text))


def _features(text: str, dimension: int) -> list[tuple[int, float]]:
    words = [found[0].lower() for found in _PIECE.finditer(tokenizable(text)) if found[0].isalnum()]
    return [_feature(part, dimension) for word in words for part in {word, word[:_STEM_LETTERS]}]


@lru_cache(maxsize=65_536)
def _feature(word: str, dimension: int) -> tuple[int, float]:
    """The place of a word in the vector and its sign."""
    number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    return (number >> 1) % dimension, 1.0 if number & 1 else -1.0
