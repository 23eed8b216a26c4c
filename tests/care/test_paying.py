"""Paying: the patterns of recalls that were kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.paying import paying_patterns
from cotw.care.replaying import recall_and_record
from cotw.errors import NothingFound
from cotw.models.hashing import HashEmbedder
from cotw.records.hit import RecallFilters
from tests.care.homes import workshop


def test_patterns_are_counted_over_kept_recalls(tmp_path: Path) -> None:
    """Without a kept recall there is nothing to count; a question kept twice counts once."""
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = memory.__dict__["_questioner"] = HashEmbedder()
    memory.refresh()
    with pytest.raises(NothingFound, match="no recall was kept"):
        paying_patterns(memory)
    for _ in range(2):
        recall_and_record(memory, "which spokes for the tandem of Jonas?", RecallFilters())
    assert {one.recalls for one in paying_patterns(memory)} <= {1}
