"""What tests of hooks share: a home as hooks want one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.home import Home
from tests.interfaces.hooks.calling import new_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home of its own."""
    return new_home(tmp_path)
