"""A sentence-transformers model of one layer and random weights, written without torch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from cotw.models.bundled import model_folder

WIDTH = 32
INNER = 64
PIECES = 40
QUERY_PROMPT = "query: "
DOCUMENT_PROMPT = "passage: "
_WORDS = 30522  # the bundled tokenizer's


def write_tiny_model(folder: Path, seed: int = 1) -> Path:
    """Writes the model into the new `folder` and returns it."""
    folder.mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copy(model_folder() / name, folder / name)
    save_file(_weights(seed), folder / "model.safetensors", metadata={"format": "pt"})
    _write(folder / "config.json", _config())
    _write(folder / "sentence_bert_config.json", {"max_seq_length": PIECES, "do_lower_case": False})
    _write(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT}, "default_prompt_name": None},
    )
    _write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": WIDTH, "pooling_mode_cls_token": True},
    )
    kinds = {"": "Transformer", "1_Pooling": "Pooling"}
    modules = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(kinds.items())
    ]
    _write(folder / "modules.json", modules)
    return folder


def _weights(seed: int) -> dict[str, np.ndarray]:
    source = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (_WORDS, WIDTH),
        "embeddings.position_embeddings.weight": (64, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    layer = "encoder.layer.0."
    for part in ("query", "key", "value"):
        shapes |= _linear(f"{layer}attention.self.{part}", WIDTH, WIDTH)
    shapes |= _linear(f"{layer}attention.output.dense", WIDTH, WIDTH)
    shapes |= _linear(f"{layer}intermediate.dense", INNER, WIDTH)
    shapes |= _linear(f"{layer}output.dense", WIDTH, INNER)
    for part in ("attention.output", "output"):
        shapes |= {f"{layer}{part}.LayerNorm.weight": (WIDTH,), f"{layer}{part}.LayerNorm.bias": (WIDTH,)}
    return {name: source.normal(0.0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def _linear(name: str, rows: int, columns: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (rows, columns), f"{name}.bias": (rows,)}


def _config() -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_hidden_layers": 1,
        "num_attention_heads": 4,
        "max_position_embeddings": 64,
        "type_vocab_size": 2,
        "vocab_size": _WORDS,
        "pad_token_id": 0,
    }


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value))
