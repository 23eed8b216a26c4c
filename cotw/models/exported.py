"""Exported encoder: a folder with an ONNX model, its tokenizer and a card that describes both.

Exports lie in a cache folder that the caller names and may be deleted at any time. They are made by a
child process (`cotw.models.export`), so that torch never enters this one. The folder appears under its
name by one rename when it is complete, so a half one is never believed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cotw.errors import CotwError, DiskTrouble, ModelMissing
from cotw.files import FileLock, disk_errors, from_json, make_folder, to_json
from cotw.models.sources import Source, find_source

MODEL_FILE = "model.onnx"
# The same with weights of 8 bits, for questions; not there if that changes their vectors too much.
QUESTION_FILE = "question.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "encoder.json"
# Another process may be downloading a large model before it exports it.
WAIT_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Card:
    """What an export says about itself; `version` is the key of every vector made with it."""

    name: str
    version: str  # 12 hexadecimal digits: weights, tokenizer, pieces, pooling, prompts
    dimension: int
    max_pieces: int
    query_prompt: str
    document_prompt: str
    input_names: tuple[str, ...]
    digests: Mapping[str, str]  # file of the source -> SHA-256, taken when it was exported
    sizes: Mapping[str, int]  # file of the export -> bytes

    def to_json(self) -> bytes:
        """The card as canonical JSON."""
        names = (name for name in self.__slots__)
        return to_json({name: _plain(getattr(self, name)) for name in names})

    @classmethod
    def from_json(cls, data: bytes) -> Card:
        """Reads a card. Raises ValueError, TypeError or KeyError when it is not one."""
        record = from_json(data)
        return cls(**{**record, "input_names": tuple(record["input_names"])})


@dataclass(frozen=True, slots=True)
class ExportedEncoder:
    """A complete export: its folder and its card."""

    folder: Path
    card: Card

    def damaged(self, name: str) -> ModelMissing:
        """The error that says so; the card goes, so that the next use exports the encoder anew."""
        with suppress(OSError):
            (self.folder / CARD_FILE).unlink()
        return ModelMissing(
            f"the exported encoder {self.card.name} cannot be read: {name} is damaged",
            hint="run the command again: the encoder will be exported anew",
        )


def find_export(model: str, cache_folder: Path) -> ExportedEncoder | None:
    """The export of `model` as it is now, or None when it has yet to be made."""
    return _read_export(cache_folder / find_source(model).export_folder)


def ensure_export(model: str, cache_folder: Path, *, wait_seconds: float = WAIT_SECONDS) -> ExportedEncoder:
    """The export of `model`, made first if need be; of several processes one makes it, the others wait.

    Raises ModelMissing when the model is not there or cannot be exported, DiskTrouble, Locked.
    """
    source = find_source(model)
    cache_folder = cache_folder.resolve()
    folder = cache_folder / source.export_folder
    if found := _read_export(folder):
        return found
    make_folder(cache_folder)
    with FileLock(cache_folder / f"{source.export_folder}.lock", wait_seconds=wait_seconds):
        if found := _read_export(folder):
            return found
        with disk_errors(cache_folder):
            _clear(cache_folder, source)
        try:
            _export_in_child(source, folder)
        except BaseException:
            _clear(cache_folder, source)
            raise
        if found := _read_export(folder):
            return found
    raise ModelMissing(
        f"the encoder {model} was exported but its files cannot be read", hint=f"look at {folder}"
    )


def partial_folder(destination: Path) -> Path:
    """A new folder in which an export grows, beside the place where it will stand."""
    return Path(tempfile.mkdtemp(prefix=f".{destination.name}.", suffix=".tmp", dir=destination.parent))


def _read_export(folder: Path) -> ExportedEncoder | None:
    """The export in `folder` if it is whole: its files are there, with the sizes that its card states."""
    try:
        card = Card.from_json((folder / CARD_FILE).read_bytes())
        whole = all((folder / name).stat().st_size == size for name, size in card.sizes.items())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return ExportedEncoder(folder, card) if whole else None


def _clear(cache_folder: Path, source: Source) -> None:
    """Removes what this source left: outdated and damaged exports, half ones of processes that died."""
    for path in cache_folder.glob(f"*{source.folder_prefix}*"):
        if path.is_dir() and path.name.lstrip(".").startswith(source.folder_prefix):
            shutil.rmtree(path, ignore_errors=True)


def _export_in_child(source: Source, destination: Path) -> None:
    """Runs the export and turns what the child reports into an error of ours.

    The child holds the read end of a pipe to this process and leaves when it closes, whatever way we
    end. What libraries print goes to a file that is only read when the child died without a report.
    """
    # Not `-m`: an uninstalled checkout is found, yet nothing goes before the standard library.
    program = (
        "import sys; sys.path.append(sys.argv.pop(1)); from cotw.models.export import main; sys.exit(main())"
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-P", "-c", program, str(root), source.location, str(destination)]
    with disk_errors(destination), tempfile.TemporaryFile(dir=destination.parent) as talk:
        child = subprocess.Popen(
            command,
            # Elsewhere a folder that happens to bear the name of a model would be taken for it.
            cwd=destination.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=talk,
        )
        try:
            assert child.stdout is not None
            report = child.stdout.read()
            status = child.wait()
        finally:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    stream.close()
        if status != 0 or not report:
            raise _failure(source.name, report, status, talk)


def _failure(model: str, report: bytes, status: int, talk: IO[bytes]) -> CotwError:
    try:
        said = json.loads(report)
        kind = DiskTrouble if said["kind"] == "DiskTrouble" else ModelMissing
        return kind(said["message"], hint=said["hint"])
    except (ValueError, KeyError, TypeError):
        talk.seek(0)
        lines = talk.read().decode("utf-8", "replace").strip().splitlines() or [f"exit status {status}"]
        return ModelMissing(
            f"the encoder {model} could not be exported: {lines[-1].strip()}",
            hint="check the installation of torch, sentence-transformers and onnx",
        )


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value
