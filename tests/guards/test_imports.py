"""What may be loaded when: help loads nothing heavy, and no module loads a model or a database by itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = {
    "torch",
    "sentence_transformers",
    "transformers",
    "tokenizers",
    "onnx",
    "onnxruntime",
    "lancedb",
    "pyarrow",
    "duckdb",
    "numpy",
}
UNNEEDED_FOR_HELP = HEAVY | {
    "pydantic",
    "rich",
    "jinja2",
    "yaml",
    "ruamel",
    "apscheduler",
    "importlib.metadata",
}
# Loading one of these takes half a second or more; they are imported inside the function that needs them.
SLOWEST = {"torch", "sentence_transformers", "transformers", "lancedb", "onnx", "pyarrow", "openai"}

IMPORT_EVERYTHING = """
import importlib, pkgutil, cotw
for found in pkgutil.walk_packages(cotw.__path__, "cotw."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
"""


def _loaded_by(program: str) -> set[str]:
    """The modules that are there after `program` has run in an interpreter of its own."""
    reporting = f"{program}\nimport sys\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    ended = subprocess.run(
        [sys.executable, "-c", reporting], env=environment, capture_output=True, text=True, check=True
    )
    return set(ended.stderr.split())


@pytest.mark.parametrize(
    "program",
    [
        "import cotw.commands.app",
        "from cotw.commands.app import main; main(['--help'])",
        "from cotw.commands.app import main; main([])",
    ],
)
def test_help_loads_nothing_heavy(program: str) -> None:
    """`cotw --help` answers before any database, model or schema library has been touched."""
    loaded = _loaded_by(program)
    assert not loaded & UNNEEDED_FOR_HELP
    commands = {name for name in loaded if name.startswith("cotw.commands.")}
    assert commands <= {f"cotw.commands.{name}" for name in ("app", "_common", "_failures", "_table")}


def test_no_module_loads_a_model_or_lancedb_by_being_imported() -> None:
    """Every module of the package can be imported without the slowest dependencies."""
    assert not _loaded_by(IMPORT_EVERYTHING) & SLOWEST


def test_a_context_waits_for_nothing_that_only_others_need() -> None:
    """A keeper answers its first prompt before the rules of importers, indexers and handoffs are compiled."""
    loaded = _loaded_by("import cotw.interfaces.keeper.keeping, cotw.interfaces.operations")
    slow = {"importers.run", "extraction.findings", "extraction.standing", "extraction.times"}
    slow |= {"care.handoffs", "identity.checking", "index.check"}
    assert not loaded & {f"cotw.{name}" for name in slow}
