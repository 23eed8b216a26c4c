"""Embedding: texts become vectors of length 1, near to each other when they mean similar things.

The encoder is defined by sentence-transformers and run here by ONNX Runtime in fp32: the same vectors,
nearly twice as fast, without torch. Questions are embedded with weights of 8 bits: a single short text takes
as long as reading all weights from memory, 6.5 ms in fp32, 3.3 so. Their vectors are near to those of fp32
(cosine .995, mean over 300 questions), and as much is found with them: LoCoMo's development half any@1/5/10
.517/.832/.882, in fp32 .514/.832/.880. numpy, onnxruntime and tokenizers are loaded when first used.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from cotw.models.exported import (
    MODEL_FILE,
    QUESTION_FILE,
    ExportedEncoder,
    ensure_export,
    find_export,
)
from cotw.models.onnx import import_onnxruntime
from cotw.models.splitting import OVERLAP_PIECES
from cotw.models.wordpieces import WordPieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding

    Vectors: TypeAlias = NDArray[np.float32]

Progress: TypeAlias = Callable[[int], None]

DEFAULT_BATCH_SIZE = 16
# A batch also ends before this many pieces, padding included: long texts make smaller batches, whose
# layers stay in the processor's cache. On mixed texts a fifth faster than 16 rows, a half than 32.
_PIECES_A_BATCH = 512
_TEXTS_A_SLAB = 2048  # texts whose pieces are held in memory at one time
_PROVIDER = "CPUExecutionProvider"


class Embedder(Protocol):
    """Turns texts into L2-normalised float32 vectors; one version always gives one text the same vector."""

    name: str
    version: str
    dimension: int
    max_pieces: int

    def embed_documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimension), in the order of `texts`.

        `progress(n)` is called from time to time with the number of texts done since its last call.
        """
        ...

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, of shape (dimension,)."""
        ...

    def split(self, text: str, header: str = "") -> list[str]:
        """`header + chunk` for each chunk of `text`; each fits `max_pieces`, so that nothing goes unread."""
        ...

    def count_pieces(self, text: str) -> int:
        """The number of word pieces of `text`, without the marks that the encoder adds."""
        ...


def load_embedder(
    model: str,
    cache_folder: Path,
    *,
    batch_size: int = DEFAULT_BATCH_SIZE,
    threads: int | None = None,
    overlap_pieces: int = OVERLAP_PIECES,
) -> OnnxEmbedder:
    """The encoder that `model` names: the bundled name, another hub name, or a folder's path.

    Exported into `cache_folder` on first use, which takes some ten seconds (`needs_export` tells).
    Raises ModelMissing, DiskTrouble, Locked.
    """
    exported = ensure_export(model, cache_folder)
    return OnnxEmbedder(exported, batch_size=batch_size, threads=threads, overlap_pieces=overlap_pieces)


def needs_export(model: str, cache_folder: Path) -> bool:
    """True if `load_embedder` will take its time."""
    return find_export(model, cache_folder) is None


class OnnxEmbedder:
    """An exported encoder. Safe to use from several threads; its files are opened at first use."""

    def __init__(
        self,
        exported: ExportedEncoder,
        *,
        batch_size: int = DEFAULT_BATCH_SIZE,
        threads: int | None = None,
        overlap_pieces: int = OVERLAP_PIECES,
    ) -> None:
        card = exported.card
        self.name = card.name
        self.version = card.version
        self.dimension = card.dimension
        self.max_pieces = card.max_pieces
        self._exported = exported
        self._pieces = WordPieces(exported, overlap_pieces)
        self._batch_size = batch_size
        self._threads = threads or _processors()
        self._opening = threading.Lock()
        self._sessions: dict[str, Any] = {}

    def embed_documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        import numpy as np

        prompt = self._exported.card.document_prompt
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _TEXTS_A_SLAB):
            encodings = self._pieces.read([prompt + text for text in texts[first : first + _TEXTS_A_SLAB]])
            for rows in _batches(list(map(len, encodings)), self._batch_size):
                vectors[[first + row for row in rows]] = self._run([encodings[row] for row in rows])
                if progress is not None:
                    progress(len(rows))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        card = self._exported.card
        model = QUESTION_FILE if QUESTION_FILE in card.sizes else MODEL_FILE
        vector: Vectors = self._run(self._pieces.read([card.query_prompt + text]), model)[0]
        return vector

    def split(self, text: str, header: str = "") -> list[str]:
        return self._pieces.split(text, header)

    def count_pieces(self, text: str) -> int:
        return self._pieces.count(text)

    def _run(self, encodings: list[Encoding], model: str = MODEL_FILE) -> Vectors:
        """The vectors of one batch, padded to its longest text on the side the model was trained with."""
        import numpy as np

        width = max(1, max(map(len, encodings)))
        ids = np.full((len(encodings), width), self._pieces.pad_id, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            length = len(encoding)
            place = slice(width - length, width) if self._pieces.pads_left else slice(0, length)
            ids[row, place] = encoding.ids
            mask[row, place] = 1
            if not length:  # nothing to read: one padding piece is read instead, so that no mean is 0/0
                mask[row, 0] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {name: inputs[name] for name in self._exported.card.input_names}
        vectors: Vectors = self._open_session(model).run(None, wanted)[0]
        return vectors

    def _open_session(self, model: str) -> Any:
        with self._opening:
            if model not in self._sessions:
                onnxruntime = import_onnxruntime()
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = self._threads
                options.enable_mem_pattern = False  # every batch has another shape
                options.log_severity_level = 4
                # Threads that wait for the next text by spinning take the cores from the search that
                # follows a question: recall took 28–36 ms with it, 18–21 without.
                options.add_session_config_entry("session.intra_op.allow_spinning", "0")
                # Weights get what they need: the arena, which grows by doubling, would take 20 MB more.
                options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
                path = str(self._exported.folder / model)
                try:
                    session = onnxruntime.InferenceSession(path, options, providers=[_PROVIDER])
                except Exception as error:
                    raise self._exported.damaged(model) from error
                self._sessions[model] = session
            return self._sessions[model]


def _batches(lengths: Sequence[int], batch_size: int) -> Iterator[list[int]]:
    """Row numbers, longest rows first, in batches of similar length: padding is time."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        if batch and (len(batch) == batch_size or (len(batch) + 1) * lengths[batch[0]] > _PIECES_A_BATCH):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _processors() -> int:
    """Processors this process may use, which in a container are fewer than the machine has."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1
