"""Files that the messages of a chat name: the receipts for them.

A data URL holds its bytes, a text that was read in a file is given with it; of all others the export
only says what they are called, and their digest is that of the name they are kept under.
"""

from __future__ import annotations

import binascii
from contextlib import suppress
from mimetypes import guess_type

from cotw.files import digest_of
from cotw.importers.names import is_place
from cotw.records.message import Attachment

_UNKNOWN_FORM = "application/octet-stream"
_DATA_URL = "data:"


def shown(pointer: str, *, name: str, mime: str = "", size: object = None, text: str = "") -> Attachment:
    """The receipt for a file that is kept under `pointer`, or is itself there as a data URL."""
    raw = pointer.encode("utf-8", "surrogatepass")
    if pointer.startswith(_DATA_URL):
        form, raw = _embedded(pointer)
        return Attachment(mime if "/" in mime else form, len(raw), digest_of(raw), name or None)
    if text:
        raw = text.encode("utf-8", "surrogatepass")
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
    return "text/plain" if text else _UNKNOWN_FORM


def _embedded(url: str) -> tuple[str, bytes]:
    """The MIME type and the bytes of a data URL; what is no base64 is taken as it stands."""
    head, _, data = url.removeprefix(_DATA_URL).partition(",")
    raw = data.encode("utf-8", "surrogatepass")
    if head.endswith(";base64"):
        with suppress(binascii.Error):
            raw = binascii.a2b_base64(raw, strict_mode=True)
    return head.partition(";")[0] or "text/plain", raw
