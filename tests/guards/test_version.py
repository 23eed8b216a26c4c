"""One version, said in two places."""

from __future__ import annotations

import tomllib
from pathlib import Path

import cotw

ROOT = Path(__file__).resolve().parents[2]


def test_the_literal_is_the_project_s_version() -> None:
    """`cotw.__version__` is a literal to keep start-up quick; it says what pyproject.toml says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cotw.__version__ == project["version"]
