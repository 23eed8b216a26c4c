"""Exact search: every vector is looked at, also where there is a vector index."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from cotw.index.lance import run
from tests.builders import message
from tests.index.workshop import Workshop

WORDS = "frame wheel chain hub saddle rim spoke bell brake light oil paint invoice".split()


def test_none_is_missed(tmp_path: Path) -> None:
    """The nearest by the vector index need not be the nearest; those of an exact search are."""
    workshop, chance = Workshop(tmp_path), random.Random(3)
    workshop.say_all(
        message(" ".join(chance.choices(WORDS, k=6)), minute=minute, session=f"s{minute}")
        for minute in range(300)
    )
    workshop.refresh()
    with workshop.index(write=True) as index:
        index.units.train_vector_index()
    question = workshop.embedder.embed_query("frame chain bell")
    with workshop.index() as index:
        assert index.units.has_vector_index
        index.search_exactly()
        found = run(index.search.nearest(question, None, 20))
        rows = index.shelf.units(found.keys(), question)
        vectors = np.array([row["vector"] for row in index.units.table.to_arrow().to_pylist()])
    wanted = sorted(vectors @ question, reverse=True)[:20]
    assert np.allclose(sorted((row.cosine for row in rows.values()), reverse=True), wanted, atol=2e-4)
    assert np.allclose(sorted(found.values(), reverse=True), wanted, atol=1e-3)
