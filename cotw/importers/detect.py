"""Which family a file belongs to, judged by its content alone: names of transcripts lie."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from cotw.importers import families
from cotw.importers.protocol import Importer

# How much of a file is looked at.
HEAD_BYTES = 64 * 1024


def _declared() -> Iterator[Importer]:
    for module in iter_modules(families.__path__, f"{families.__name__}."):
        if not module.name.rpartition(".")[2].startswith("_"):
            yield from import_module(module.name).IMPORTERS


# By name; those that take the most come last.
IMPORTERS: tuple[Importer, ...] = tuple(sorted(_declared(), key=lambda each: (each.catch_all, each.name)))


def detect(head: bytes, complete: bool) -> Importer | None:
    """The importer for a file that begins with `head`; `complete` says that it is all of it."""
    return next((importer for importer in IMPORTERS if importer.recognises(head, complete)), None)
