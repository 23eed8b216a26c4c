"""What tests of following and watching share: a folder to follow, looked at often."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care import following


@pytest.fixture(autouse=True)
def _short_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(following, "_STEP_MILLISECONDS", 10)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder without links in its path."""
    shop = tmp_path / "shop"
    shop.mkdir()
    return shop.resolve()
