"""The real encoder for tests that are about meaning, exported once into the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cotw.models import bundled
from cotw.models.embedding import OnnxEmbedder, load_embedder

# What XDG_CACHE_HOME is set to for tests that run the program: it then uses the same export.
CACHE_HOME = Path(__file__).resolve().parents[1] / ".cache"
ENCODER_CACHE = CACHE_HOME / "cotw" / "encoders"


@cache
def real_encoder() -> OnnxEmbedder:
    """all-MiniLM-L6-v2. The first call ever takes some ten seconds, for all processes of a test run once."""
    return load_embedder(bundled.NAME, ENCODER_CACHE)
