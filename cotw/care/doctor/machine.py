"""The machine: Python, the packages COTW stands on, and the encoder."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata

from cotw.care.doctor.ailment import Ailment
from cotw.founding import encoder_folder
from cotw.memory import Memory
from cotw.models import bundled
from cotw.models.exported import find_export
from cotw.models.sources import Origin, find_source

# What DuckDB, LanceDB and ONNX Runtime publish wheels for.
_PROCESSORS = frozenset({"x86_64", "amd64", "arm64", "aarch64"})
_REINSTALL = "python -m pip install --upgrade cotw"


def examine_python() -> Iterator[Ailment]:
    """Whether this Python is one that everything exists for."""
    if sys.maxsize <= 2**32:
        yield Ailment("python", "this Python is one of 32 bits", "install a Python of 64 bits")
    if platform.machine().lower() not in _PROCESSORS:
        yield Ailment(
            "python",
            f"the processor {platform.machine()} is none that the databases are published for",
            "use a machine with x86-64 or ARM64",
        )


def examine_packages() -> Iterator[Ailment]:
    """Whether what COTW needs is installed in a version that it works with."""
    try:
        requirements = metadata.requires("cotw") or []
    except metadata.PackageNotFoundError:  # a checkout that is not installed names nothing
        return
    yield from unmet(requirements)


def unmet(requirements: Iterable[str]) -> Iterator[Ailment]:
    """The requirements that the installed packages do not meet; extras are left aside."""
    from packaging.requirements import Requirement

    for line in requirements:
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            yield Ailment("packages", f"the package {wanted.name} is not installed", _REINSTALL)
            continue
        if not wanted.specifier.contains(version, prereleases=True):
            needed = f"{wanted.name} {version} is installed and {wanted.specifier} is needed"
            yield Ailment("packages", needed, _REINSTALL)


def examine_encoder(memory: Memory) -> Iterator[Ailment]:
    """Whether weights and export are what was published and exported. Raises ModelMissing, told as it is."""
    model = memory.config.embedding.model
    source = find_source(model)
    if source.origin is Origin.BUNDLED:
        bundled.verify(bundled.model_folder())
    folder = encoder_folder() / source.export_folder
    exported = find_export(model, encoder_folder())
    if exported is None and folder.exists():
        yield Ailment(
            "encoder",
            f"the exported encoder in {folder} is not whole",
            "cotw index refresh  (exports it anew)",
        )
    if exported is not None and source.origin is Origin.BUNDLED:
        different = [
            name for name, digest in bundled.DIGESTS.items() if exported.card.digests.get(name) != digest
        ]
        if different:
            told = f"the exported encoder was made from another {different[0]} than the published one"
            yield Ailment("encoder", told, f"delete {folder}; the next refresh exports it anew")
