"""What is kept of calls, outputs and images."""

from __future__ import annotations

import pytest

from cotw.files import digest_of
from cotw.importers.kept import UNKNOWN_MIME, output_of, receipt_of, receipt_of_url, short_target, target_of
from cotw.records.message import TARGET_LIMIT, Attachment


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ({"path": "a.py", "command": "ls"}, "a.py"),
        ({"path": "", "command": "ls"}, "ls"),
        ({"command": ["ls"], "query": "chain"}, "chain"),
        ({"colour": "red"}, None),
        ("ls", None),
        (None, None),
    ],
)
def test_a_target_is_the_first_argument_that_names_something(given: object, target: str | None) -> None:
    """Paths come before commands, commands before descriptions; what is no text is none."""
    assert target_of(given) == target


def test_a_target_is_cut_after_its_secrets_are_masked() -> None:
    """A secret at the place of the cut would otherwise be half there."""
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6g7H8"
    target = short_target("x" * (TARGET_LIMIT - 9) + " " + secret)
    assert target is not None
    assert len(target) <= TARGET_LIMIT
    assert "ghp_a1B2" not in target
    assert short_target("") is None


def test_of_an_output_status_size_and_digest_are_kept() -> None:
    """The size is in bytes, of lone surrogates too."""
    data = b"\xc3\xa9\xed\xa0\x80"
    assert output_of("é\ud800", "ok") == ("ok", 5, digest_of(data))


@pytest.mark.parametrize(
    ("url", "mime", "data"),
    [
        ("data:image/png;base64,aGVsbG8=", "image/png", b"hello"),
        ("data:image/svg+xml;charset=utf-8;base64,aGVsbG8=", "image/svg+xml", b"hello"),
        ("data:text/plain,hello", "text/plain", b"hello"),
        ("data:;base64,aGVsbG8=", UNKNOWN_MIME, b"hello"),
        ("data:image/png;base64,a", "image/png", b"a"),
        ("data:image/png", UNKNOWN_MIME, b"data:image/png"),
        ("https://example.org/a,b.png", UNKNOWN_MIME, b"https://example.org/a,b.png"),
    ],
)
def test_a_receipt_is_of_the_bytes_where_they_are_there(url: str, mime: str, data: bytes) -> None:
    """A data URL holds them; of another only the address is known. What is no base64 is taken as it is."""
    assert receipt_of_url(url) == Attachment(mime, len(data), digest_of(data))


def test_a_receipt_without_a_type_says_so() -> None:
    """Nothing is guessed from the bytes."""
    assert receipt_of("aGVsbG8=", "", base64=True).mime == UNKNOWN_MIME
