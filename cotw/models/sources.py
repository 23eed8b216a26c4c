"""Source: where the encoder that a person named in the config comes from.

One of three: the bundled one, a folder of this machine, or a name on the Hugging Face hub. A source
has a *stamp*, which is cheap to take and changes when an export made from it should be made anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cotw.errors import ModelMissing
from cotw.ids import short_digest
from cotw.models import bundled

# Part of every stamp: raise it when exports of older versions must not be used any more.
EXPORT_FORMAT = "2"
WEIGHT_SUFFIXES = frozenset({".safetensors", ".bin"})
# One of them stands at the top of every folder that holds a model.
_MARKS = ("modules.json", "config.json")
# Folders in a model's repository that hold the same weights once more, for other runtimes.
_OTHER_RUNTIMES = frozenset({"onnx", "openvino", "coreml"})


class Origin(StrEnum):
    """How a source is reached."""

    BUNDLED = "bundled"
    FOLDER = "folder"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class Source:
    """A model as sentence-transformers can load it: `location` is a hub name, or a folder's path."""

    name: str
    origin: Origin
    location: str

    @property
    def folder_prefix(self) -> str:
        """What the names of all exports of this source begin with."""
        return f"{_slug(self.name)}-{short_digest(self.origin, self.location)[:8]}-"

    @property
    def export_folder(self) -> str:
        """The name of the folder for the export of this source as it is now."""
        return self.folder_prefix + _stamp(self)


def find_source(model: str) -> Source:
    """What `model` means: the bundled name, a path (begins with `/`, `.` or `~`), else a hub name.

    Raises ModelMissing for a path that is not a model's folder.
    """
    if model in bundled.ALIASES:
        # Not the place of the package: an export depends on the published bytes alone, so that
        # several environments share one and it outlives them.
        return Source(bundled.NAME, Origin.BUNDLED, bundled.NAME)
    if model.startswith(("/", ".", "~")):
        folder = Path(model).expanduser().resolve()
        if not any((folder / name).is_file() for name in _MARKS):
            raise ModelMissing(
                f"there is no model in the folder {folder}",
                hint=f"name a folder that sentence-transformers saved, or {bundled.NAME}",
            )
        return Source(folder.name, Origin.FOLDER, str(folder))
    return Source(model, Origin.HUB, model)


def model_files(folder: Path) -> list[Path]:
    """The files that make up a model saved by sentence-transformers, in a fixed order."""
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if inside[0] in _OTHER_RUNTIMES or any(part.startswith(".") for part in inside):
            continue
        if path.is_file():
            found.append(path)
    return found


def _stamp(source: Source) -> str:
    """12 hexadecimal digits. For a folder: names, sizes and times of its files, and its settings."""
    parts = [EXPORT_FORMAT, source.location]
    if source.origin is Origin.BUNDLED:
        parts += bundled.DIGESTS.values()
    elif source.origin is Origin.FOLDER:
        folder = Path(source.location)
        try:
            for path in model_files(folder):
                facts = path.stat()
                parts += [str(path.relative_to(folder)), str(facts.st_size), str(facts.st_mtime_ns)]
                if path.name in _MARKS:
                    parts.append(bundled.file_digest(path))
        except OSError as error:
            raise ModelMissing(
                f"the model in {folder} cannot be read: {error.strerror}",
                hint="check who may read its files",
            ) from error
    return short_digest(*parts)[:12]


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:60].lower() or "encoder"
