"""Exports among the downloads: found by what is in them, whatever they are called."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from cotw.importers.exports import exports_in, importer_of
from cotw.importers.families import daily_archive

DAY = {
    "date": "2026-03-04",
    "messages": [{"timestamp": "2026-03-04T09:00:00Z", "sender": "human", "text": "Is the tandem ready?"}],
}


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Two exports among other things."""
    (tmp_path / "Day One.json").write_text(json.dumps(DAY))
    (tmp_path / "package.json").write_text('{"name": "bicycles"}')
    (tmp_path / "list.json").write_text('{"text": "anybody\'s", "role": "user"}\n')
    (tmp_path / "folder.json").mkdir()
    with ZipFile(tmp_path / "data-2026.zip", "w") as archive:
        archive.writestr("user.json", "{}")
        archive.writestr("export/conversations.json", json.dumps(DAY))
    with ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("tandem.jpg", bytes(300))
    return tmp_path


def test_exports_are_told_by_content(downloads: Path) -> None:
    """Plain or zipped; other JSON, other zip files and what only a catch-all would take are none."""
    found = [(path.name, importer) for path, importer in exports_in(downloads)]
    assert found == [
        ("Day One.json", daily_archive.IMPORTERS[0]),
        ("data-2026.zip", daily_archive.IMPORTERS[0]),
    ]


def test_a_broken_download_is_none(downloads: Path) -> None:
    """At any length to which it was cut, and behind a link to nowhere."""
    whole = (downloads / "data-2026.zip").read_bytes()
    for length in range(0, len(whole), 7):
        (downloads / "cut.zip").write_bytes(whole[:length])
        assert importer_of(downloads / "cut.zip") is None
    (downloads / "gone.json").symlink_to(downloads / "nowhere")
    assert len(list(exports_in(downloads))) == 2
    assert list(exports_in(downloads / "nowhere")) == []
