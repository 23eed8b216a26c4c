"""A receipt says what was shown and where, and is read back as it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.files import digest_of, from_json, to_json
from cotw.records.message import Attachment
from cotw.records.receipt import (
    EXCERPT_LIMIT,
    SIZE_LIMIT,
    TEXT_LIMIT,
    Link,
    Medium,
    Receipt,
    medium_of,
    receipt_id,
    receipts_of,
)
from tests.builders import message

DIGEST = digest_of(b"a photo of a hub")
KEY = "ghp_" + "a1B2" * 9

_texts = st.text()
_known = st.none() | st.text(st.characters())
_links = st.builds(
    Link,
    message=_texts,
    shown=st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    session=_texts,
    thread=_known,
    project=_known,
    path=_known,
)
_receipts = st.builds(
    Receipt,
    id=st.just(receipt_id(DIGEST)),
    kind=st.sampled_from(Medium),
    mime=_texts,
    size=st.integers(0, 2**50),
    digest=st.just(DIGEST),
    links=st.lists(_links, min_size=1, max_size=4).map(tuple),
    name=_known,
    excerpt=_known,
    text=_known,
    characters=st.none() | st.integers(0, 2**50),
)


def shown(text: str | None = None, *, size: int = 16, name: str | None = None, minute: int = 0) -> Receipt:
    """The receipt of one attachment."""
    attachment = Attachment("text/plain", size, DIGEST, name=name, path=f"/bikes/{minute}.txt", text=text)
    (receipt,) = receipts_of(message("look", minute=minute, attachments=(attachment,), project="/bikes"))
    return receipt


@given(_receipts)
def test_a_receipt_is_read_back_equal(receipt: Receipt) -> None:
    """parse ∘ render is the identity, through the bytes of a file."""
    assert Receipt.from_record(from_json(to_json(receipt.to_record(), sort_keys=False))) == receipt


def test_the_same_bytes_have_the_same_id_wherever_they_are_shown() -> None:
    """The id comes from the digest alone."""
    assert shown(minute=1).id == shown(minute=2).id == f"att_{DIGEST[:16]}"


def test_a_receipt_links_to_where_it_was_shown() -> None:
    """Message, instant, session, project and the place of the file."""
    said = message("look", minute=3, attachments=(Attachment("image/png", 3, DIGEST, path="/a.png"),))
    (receipt,) = receipts_of(replace(said, thread="wheels", project="/bikes"))
    assert receipt.links == (Link(said.id, said.timestamp, "s1", "wheels", "/bikes", "/a.png"),)


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("image/png", Medium.IMAGE),
        ("audio/ogg; codecs=opus", Medium.AUDIO),
        ("video/mp4", Medium.VIDEO),
        ("text/markdown", Medium.TEXT),
        ("application/json", Medium.TEXT),
        ("application/ld+json", Medium.TEXT),
        ("application/pdf", Medium.DOCUMENT),
        ("Application/PDF", Medium.DOCUMENT),
        ("application/octet-stream", Medium.FILE),
        ("application", Medium.FILE),
        ("", Medium.FILE),
        ("model/gltf", Medium.FILE),
    ],
)
def test_the_kind_is_told_by_the_mime_type(mime: str, kind: Medium) -> None:
    """Six kinds; what says nothing is a file."""
    assert medium_of(mime) is kind


def test_an_excerpt_is_short_and_without_secrets() -> None:
    """Secrets are masked before it is cut, so that no half of one is left; the text is verbatim."""
    receipt = shown("x" * (EXCERPT_LIMIT - 10) + f" {KEY} end")
    assert receipt.excerpt is not None
    assert len(receipt.excerpt) == EXCERPT_LIMIT
    assert "ghp_" not in receipt.excerpt
    assert receipt.text is not None
    assert KEY in receipt.text


def test_a_long_text_is_cut_and_its_length_kept() -> None:
    """Of 200,001 characters the last one goes."""
    receipt = shown("y" * (TEXT_LIMIT + 1))
    assert (len(receipt.text or ""), receipt.characters) == (TEXT_LIMIT, TEXT_LIMIT + 1)


def test_of_a_file_that_is_too_large_only_an_excerpt_is_kept() -> None:
    """Fifteen megabytes are the limit."""
    assert shown("words", size=SIZE_LIMIT).text == "words"
    receipt = shown("words", size=SIZE_LIMIT + 1)
    assert (receipt.text, receipt.excerpt, receipt.characters) == (None, "words", 5)


def test_private_words_are_not_kept() -> None:
    """Neither in the text nor in the excerpt."""
    receipt = shown("open <private>the code is 4711</private> shut")
    assert "4711" not in f"{receipt.to_record()}"
    assert receipt.text == "open  shut"


def test_receipts_of_one_thing_join_to_one() -> None:
    """Links come together, each message once; what one knows the other gains."""
    first, again, named = shown(minute=1), shown(minute=1), shown("a hub", name="hub.txt", minute=2)
    joined = first.joined(again).joined(named)
    assert joined.links == (*first.links, *named.links)
    assert (joined.name, joined.text, joined.excerpt, joined.characters) == ("hub.txt", "a hub", "a hub", 5)
    assert named.without_text.joined(first).excerpt == "a hub"
    assert first.joined(named.without_text).joined(named).text == "a hub"
