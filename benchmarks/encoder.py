"""How fast is the encoder, and does it agree with sentence-transformers?

    python -m benchmarks.encoder [--texts 500] [--repeats 3]

One process, one list of made-up texts of mixed length, every way of embedding it in turn, several times
round; the best round counts, because other work on the machine only ever makes a round slower. Ratios
are worth more than the figures themselves.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from cotw.models import bundled
from cotw.models.embedding import OnnxEmbedder, load_embedder
from cotw.models.exported import ensure_export

BATCH_SIZES = (8, 16, 32)
_WORDS = (
    "the a to of and in that it is was for on with as we you they this have from or had by but not"
    " what all were when your can said there use an each which she do how their if will up other"
    " about out many then them these so some her would make like him into time has look two more"
    " write go see number no way could people my than first water been call who now find long down"
    " day did get come made may part memory archive decision vector index session thread keeper"
    " journal ledger question answer evidence digest reader release budget meeting deploy database"
    " migration encoder transcript summary reviewer deadline customer invoice latency schema"
).split()


def made_up_texts(count: int, seed: int = 7) -> list[str]:
    """English-like texts: a few words up to several hundred, most of them a paragraph."""
    source = random.Random(seed)
    texts = []
    for _ in range(count):
        length = max(3, min(400, round(source.lognormvariate(3.7, 0.8))))
        words: list[str] = []
        while len(words) < length:
            sentence = source.choices(_WORDS, k=source.randint(4, 16))
            words += [sentence[0].capitalize(), *sentence[1:-1], sentence[-1] + source.choice(".…?!;")]
        texts.append(" ".join(words[:length]))
    return texts


def main() -> None:
    """Prints texts a second, ratios and cosines."""
    arguments = _arguments()
    texts = made_up_texts(arguments.texts)
    with tempfile.TemporaryDirectory() as empty:
        export_seconds = _timed(lambda: ensure_export(bundled.NAME, Path(empty)))
        exported = ensure_export(bundled.NAME, Path(empty))
        ours = {size: OnnxEmbedder(exported, batch_size=size) for size in BATCH_SIZES}
        load_seconds = _timed(lambda: load_embedder(bundled.NAME, Path(empty)).embed_query("ready?"))
        query_seconds = [_timed(lambda: ours[8].embed_query("what did we decide?")) for _ in range(50)]
        pieces = [ours[8].count_pieces(text) for text in texts]
        for embedder in ours.values():
            embedder.embed_query("ready?")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        theirs = _sentence_transformer()
        contestants: dict[str, Callable[[], Any]] = {
            f"ours, batches of {size}": partial(ours[size].embed_documents, texts) for size in BATCH_SIZES
        }
        contestants["sentence-transformers"] = lambda: theirs.encode(texts, batch_size=32)
        results: dict[str, Any] = {name: run() for name, run in contestants.items()}
        best = dict.fromkeys(contestants, float("inf"))
        for _ in range(arguments.repeats):
            for name, run in contestants.items():
                best[name] = min(best[name], _timed(run))
    print(f"{len(texts)} texts, mean {statistics.mean(pieces):.0f} pieces, longest {max(pieces)}")
    print(f"export {export_seconds:.1f} s · open and first query {load_seconds * 1000:.0f} ms")
    print(f"query median {statistics.median(query_seconds) * 1000:.1f} ms · memory before torch {memory} MB")
    reference = results["sentence-transformers"]
    slowest = best["sentence-transformers"]
    for name, seconds in best.items():
        cosines = np.sum(results[name] * reference, axis=1)
        print(
            f"{name:24} {len(texts) / seconds:7.1f} texts/s  × {slowest / seconds:4.2f}"
            f"  cosine mean {cosines.mean():.6f} least {cosines.min():.6f}"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


def _timed(run: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def _sentence_transformer() -> Any:
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1", TRANSFORMERS_VERBOSITY="error")
    warnings.simplefilter("ignore")
    import torch
    from sentence_transformers import SentenceTransformer

    folder = str(bundled.model_folder())
    return SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": torch.float32})


if __name__ == "__main__":
    main()
