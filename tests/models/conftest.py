"""What the tests of the encoders share."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.models.embedding import OnnxEmbedder
from tests.encoder_fixture import real_encoder
from tests.models.tiny_model import write_tiny_model


@pytest.fixture(scope="session")
def encoder() -> OnnxEmbedder:
    return real_encoder()


@pytest.fixture
def tiny_model(tmp_path: Path) -> Path:
    """A folder with a small model of random weights, as sentence-transformers saves them."""
    return write_tiny_model(tmp_path / "tiny-model")
