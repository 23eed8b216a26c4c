"""Which cosines tell that two growth vectors point the same way, and that they are in line with a principle.

    python -m benchmarks.directions

Reads `labelled/directions.yaml` and prints, for each threshold, how many pairs of one group and of two are
told right, and how many groups find their principle, or rightly none.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from cotw.founding import encoder_folder
from cotw.models import bundled
from cotw.models.embedding import load_embedder

LABELLED = Path(__file__).parent / "labelled" / "directions.yaml"
THRESHOLDS = [place / 100 for place in range(20, 75, 5)]


def main() -> None:
    labelled = yaml.safe_load(LABELLED.read_text(encoding="utf-8"))
    encoder = load_embedder(bundled.NAME, encoder_folder())
    groups = labelled["groups"]
    vectors = [encoder.embed_documents(group["vectors"]) for group in groups]
    _pairs(vectors)
    _alignment(groups, vectors, encoder.embed_documents(labelled["principles"]))


def _pairs(vectors: list[Any]) -> None:
    every = [(number, row) for number, rows in enumerate(vectors) for row in rows]
    same = [float(a @ b) for (m, a), (n, b) in combinations(every, 2) if m == n]
    other = [float(a @ b) for (m, a), (n, b) in combinations(every, 2) if m != n]
    print(f"pairs: {len(same)} of one direction (mean {np.mean(same):.2f}), {len(other)} of two")
    print("threshold  told to be one: of one   of two   groups whole")
    for limit in THRESHOLDS:
        whole = sum(any((rows @ row >= limit).sum() >= 3 for row in rows) for rows in vectors)
        one, two = (sum(value >= limit for value in values) / len(values) for values in (same, other))
        print(f"{limit:9.2f}  {one:23.2f}  {two:7.3f}   {whole} of {len(vectors)}")


def _alignment(groups: list[Any], vectors: list[Any], principles: Any) -> None:
    near = [(rows @ principles.T).mean(axis=0) for rows in vectors]
    for group, values in zip(groups, near, strict=True):
        best = int(values.argmax())
        print(f"{values[best]:.2f}  principle {best}, labelled {group['principle']}  {group['vectors'][0]}")


if __name__ == "__main__":
    main()
