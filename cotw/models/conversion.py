"""Conversion: what the export asks of torch and sentence-transformers; only its own process imports this."""

from __future__ import annotations

import errno
import math
import statistics
from pathlib import Path
from typing import Any

from cotw.errors import DiskTrouble, ModelMissing
from cotw.files import disk_trouble
from cotw.models import bundled
from cotw.models.embedding import Embedder
from cotw.models.onnx import import_onnxruntime
from cotw.models.sources import Origin, Source

OPSET = 17
LEAST_COSINE = 0.9999
# Of questions with weights of 8 bits, on average. The bundled encoder reaches 0.988, least on single words.
LEAST_QUESTION_COSINE = 0.985
DEFAULT_MAX_PIECES = 512
KNOWN_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
_OUTPUT = "sentence_embedding"
USE_BUNDLED = f"the encoder that comes with COTW is {bundled.NAME}"
_TRACED = ["One short text.", "Another text, which is longer, so that the shorter one is padded."]
# Short and long, padded and cut off, scripts, emoji, code, nothing: where tokenizers and padding differ.
CHECKED_TEXTS = (
    "",
    "ok",
    "We decided to keep plain files as the truth.",
    "Wir haben entschieden, dass schlichte Dateien die Wahrheit sind – naïve façade, Ærøskøbing.",
    "我们决定把纯文本文件作为事实的来源。次の会議は来週の火曜日です。",
    "한국어 문장도 하나 있습니다.",
    "🙂🚀👩‍💻 done!!! ❤️",
    "def load(path: Path) -> bytes:\n    return path.read_bytes()  # x_1 == 0x7f\n",
    "https://example.org/a/very-long/path?with=query&and=more#fragment",
    "line one\n\n\tline two\r\nline three\x00\u200b",
    "The keeper answers over a socket. " * 12,
    "Memory, evidence and decision are three different words; " * 90,
    "supercalifragilisticexpialidocious" * 20,
)


def load(source: Source) -> Any:
    """The SentenceTransformer, in fp32 on the CPU whatever the weights were saved as."""
    try:
        import onnx  # noqa: F401  # torch asks for it only at the very end of the export
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelMissing(
            f"an encoder has to be exported once, and {error.name or 'a package'} is not installed",
            hint="install COTW with its dependencies: torch, sentence-transformers, onnx",
        ) from error
    try:
        return SentenceTransformer(
            source.location,
            device="cpu",
            model_kwargs={"dtype": torch.float32},
            local_files_only=source.origin is not Origin.HUB,
        ).eval()
    except Exception as error:
        _raise_if_disk(error, Path(source.location))
        if source.origin is Origin.HUB and isinstance(error, OSError):  # so are all of the hub client's
            raise ModelMissing(
                f"the encoder {source.name} is neither on this machine nor could it be downloaded",
                hint=f"check the name and the network; {USE_BUNDLED}",
            ) from error
        raise ModelMissing(
            f"the encoder {source.location} cannot be loaded: {_first_line(error)}",
            hint=f"it must be one that sentence-transformers can read; {USE_BUNDLED}",
        ) from error


def write_model(source: Source, model: Any, path: Path) -> tuple[str, ...]:
    """Traces the model's own forward pass, all of its modules, and an L2 norm; returns the inputs' names."""
    import torch

    class Normalised(torch.nn.Module):
        def __init__(self, inner: Any, names: tuple[str, ...]) -> None:
            super().__init__()
            self.inner = inner
            self.names = names

        def forward(self, *inputs: Any) -> Any:
            vectors = self.inner(dict(zip(self.names, inputs, strict=True)))[_OUTPUT]
            return torch.nn.functional.normalize(vectors.float(), p=2, dim=-1)

    try:
        features = model.preprocess(list(_TRACED))
        names = tuple(name for name in features if getattr(features[name], "ndim", 0) == 2)
        if "input_ids" not in names or not set(names) <= set(KNOWN_INPUTS):
            raise ValueError(f"it reads {', '.join(map(str, features))}")
        axes = {name: {0: "batch", 1: "pieces"} for name in names} | {_OUTPUT: {0: "batch"}}
        with torch.no_grad():
            torch.onnx.export(
                Normalised(model, names),
                tuple(features[name] for name in names),
                str(path),
                input_names=list(names),
                output_names=[_OUTPUT],
                dynamic_axes=axes,
                opset_version=OPSET,
                dynamo=False,
            )
    except Exception as error:
        _raise_if_disk(error, path)
        raise _not_exportable(source, _first_line(error)) from error
    return names


def write_tokenizer(source: Source, model: Any, path: Path) -> int:
    """Saves the tokenizer with the model's own padding and truncation; returns the pieces it reads."""
    from tokenizers import Tokenizer

    tokenizer = model.tokenizer
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise _not_exportable(source, "its tokenizer has no tokenizer.json form")
    limits = (model.max_seq_length, getattr(model.config, "max_position_embeddings", None))
    known = [int(limit) for limit in limits if limit and math.isfinite(limit) and 0 < limit < 1_000_000]
    max_pieces = min(known, default=DEFAULT_MAX_PIECES)
    own = Tokenizer.from_str(backend.to_str())
    own.enable_truncation(max_pieces, direction=tokenizer.truncation_side)
    own.enable_padding(
        direction=tokenizer.padding_side,
        pad_id=tokenizer.pad_token_id or 0,
        pad_type_id=tokenizer.pad_token_type_id,
        pad_token=tokenizer.pad_token or "[PAD]",
    )
    path.write_text(own.to_str(), encoding="utf-8")
    return max_pieces


def check_equal(source: Source, model: Any, embedder: Embedder) -> None:
    """Raises ModelMissing unless `embedder`, from text to vector, agrees with sentence-transformers."""
    import numpy as np

    texts = list(CHECKED_TEXTS)
    try:
        pairs = [
            (embedder.embed_documents(texts), model.encode_document(texts, normalize_embeddings=True)),
            (
                np.stack([embedder.embed_query(text) for text in texts[:6]]),
                model.encode_query(texts[:6], normalize_embeddings=True),
            ),
        ]
        worst = min(float(np.min(np.sum(mine * theirs, axis=1))) for mine, theirs in pairs)
    except Exception as error:
        raise _not_exportable(source, _first_line(error)) from error
    if not worst >= LEAST_COSINE:  # also refuses NaN
        raise _not_exportable(source, f"its exported form gives other vectors (cosine {worst:.4f})")


def write_light_model(path: Path, light: Path) -> None:
    """Writes the model at `path` once more, with the weights of its matrices in 8 bits, scaled by column."""
    import_onnxruntime()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        path,
        light,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        # Seven bits of the eight: older processors add up pairs in 16 bits, and would overflow.
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )


def are_near(light: Embedder, whole: Embedder) -> bool:
    """Whether questions get nearly the same vectors from both."""
    cosines = [float(light.embed_query(text) @ whole.embed_query(text)) for text in CHECKED_TEXTS]
    return statistics.fmean(cosines) >= LEAST_QUESTION_COSINE


def _raise_if_disk(error: BaseException, path: Path) -> None:
    """Raises DiskTrouble if somewhere behind `error` the disk refused."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, DiskTrouble):
            raise cause
        if isinstance(cause, OSError) and cause.errno in _DISK_ERRORS:
            raise disk_trouble(cause, path) from error
        cause = cause.__cause__ or cause.__context__


def _not_exportable(source: Source, reason: str) -> ModelMissing:
    return ModelMissing(
        f"the encoder {source.name} cannot be exported to ONNX: {reason}",
        hint=f"choose another one for embedding.model; {USE_BUNDLED}",
    )


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
