"""What has become of the files that were shown: told by reading them again, and nothing is changed."""

from __future__ import annotations

import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from cotw.care.evidence import Evidence, SourceStatus, verify_sources
from cotw.files import digest_of
from cotw.records.message import Attachment
from cotw.records.receipt import TEXT_LIMIT
from cotw.store.receipts import receipts
from cotw.store.truth import Truth
from tests.builders import make_truth
from tests.care.showing import show

PHOTO = b"\x89PNG a photo of a cargo bike"


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return make_truth(tmp_path)[0]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "bikes" / "photos" / "hub.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(PHOTO)
    return path


def photo_at(path: str | None) -> Attachment:
    return Attachment("image/png", len(PHOTO), digest_of(PHOTO), path=path)


def text_at(path: Path, text: str) -> Attachment:
    data = text.encode()
    return Attachment("text/plain", len(data), digest_of(data), path=str(path), text=text)


def verify(truth: Truth) -> Evidence:
    """What became of the only thing that was shown."""
    (evidence,) = verify_sources(truth.receipts, receipts(truth.receipts).values())
    return evidence


def status_of(truth: Truth) -> str:
    return verify(truth).status.value


def test_a_file_that_is_the_same_is_verified(truth: Truth, photo: Path) -> None:
    """By size and digest, and its bytes are left as they are."""
    show(truth, photo_at(str(photo)))
    assert verify(truth) == Evidence(verify(truth).receipt, SourceStatus.VERIFIED, photo)
    assert photo.read_bytes() == PHOTO


@pytest.mark.parametrize("to", ["renamed.png", "../hub.png", "old/hub.png"])
def test_a_file_that_lies_beside_its_place_is_moved(truth: Truth, photo: Path, to: str) -> None:
    """Renamed in its folder, or under its name one folder up or down."""
    show(truth, photo_at(str(photo)))
    place = photo.parent / to
    place.parent.mkdir(exist_ok=True)
    photo.rename(place)
    assert status_of(truth) == "moved"
    found = verify(truth).path
    assert found is not None
    assert found.resolve() == place.resolve()


def test_a_file_with_other_bytes_is_modified(truth: Truth, photo: Path) -> None:
    """Also one of the same size; but if the old one lies beside it, it has moved."""
    show(truth, photo_at(str(photo)))
    photo.write_bytes(PHOTO[::-1])
    assert verify(truth) == Evidence(verify(truth).receipt, SourceStatus.MODIFIED, photo)
    (photo.parent / "before.png").write_bytes(PHOTO)
    assert status_of(truth) == "moved"


def test_a_file_that_is_not_there_is_missing(truth: Truth, photo: Path) -> None:
    """Nor beside its place; far away nobody looks."""
    show(truth, photo_at(str(photo)))
    photo.rename(photo.parents[2] / "hub.png")
    assert (status_of(truth), verify(truth).path) == ("missing", photo)


@pytest.mark.parametrize(
    "path", [None, "", "https://example.org/hub.png", "sediment://file-1", "hub.png", "~nobody-here/hub.png"]
)
def test_what_has_no_place_is_payload_only(truth: Truth, path: str | None) -> None:
    """Pasted images, addresses, and names that lead nowhere."""
    show(truth, photo_at(path))
    assert (status_of(truth), verify(truth).path) == ("payload-only", None)


@pytest.mark.parametrize("path", ["/no\0where", "/" + "x" * 5000, "/dev/null/x"])
def test_an_impossible_place_is_missing(truth: Truth, path: str) -> None:
    """Whatever a transcript says, nothing is raised."""
    show(truth, photo_at(path))
    assert status_of(truth) == "missing"


def test_a_place_may_be_told_from_the_project_s_folder(truth: Truth, photo: Path) -> None:
    """Relative paths begin there."""
    show(truth, photo_at("photos/hub.png"), project=str(photo.parents[1]))
    assert status_of(truth) == "verified"


def test_a_pipe_is_not_read(truth: Truth, photo: Path) -> None:
    """Only regular files are: opening anything else could wait for ever."""
    show(truth, photo_at(str(photo)))
    photo.unlink()
    os.mkfifo(photo)
    assert status_of(truth) == "missing"


def test_a_file_in_a_zip_file_is_found_there(truth: Truth, tmp_path: Path) -> None:
    """Exports are read without being unpacked; another file of that name is another file."""
    export = tmp_path / "export.zip"
    show(truth, photo_at(f"{export}/photos/hub.png"))
    for name, content, status in (
        ("photos/hub.png", PHOTO, "verified"),
        ("hub.png", PHOTO, "missing"),
        ("photos/hub.png", b"x", "missing"),
    ):
        with ZipFile(export, "w") as archive:
            archive.writestr(name, content)
        assert status_of(truth) == status
    for damage in (b"PK\x03\x04", b"no zip"):
        export.write_bytes(damage)
        assert status_of(truth) == "missing"


def test_what_was_only_named_is_payload_only(truth: Truth, photo: Path) -> None:
    """Then the digest is that of its name in the export, and no file can be compared with it."""
    pointer = "/api/files/7f3a"
    show(truth, Attachment("image/png", 0, digest_of(pointer.encode()), path=pointer))
    assert status_of(truth) == "payload-only"


def test_one_of_several_places_is_enough(truth: Truth, photo: Path) -> None:
    """The same photo was shown from two folders, and one of them is gone."""
    show(truth, photo_at(str(photo)), minute=1)
    show(truth, photo_at("/gone/hub.png"), minute=2)
    assert (status_of(truth), verify(truth).path) == ("verified", photo)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("front 100\nrear 135\n", "verified"),
        ("\ufefffront 100\r\nrear 135\r\n", "verified"),
        ("hubs\nfront 100\nrear 135\ncranks", "verified"),
        ("front 100\nrear 142\n", "modified"),
        ("front 100\nrear 1350\n", "modified"),
        ("", "modified"),
    ],
)
def test_a_text_is_compared_by_its_lines(truth: Truth, tmp_path: Path, content: str, status: str) -> None:
    """What was shown may have been a part of the file; line ends do not count."""
    notes = tmp_path / "hubs.md"
    show(truth, text_at(notes, "front 100\nrear 135"))
    notes.write_bytes(content.encode())
    assert status_of(truth) == status


def test_a_text_that_was_cut_is_compared_as_far_as_it_was_kept(truth: Truth, tmp_path: Path) -> None:
    """Its last line may be cut in two."""
    notes = tmp_path / "long.md"
    text = "".join(f"spoke {number}\n" for number in range(TEXT_LIMIT // 8))
    show(truth, text_at(notes, text))
    notes.write_text("more\n" + text)
    assert status_of(truth) == "verified"


def test_sources_come_in_the_order_of_their_receipts(truth: Truth, photo: Path) -> None:
    """One answer each."""
    show(truth, photo_at(str(photo)), minute=1)
    show(truth, Attachment("image/png", 3, "ab" * 32), minute=2)
    every = list(receipts(truth.receipts).values())
    assert [one.receipt for one in verify_sources(truth.receipts, every[::-1])] == every[::-1]
