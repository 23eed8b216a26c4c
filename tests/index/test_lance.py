"""Importing LanceDB."""

from __future__ import annotations

import subprocess
import sys


def test_what_stood_in_while_it_was_imported_is_gone() -> None:
    """Who imports the package that compares signatures gets the real one, and a block's own work is done."""
    code = (
        "import sys; from cotw.index.lance import importing_lancedb\n"
        "with importing_lancedb(): done = True\n"
        "assert done and 'lancedb' in sys.modules\n"
        "assert hasattr(sys.modules.get('overrides', sys), '__file__') or 'overrides' not in sys.modules\n"
        "with importing_lancedb(): pass\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
