"""An import of zip files: what an export holds is taken in as if it had been unpacked."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cotw.founding import init_home
from cotw.importers.report import IngestReport
from cotw.memory import Memory
from cotw.records.message import Message
from tests.builders import HandClock

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
_IMAGE = {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_00a1", "size_bytes": 9}


def conversation(id_: str, *parts: Any) -> dict[str, Any]:
    """A conversation of ChatGPT: a prompt of these parts, and an answer."""
    said = {
        "p": ("user", {"content_type": "multimodal_text", "parts": list(parts)}),
        "q": ("assistant", {"content_type": "text", "parts": ["Resin pads."]}),
    }
    mapping = {
        f"{id_}{name}": {
            "parent": f"{id_}p" if name == "q" else None,
            "message": {"author": {"role": role}, "content": content, "create_time": 1_772_614_800 + place},
        }
        for place, (name, (role, content)) in enumerate(said.items())
    }
    return {"title": "Brakes", "conversation_id": id_, "mapping": mapping, "current_node": f"{id_}q"}


def pack(path: Path, files: dict[str, Any]) -> Path:
    """A zip file of these files; what is no bytes becomes JSON."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            data = value if isinstance(value, bytes) else json.dumps(value)
            archive.writestr(name, data)
    return path


def ingest(root: Path, *paths: Path) -> IngestReport:
    init_home(root, name="tester", timezone="Europe/Berlin")
    with Memory.open(root, clock=HandClock(NOW), environment={}) as memory:
        return memory.ingest(paths)


def archived(root: Path) -> list[Message]:
    with Memory.open(root, clock=HandClock(NOW), environment={}) as memory:
        return list(memory.truth.archive.read_all())


def export(folder: Path) -> Path:
    return pack(
        folder / "export.zip",
        {
            "conversations.json": [conversation("c", "Which pads?", _IMAGE)],
            "chat.html": b"<html></html>",
            "user.json": {"id": "mara"},
            "file_00a1.png": b"a picture",
            "older/conversations.json": [conversation("d", "And the rear?")],
        },
    )


def test_transcripts_in_a_zip_file_are_read(tmp_path: Path) -> None:
    """Each by its content, wherever it lies; what is no transcript is passed over."""
    report = ingest(tmp_path / "home", export(tmp_path))
    assert (report.files_read, report.prompts, report.replies, report.problems) == (2, 2, 2, [])
    assert dict(report.formats) == {"chatgpt": 2}


def test_an_image_that_came_with_the_export_is_hashed(tmp_path: Path) -> None:
    """Its receipt proves those bytes, whether they were unpacked or not."""
    with zipfile.ZipFile(export(tmp_path)) as archive:
        archive.extractall(tmp_path / "unpacked")
    ingest(tmp_path / "other", tmp_path / "unpacked")
    ingest(tmp_path / "home", tmp_path / "export.zip")
    assert archived(tmp_path / "home") == archived(tmp_path / "other")
    (shown,) = [each for message in archived(tmp_path / "home") for each in message.attachments]
    assert (shown.mime, shown.size, shown.digest) == ("image/png", 9, sha256(b"a picture").hexdigest())


def test_an_unchanged_zip_file_is_not_read_again(tmp_path: Path) -> None:
    """Nor is one that was only copied; a new export brings what is new in it."""
    root, path = tmp_path / "home", export(tmp_path)
    ingest(root, path)
    assert (ingest(root, path).files_unchanged, ingest(root, path).files_read) == (1, 0)
    os.utime(path, ns=(5, 5))
    assert ingest(root, path).files_unchanged == 1
    talks = [conversation("c", "Which pads?"), conversation("e", "Open today?")]
    pack(path, {"conversations.json": talks})
    again = ingest(root, path)
    assert (again.files_read, again.messages, len(archived(root))) == (1, 2, 9)


def test_unpacked_or_not_the_messages_are_the_same(tmp_path: Path) -> None:
    """Whoever unpacks an export later and takes it in again gains nothing twice."""
    root = tmp_path / "home"
    ingest(root, export(tmp_path))
    before = {message.id for message in archived(root)}
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    report = ingest(root, tmp_path / "unpacked")
    assert (report.files_read, report.messages) == (2, 0)
    assert {message.id for message in archived(root)} == before


def test_bad_zip_files_are_one_problem_each(tmp_path: Path) -> None:
    """The others are read; one without transcripts is a problem only where it was named."""
    whole = export(tmp_path).read_bytes()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (folder / "whole.zip").write_bytes(whole)
    pack(folder / "other.zip", {"note.txt": b"buy pads"})
    report = ingest(tmp_path / "home", folder)
    assert [str(problem) for problem in report.problems] == [
        f"{folder / 'cut.zip'}: is a zip file that is cut off or damaged"
    ]
    assert (report.files_read, report.files_not_transcripts) == (2, 1)
    named = ingest(tmp_path / "home", folder / "other.zip")
    assert [problem.reason for problem in named.problems] == ["is no transcript that is known here"]


def damaged(path: Path, talk: dict[str, Any]) -> Path:
    """A zip file whose transcript is not what was packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("conversations.json", json.dumps([talk]))
    path.write_bytes(path.read_bytes().replace(b"Which", b"Witch"))
    return path


def test_a_transcript_that_is_damaged_in_its_zip_file_is_named(tmp_path: Path) -> None:
    """Where it can still be told what it is, its beginning is read; else it is counted."""
    long = conversation("c", "x" * 200_000, "Which pads?")
    report = ingest(tmp_path / "home", damaged(tmp_path / "long.zip", long))
    where = f"{tmp_path / 'long.zip'}/conversations.json"
    assert [str(problem) for problem in report.problems] == [
        f"{where}: after conversation 0: the document is cut off or is not JSON",
        f"{where}: is damaged; what stands before the damage is read",
    ]
    short = ingest(tmp_path / "home", damaged(tmp_path / "short.zip", conversation("c", "Which pads?")))
    assert [problem.reason for problem in short.problems] == [
        "1 of its files cannot be read: damaged, or compressed in an unusual way"
    ]


def test_files_in_forms_that_are_not_read_are_counted(tmp_path: Path) -> None:
    """One line for all of them, and the others are read."""
    path = export(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("more.json", b"[]", zipfile.ZIP_BZIP2)
    report = ingest(tmp_path / "home", path)
    assert report.prompts == 2
    assert [problem.reason for problem in report.problems] == [
        "1 of its files cannot be read: damaged, or compressed in an unusual way"
    ]
