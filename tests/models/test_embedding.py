"""Tests of cotw.models.embedding with the real encoder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from cotw.models.embedding import Embedder, OnnxEmbedder, load_embedder, needs_export
from cotw.models.exported import ensure_export
from tests.encoder_fixture import ENCODER_CACHE

pytestmark = pytest.mark.encoder

TEXTS = [
    "We will keep the archive in plain files.",
    "",
    "ok",
    "The invoice of the bakery has not been paid. " * 40,
    "日本語の文章です。",
    "🙂",
    "def main() -> None: ...",
    "lone \ud800 surrogate and \x00 nul",
]


@pytest.mark.parametrize(
    ("said", "paraphrase", "unrelated"),
    [
        (
            "Plain files are the source of truth.",
            "We store everything as ordinary text files.",
            "The cat is asleep.",
        ),
        (
            "How do I undo the last commit?",
            "Reverting my most recent change in git",
            "Bake the bread for an hour.",
        ),
        (
            "My daughter was born in May.",
            "The child's birthday is in spring.",
            "The server ran out of memory.",
        ),
    ],
)
def test_a_paraphrase_is_nearer_than_an_unrelated_sentence(
    encoder: Embedder, said: str, paraphrase: str, unrelated: str
) -> None:
    """Meaning, not words, makes texts near."""
    near, far = encoder.embed_documents([paraphrase, unrelated]) @ encoder.embed_query(said)
    assert near > far + 0.15


def test_shape_order_and_length(encoder: Embedder) -> None:
    """One float32 row of length 1 for every text, in the order of the texts, whatever their lengths."""
    vectors = encoder.embed_documents(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)
    np.testing.assert_allclose(encoder.embed_documents(TEXTS[::-1]), vectors[::-1], atol=1e-5)
    assert encoder.embed_documents([]).shape == (0, 384)


def test_a_vector_does_not_depend_on_its_batch(encoder: Embedder) -> None:
    """Alone, in small batches and in large ones a text gets the same vector."""
    together = encoder.embed_documents(TEXTS * 3)
    exported = ensure_export("all-MiniLM-L6-v2", ENCODER_CACHE)
    for size in (1, 3, 64):
        again = OnnxEmbedder(exported, batch_size=size, threads=1).embed_documents(TEXTS)
        np.testing.assert_allclose(again, together[: len(TEXTS)], atol=1e-5)
        np.testing.assert_allclose(again, together[-len(TEXTS) :], atol=1e-5)


def test_a_question_is_embedded_like_a_document(encoder: Embedder) -> None:
    """This encoder has no prompts: equal texts have nearly equal vectors, as near as 8 bits allow."""
    questions = np.stack([encoder.embed_query(text) for text in TEXTS])
    assert np.sum(questions * encoder.embed_documents(TEXTS), axis=1).mean() > 0.985
    np.testing.assert_allclose(np.linalg.norm(questions, axis=1), 1, atol=1e-5)


def test_progress_reports_every_text(encoder: Embedder) -> None:
    """The numbers reported add up to the number of texts, and come while the work is done."""
    told: list[int] = []
    encoder.embed_documents(["some text"] * 70, told.append)
    assert sum(told) == 70
    assert len(told) > 2


def test_several_threads_use_one_encoder() -> None:
    """Files are opened once, and everyone gets the right vector."""
    fresh = load_embedder("all-MiniLM-L6-v2", ENCODER_CACHE)
    found: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda at=at: found.__setitem__(at, fresh.embed_query(f"text {at}")))
        for at in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for at, vector in found.items():
        np.testing.assert_allclose(vector, fresh.embed_query(f"text {at}"), atol=1e-5)
    assert len(found) == 8


def test_nothing_is_collected(encoder: Embedder, tmp_path: Path) -> None:
    """Whoever embeds leaves no notes for anybody: no file appears in the user's folders."""
    program = (
        "import sys; from pathlib import Path; from cotw.models.embedding import load_embedder\n"
        "load_embedder('all-MiniLM-L6-v2', Path(sys.argv[1])).embed_query('x')"
    )
    command = [sys.executable, "-c", program, str(ENCODER_CACHE)]
    # In a test or in CI the library would keep silent by itself.
    told = {"CI", "ORT_RUNNING_UNIT_TESTS", "GITHUB_ACTIONS", "TF_BUILD"}
    bare = {name: value for name, value in os.environ.items() if name not in told}
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "ORT_DISABLE_TELEMETRY": "0"}
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2], env=bare | home)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_torch_stays_out_of_the_process(encoder: Embedder) -> None:
    """Loading and using an exported encoder imports neither torch nor sentence-transformers."""
    program = (
        "import sys; from pathlib import Path; from cotw.models.embedding import load_embedder\n"
        "assert not {'numpy', 'onnxruntime', 'tokenizers'} & set(sys.modules)\n"
        "encoder = load_embedder('all-MiniLM-L6-v2', Path(sys.argv[1])); encoder.embed_query('x')\n"
        "assert not {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)"
    )
    command = [sys.executable, "-c", program, str(ENCODER_CACHE)]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2])


def test_what_is_exported_needs_no_export(encoder: Embedder, tmp_path: Path) -> None:
    """One can ask beforehand whether loading will take its time."""
    assert not needs_export("sentence-transformers/all-MiniLM-L6-v2", ENCODER_CACHE)
    assert needs_export("all-MiniLM-L6-v2", tmp_path / "empty")


def test_the_version_names_the_encoder_not_the_export(encoder: Embedder) -> None:
    """12 hexadecimal digits that are the same on every machine: vectors in caches depend on them."""
    assert encoder.version == "5bd4e8e48fd4"
    assert (encoder.name, encoder.dimension, encoder.max_pieces) == ("all-MiniLM-L6-v2", 384, 256)
