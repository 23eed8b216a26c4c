"""Files that the messages of a chat name: the receipts for them.

A data URL holds its bytes, a text that was read in a file is given with it; of all others the export
only says what they are called, and their digest is that of the name they are kept under.
"""

from __future__ import annotations

from dataclasses import replace
from mimetypes import guess_type

from cotw.files import digest_of
from cotw.importers.kept import UNKNOWN_MIME, receipt_of_url
from cotw.importers.names import is_place
from cotw.records.message import Attachment

_DATA_URL = "data:"


def shown(pointer: str, *, name: str, mime: str = "", size: object = None, text: str = "") -> Attachment:
    """The receipt for a file that is kept under `pointer`, or is itself there as a data URL."""
    if pointer.startswith(_DATA_URL):
        receipt = receipt_of_url(pointer)
        return replace(receipt, mime=mime if "/" in mime else receipt.mime, name=name or None)
    raw = (text or pointer).encode("utf-8", "surrogatepass")
    form = mime if "/" in mime else guess_type(name, strict=False)[0] or _guessed(mime, text)
    known = size if is_place(size) else 0
    return Attachment(
        mime=form,
        size=len(raw) if text else known,
        digest=digest_of(raw),
        name=name or None,
        path=pointer or None,
        text=text or None,
    )


def _guessed(medium: str, text: str) -> str:
    if medium in ("image", "audio", "video"):
        return f"{medium}/*"
    return "text/plain" if text else UNKNOWN_MIME
