"""Cached embedding: only texts without a vector are embedded, and each slice is kept once it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cotw.models.embedding import Embedder, Progress
from cotw.models.vectors import VectorCache, text_digest

if TYPE_CHECKING:
    from cotw.models.embedding import Vectors

SLICE_TEXTS = 512
_GROUP_TEXTS = 32
_GOLDEN = 0.6180339887498949


def embed_cached(
    embedder: Embedder,
    cache: VectorCache,
    texts: Sequence[str],
    progress: Progress | None = None,
    *,
    slice_texts: int = SLICE_TEXTS,
) -> Vectors:
    """Vectors of shape (len(texts), dimension), in the order of `texts`; equal texts are embedded once.

    An interrupt or kill at any instant loses at most one slice. `progress(n)` is called with the
    number of texts done since its last call, cached ones at once; in all it reports every text.
    """
    import numpy as np

    places: dict[bytes, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text_digest(text), []).append(place)
    vectors = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    missing = dict.fromkeys(places)
    done = 0
    for digest, vector in cache.fetch(embedder.version, places).items():
        if vector.shape == (embedder.dimension,):
            vectors[places[digest]] = vector
            del missing[digest]
            done += len(places[digest])
    # A text that comes again costs nothing: reported at once, it does not disturb the estimate.
    repeated = len(texts) - done - len(missing)
    if progress is not None and done + repeated:
        progress(done + repeated)
    firsts = {digest: texts[places[digest][0]] for digest in missing}
    for some in _slices(firsts, slice_texts):
        made = embedder.embed_documents([firsts[digest] for digest in some], progress)
        cache.store(embedder.version, dict(zip(some, made, strict=True)))
        for digest, vector in zip(some, made, strict=True):
            vectors[places[digest]] = vector
    return vectors


def _slices(texts: dict[bytes, str], size: int) -> Iterator[list[bytes]]:
    """Digests in slices, each a fair sample of all lengths, made of groups of nearly equal length.

    The groups are what makes batches fast; the sample is what makes an estimate of the remaining
    time honest, for the pace of every slice is that of the whole.
    """
    ordered = sorted(texts, key=lambda digest: (-len(texts[digest]), digest))
    groups = [ordered[at : at + _GROUP_TEXTS] for at in range(0, len(ordered), _GROUP_TEXTS)]
    scattered = sorted(range(len(groups)), key=lambda number: (number * _GOLDEN) % 1.0)
    row = [digest for number in scattered for digest in groups[number]]
    for first in range(0, len(row), size):
        yield row[first : first + size]
