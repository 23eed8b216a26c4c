"""Export: sentence-transformers defines an encoder, ONNX runs it; this program turns one into the other.

Run as a process of its own, `python -m cotw.models.export MODEL FOLDER`, because it needs torch. It is
silent, says in one JSON line on stdout why it failed, ends when the process that started it ends, and
leaves a folder only if the ONNX model gives the vectors that sentence-transformers gives.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import ssl
import stat
import sys
import threading
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

from cotw.errors import CotwError, ModelMissing
from cotw.files import disk_trouble, fsync_folder, to_json
from cotw.ids import short_digest
from cotw.models import bundled, conversion
from cotw.models.embedding import OnnxEmbedder
from cotw.models.exported import (
    CARD_FILE,
    MODEL_FILE,
    QUESTION_FILE,
    TOKENIZER_FILE,
    Card,
    ExportedEncoder,
    partial_folder,
)
from cotw.models.sources import WEIGHT_SUFFIXES, Origin, Source, find_source, model_files


def main() -> int:
    """Exports `argv[1]` into the folder `argv[2]`; 0 when it is there, 1 after a report on stdout."""
    report = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is not the report
    _leave_with_parent()
    model, destination = sys.argv[1], Path(sys.argv[2])
    try:
        source = find_source(model)
        _quieten(offline=source.origin is not Origin.HUB or not _hub_answers())
        export(source, destination)
    except CotwError as error:
        found = {"kind": type(error).__name__, "message": error.message, "hint": error.hint}
    except OSError as error:
        trouble = disk_trouble(error, destination)
        found = {"kind": "DiskTrouble", "message": trouble.message, "hint": trouble.hint}
    else:
        os.write(report, b"{}\n")
        return 0
    os.write(report, to_json(found) + b"\n")
    return 1


def export(source: Source, destination: Path) -> Card:
    """Exports `source`, checks the result, and puts it at `destination` by one rename.

    Raises ModelMissing (absent, altered, unknown, not exportable, not equal), DiskTrouble, OSError.
    """
    os.umask(0o077)
    if source.origin is Origin.BUNDLED:
        folder = bundled.model_folder()
        bundled.verify(folder)
        source = Source(source.name, source.origin, str(folder))
    model = conversion.load(source)
    partial = partial_folder(destination)
    try:
        input_names = conversion.write_model(source, model, partial / MODEL_FILE)
        max_pieces = conversion.write_tokenizer(source, model, partial / TOKENIZER_FILE)
        card = _describe(source, model, partial, input_names, max_pieces)
        conversion.check_equal(source, model, OnnxEmbedder(ExportedEncoder(partial, card), batch_size=4))
        card = _with_question_model(partial, card)
        (partial / CARD_FILE).write_bytes(card.to_json())
        _settle(partial, destination)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return card


def _with_question_model(partial: Path, card: Card) -> Card:
    """Writes the model that embeds questions faster; the card as it was if its vectors are too far off."""
    path = partial / QUESTION_FILE
    conversion.write_light_model(partial / MODEL_FILE, path)
    whole = OnnxEmbedder(ExportedEncoder(partial, card))
    lighter = replace(card, sizes={**card.sizes, QUESTION_FILE: path.stat().st_size})
    if conversion.are_near(OnnxEmbedder(ExportedEncoder(partial, lighter)), whole):
        return lighter
    path.unlink()
    return card


def _leave_with_parent() -> None:
    """Ends this process at once when the pipe on stdin closes; a terminal or file on stdin is left alone."""
    if not stat.S_ISFIFO(os.fstat(0).st_mode):
        return

    def watch() -> None:
        while os.read(0, 4096):
            pass
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _hub_answers() -> bool:
    """Whether the hub can be reached. Its client would ask for minutes, file by file, before it gives up."""
    from urllib.error import HTTPError, URLError
    from urllib.request import urlopen

    try:
        with urlopen(os.environ.get("HF_ENDPOINT") or "https://huggingface.co", timeout=10):
            return True
    except (HTTPError, ValueError):
        return True
    except URLError as error:
        return isinstance(error.reason, ssl.SSLError)  # a certificate that only its client knows
    except OSError:
        return False


def _quieten(*, offline: bool) -> None:
    """Settings that these libraries only take from the environment, before they are imported."""
    os.environ.update(
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        ORT_DISABLE_TELEMETRY="1",
        TRANSFORMERS_VERBOSITY="error",
        CUDA_VISIBLE_DEVICES="",
    )
    if offline:
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


def _describe(
    source: Source, model: Any, partial: Path, input_names: tuple[str, ...], max_pieces: int
) -> Card:
    digests = _source_digests(source, partial)
    query = _prompt(model, "query")
    document = _prompt(model, "document", "passage", "corpus")
    weights = sorted(digest for name, digest in digests.items() if Path(name).suffix in WEIGHT_SUFFIXES)
    version = short_digest(
        *weights, digests[TOKENIZER_FILE], str(max_pieces), *map(_module_facts, model), query, document
    )
    return Card(
        name=source.name,
        version=version[:12],
        dimension=int(model.get_embedding_dimension()),
        max_pieces=max_pieces,
        query_prompt=query,
        document_prompt=document,
        input_names=input_names,
        digests=digests,
        sizes={path.name: path.stat().st_size for path in sorted(partial.iterdir())},
    )


def _source_digests(source: Source, partial: Path) -> dict[str, str]:
    """SHA-256 of the source's weights, tokenizer and configs: of the files, so that versions are stable.

    What a library writes of a tokenizer may change with its version; it only stands in for a model
    that comes without a tokenizer.json.
    """
    folder = Path(source.location)
    if source.origin is Origin.HUB:
        folder = _hub_folder(source.location)
    digests = {TOKENIZER_FILE: bundled.file_digest(partial / TOKENIZER_FILE)}
    for path in model_files(folder):
        if path.suffix in WEIGHT_SUFFIXES or path.name in {TOKENIZER_FILE, "config.json", "modules.json"}:
            digests[str(path.relative_to(folder))] = bundled.file_digest(path)
    return digests


def _hub_folder(name: str) -> Path:
    """Where the hub's client keeps the files of the model that was just loaded."""
    from huggingface_hub import try_to_load_from_cache

    for repository in (name, f"sentence-transformers/{name}"):
        found = try_to_load_from_cache(repository, "config.json") if repository.count("/") == 1 else None
        if isinstance(found, str):
            return Path(found).parent
    raise ModelMissing(
        f"the files of the encoder {name} are not in the hub's cache", hint=conversion.USE_BUNDLED
    )


def _prompt(model: Any, *names: str) -> str:
    """The prompt that sentence-transformers would put before a query or document."""
    for name in (*names, model.default_prompt_name):
        if name in model.prompts:
            return str(model.prompts[name])
    return ""


def _module_facts(module: Any) -> str:
    """What a module does to the vectors; not all of its settings, so that library updates change nothing."""
    match type(module).__name__:
        case "Transformer" | "Normalize" as kind:
            return kind
        case "Pooling":
            modes = [module.pooling_mode] if isinstance(module.pooling_mode, str) else module.pooling_mode
            return f"Pooling {'+'.join(modes)} prompt={bool(module.include_prompt)}"
        case kind:
            settings = module.get_config_dict() if hasattr(module, "get_config_dict") else {}
            return f"{kind} {sorted((key, str(value)) for key, value in settings.items())}"


def _settle(partial: Path, destination: Path) -> None:
    """Makes the folder durable and gives it its name; a whole one that is already there may stay."""
    for path in partial.iterdir():
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
    fsync_folder(partial)
    try:
        partial.rename(destination)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
        shutil.rmtree(partial, ignore_errors=True)
    fsync_folder(destination.parent)


if __name__ == "__main__":
    sys.exit(main())
