"""Zip files of exports: read in place, found beside each other, and refused where they are hostile."""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from hashlib import sha256
from io import BufferedReader, BytesIO

import pytest

from cotw.importers import zipped
from cotw.importers.protocol import Beside
from cotw.importers.zipped import Refused, is_zip, opened

_TALK = b'[{"a": "' + bytes(range(97, 123)) * 40 + b'"}]'


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, tuple[bytes, bool]]:
    """What each file holds, and whether it is damaged."""
    found = {}
    with opened(BytesIO(data), "export.zip") as export:
        for member in export.members:
            content = export.content(member)
            with BufferedReader(content) as stream:
                found[member.name] = (stream.read(), content.flaw is not None)
    return found


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused, opened(BytesIO(data), "export.zip"):
        pass
    return str(refused.value)


def test_zip_files_are_told_by_their_beginning() -> None:
    """An empty one is one; a text about them is none."""
    assert is_zip(BytesIO(packed({"a": b"x"})))
    assert is_zip(BytesIO(packed({})))
    assert not is_zip(BytesIO(b"PK is short for Phil Katz"))
    assert not is_zip(BytesIO(b""))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_files_come_as_they_were_packed(method: int) -> None:
    """Folders are no files; names are only names."""
    files = {"conversations.json": _TALK, "../../evil.json": b"{}", "/etc/passwd": b"", "folder/": b""}
    expected = {name: (data, False) for name, data in files.items() if name != "folder/"}
    assert unpacked(packed(files, method)) == expected
    with opened(BytesIO(packed(files)), "export.zip") as export:
        member = export.members[1]
        assert (member.stem, export.where(member)) == ("evil", "export.zip/../../evil.json")


def test_a_file_can_be_read_twice() -> None:
    """Once to tell what it is, once to take it in."""
    with opened(BytesIO(packed({"a.json": _TALK})), "x") as export:
        stream = BufferedReader(export.content(export.members[0]))
        assert stream.read(9) == _TALK[:9]
        assert stream.seek(0) == 0
        assert (stream.read(), stream.tell()) == (_TALK, len(_TALK))


def test_what_lies_beside_a_transcript_is_hashed() -> None:
    """Wherever in the zip file it lies."""
    with opened(BytesIO(packed({"img/file-a1-pad.png": b"pad"})), "export.zip") as export:
        assert export.beside("file-a1") == Beside(
            "export.zip/img/file-a1-pad.png", 3, sha256(b"pad").hexdigest()
        )
        assert export.beside("file-a") is None


def test_files_in_forms_that_are_not_read_are_counted() -> None:
    """Two methods can be undone piece by piece."""
    data = packed({"a.json": b"{}"}, zipfile.ZIP_BZIP2)
    with opened(BytesIO(data), "x") as export:
        assert (export.members, export.unread) == ([], 1)


def test_a_zip_file_that_claims_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its ratio, before a byte is unpacked, unless it is little in all."""
    bomb = packed({"a.json": bytes(1 << 20)})
    assert unpacked(bomb)["a.json"] == (bytes(1 << 20), False)
    monkeypatch.setattr(zipped, "_UNSUSPICIOUS", 1 << 19)
    assert (
        refusal(bomb)
        == f"is a zip file of {len(bomb):,} bytes that claims to hold 1,048,576; it is not unpacked"
    )
    monkeypatch.setattr(zipped, "SIZE_LIMIT", 1000)
    assert "claims to hold 1,048" in refusal(packed({"a": random.Random(1).randbytes(1048)}))


def test_no_more_is_unpacked_than_was_claimed() -> None:
    """A file that is longer than it says is damaged."""
    data = packed({"a.json": _TALK})
    lying = data.replace(len(_TALK).to_bytes(4, "little"), (20).to_bytes(4, "little"))
    found, damaged = unpacked(lying)["a.json"]
    assert (len(found) <= 20, damaged) == (True, True)


def test_a_list_of_files_that_fills_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is read at once, so its length is bounded."""
    monkeypatch.setattr(zipped, "_DIRECTORY_LIMIT", 4000)
    assert unpacked(packed({"a": b"x"}))
    assert refusal(packed({f"{number}.json": b"" for number in range(100)})) == (
        "is a zip file that is cut off or damaged"
    )


def test_a_cut_zip_file_is_refused() -> None:
    """The list of its files stands at its end."""
    data = packed({"a.json": _TALK})
    for length in range(4, len(data), 7):
        assert refusal(data[:length]) == "is a zip file that is cut off or damaged"


def test_an_encrypted_zip_file_is_refused() -> None:
    """There is nobody to ask for the password."""
    data = bytearray(packed({"a.json": b"{}"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "is an encrypted zip file; unpack it and ingest what was in it"


def test_of_a_damaged_file_the_beginning_is_read() -> None:
    """And its neighbours wholly."""
    noise = random.Random(5).randbytes(1 << 20)
    data = bytearray(packed({"a.bin": noise, "b.json": _TALK}))
    data[500_000] ^= 255
    found = unpacked(bytes(data))
    assert found["b.json"] == (_TALK, False)
    part, damaged = found["a.bin"]
    assert damaged
    assert len(part) > 400_000
    assert part[:400_000] == noise[:400_000]
    with opened(BytesIO(bytes(data)), "x") as export:
        assert export.beside("a") is None


@pytest.mark.parametrize("seed", range(20))
def test_no_bytes_raise_anything_else(seed: int) -> None:
    """Whatever is done to a zip file, it is read as far as it goes, or refused."""
    chance = random.Random(seed)
    whole = packed({"conversations.json": _TALK, "file-a-x.png": b"x" * 50, "d/e.json": b"{}"})
    for _ in range(30):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            # Most of what a zip file says about itself stands at its end.
            place = len(data) - chance.randint(1, chance.choice([250, len(data)]))
            data[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        with suppress(Refused):
            unpacked(bytes(data))
