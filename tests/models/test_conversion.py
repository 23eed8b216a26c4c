"""Tests of cotw.models.conversion: what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cotw.errors import DiskTrouble, ModelMissing
from cotw.models import bundled
from cotw.models.conversion import _raise_if_disk, check_equal
from cotw.models.hashing import HashEmbedder
from cotw.models.sources import Origin, Source

SOURCE = Source("some-model", Origin.HUB, "some-model")


class Reference:
    """Stands in for a SentenceTransformer that gives the hash embedder's vectors, a little turned."""

    def __init__(self, turned: float) -> None:
        self.turned = turned

    def encode_document(self, texts: list[str], **_: Any) -> np.ndarray:
        vectors = HashEmbedder().embed_documents(texts)
        vectors[-1] = vectors[-1] * np.float32(self.turned)
        return vectors

    encode_query = encode_document


def test_equal_vectors_are_accepted() -> None:
    """An export that agrees is taken."""
    check_equal(SOURCE, Reference(1.0), HashEmbedder())


@pytest.mark.parametrize("turned", [0.999, float("nan"), -1.0])
def test_one_different_vector_is_enough_to_refuse(turned: float) -> None:
    """A cosine below 0.9999, or none at all, on a single text: the model is not exported."""
    with pytest.raises(ModelMissing, match="some-model cannot be exported") as caught:
        check_equal(SOURCE, Reference(turned), HashEmbedder())
    assert bundled.NAME in caught.value.hint


def test_a_full_disk_behind_another_error_is_a_full_disk(tmp_path: Any) -> None:
    """Libraries wrap the operating system's error; it is found all the same."""
    try:
        try:
            raise OSError(28, "No space left on device")
        except OSError as error:
            raise RuntimeError("export failed") from error
    except RuntimeError as wrapped:
        with pytest.raises(DiskTrouble, match="no space left"):
            _raise_if_disk(wrapped, tmp_path)
    _raise_if_disk(ValueError("something else"), tmp_path)
