"""A receipt: evidence that a file or image was shown, when its bytes have gone.

It says what the thing was (kind, MIME type, size, SHA-256), what was read in it, and with its links in
which messages it was shown. Later turns carry receipts, not pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from cotw.clock import format_instant, parse_instant
from cotw.records.message import Attachment, Message
from cotw.secrets import mask, strip_private

PREFIX = "att_"
_ID_DIGITS = 16
# In characters: of the words that stand in lists and prompts, and of those that are kept.
EXCERPT_LIMIT = 900
TEXT_LIMIT = 200_000
# In bytes: of a larger file no text is kept but the excerpt.
SIZE_LIMIT = 15 * 1024 * 1024
# Secrets are masked before an excerpt is cut, in as much of the text as could come to stand there.
_EXCERPT_REACH = 16_384


class Medium(StrEnum):
    """What kind of thing was shown."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    TEXT = "text"
    DOCUMENT = "document"
    FILE = "file"


_TEXTUAL = ("json", "xml", "yaml", "toml", "javascript", "sql", "x-sh", "x-httpd-php")


def medium_of(mime: str) -> Medium:
    """The kind of thing that a MIME type names; `file` where it says nothing."""
    main, _, rest = mime.lower().partition(";")[0].strip().partition("/")
    if main in (Medium.IMAGE, Medium.AUDIO, Medium.VIDEO, Medium.TEXT):
        return Medium(main)
    if main != "application" or rest in ("", "octet-stream"):
        return Medium.FILE
    return Medium.TEXT if rest.endswith(_TEXTUAL) else Medium.DOCUMENT


def receipt_id(digest: str) -> str:
    """`att_` and the first 16 digits of the SHA-256: the same thing has the same id wherever it is shown."""
    return PREFIX + digest[:_ID_DIGITS]


@dataclass(frozen=True, slots=True)
class Link:
    """One showing: the message and instant, its session, thread and project, and where the file lay then."""

    message: str
    shown: datetime
    session: str
    thread: str | None = None
    project: str | None = None
    path: str | None = None

    def to_record(self) -> dict[str, Any]:
        """The JSON object of the link; what is not known is left out."""
        record = {"message": self.message, "shown": format_instant(self.shown), "session": self.session}
        for name in ("thread", "project", "path"):
            if (value := getattr(self, name)) is not None:
                record[name] = value
        return record

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Link:
        """The link of a JSON object. Raises KeyError, TypeError or ValueError."""
        return cls(
            message=record["message"],
            shown=parse_instant(record["shown"]),
            session=record["session"],
            thread=record.get("thread"),
            project=record.get("project"),
            path=record.get("path"),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing that was shown, in one message or in several.

    `size` is in bytes, `digest` the SHA-256. `excerpt` has its secrets masked; `text` is verbatim, and
    cut at its limit: `characters` says how long it was. `links` stand in the order they became known.
    """

    id: str
    kind: Medium
    mime: str
    size: int
    digest: str
    links: tuple[Link, ...]
    name: str | None = None
    excerpt: str | None = None
    text: str | None = None
    characters: int | None = None

    @property
    def without_text(self) -> Receipt:
        """The same without its full text."""
        return replace(self, text=None)

    def joined(self, later: Receipt) -> Receipt:
        """With the links of a later receipt of the same thing, and with what only that one knows."""
        known = {link.message for link in self.links}
        read = self if self.characters is not None else later
        return replace(
            self,
            links=(*self.links, *(link for link in later.links if link.message not in known)),
            name=self.name or later.name,
            excerpt=read.excerpt,
            text=later.text if self.text is None else self.text,
            characters=read.characters,
        )

    def to_record(self) -> dict[str, Any]:
        """The JSON object that stands in the family; what is not known is left out."""
        record: dict[str, Any] = {"id": self.id, "kind": self.kind.value, "mime": self.mime}
        record |= {"size": self.size, "digest": self.digest}
        for name in ("name", "excerpt", "text", "characters"):
            if (value := getattr(self, name)) is not None:
                record[name] = value
        record["links"] = [link.to_record() for link in self.links]
        return record

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Receipt:
        """The receipt of a JSON object. Raises KeyError, TypeError, ValueError or AttributeError."""
        return cls(
            id=record["id"],
            kind=Medium(record["kind"]),
            mime=record["mime"],
            size=record["size"],
            digest=record["digest"],
            links=tuple(map(Link.from_record, record["links"])),
            name=record.get("name"),
            excerpt=record.get("excerpt"),
            text=record.get("text"),
            characters=record.get("characters"),
        )


def receipts_of(message: Message) -> Iterator[Receipt]:
    """A receipt for each attachment of `message`."""
    for attachment in message.attachments:
        link = Link(
            message=message.id,
            shown=message.timestamp,
            session=message.session,
            thread=message.thread,
            project=message.project,
            path=attachment.path,
        )
        yield _receipt(attachment, link)


def _receipt(attachment: Attachment, link: Link) -> Receipt:
    read = None if attachment.text is None else strip_private(attachment.text)
    receipt = Receipt(
        id=receipt_id(attachment.digest),
        kind=medium_of(attachment.mime),
        mime=attachment.mime,
        size=attachment.size,
        digest=attachment.digest,
        links=(link,),
        name=attachment.name,
    )
    if read is None:
        return receipt
    return replace(
        receipt,
        excerpt=mask(read[:_EXCERPT_REACH])[:EXCERPT_LIMIT],
        text=read[:TEXT_LIMIT] if attachment.size <= SIZE_LIMIT else None,
        characters=len(read),
    )
