"""Redaction: secrets go, every other letter stays, and so does the id."""

from __future__ import annotations

from cotw.extraction.redaction import redacted, redacted_text
from cotw.records.message import Attachment, Kind, ToolCall
from tests.builders import message

KEY = "ghp_" + "a1B2c3D4e5F6" * 3


def test_secrets_go_wherever_words_stand() -> None:
    """In the text, the target of a call, and what is known of an attachment; nothing else changes."""
    shown = Attachment("text/plain", 3, "0" * 64, name=f"{KEY}.txt", path=f"/home/mara/{KEY}.txt", text=KEY)
    call = ToolCall("Bash", f"gh auth login --with-token {KEY}", "ok", 12, "1" * 64)
    said = message(f"the token is {KEY}, keep it", kind=Kind.TOOL, call=call, attachments=(shown,))
    clean = redacted(said)
    assert KEY not in str(clean)
    assert clean.text == "the token is [secret:github], keep it"
    assert (clean.id, clean.timestamp, clean.session) == (said.id, said.timestamp, said.session)
    assert clean.call is not None
    assert (clean.call.name, clean.call.size, clean.call.digest) == ("Bash", 12, "1" * 64)
    assert clean.attachments[0].digest == shown.digest


def test_without_a_secret_every_letter_stays() -> None:
    """Escapes, controls and line ends too: the archive is not tidied."""
    said = message("a \x1b[31mred\x1b[0m hub\r\nand \ud83d a half\x00", call=ToolCall("Read", "hubs.md"))
    assert redacted(said) == said
    assert redacted_text("\x1b[1mbold\x1b[0m") == "\x1b[1mbold\x1b[0m"


def test_a_secret_that_is_plain_keeps_the_escapes_around_it() -> None:
    """Only what hides a secret is taken out."""
    assert redacted_text(f"\x1b[31mtoken {KEY} \x1b[0m!") == "\x1b[31mtoken [secret:github] \x1b[0m!"


def test_escapes_do_not_hide_a_secret() -> None:
    """A colour that begins within it or right before it."""
    for hidden in (f"{KEY[:10]}\x1b[0m{KEY[10:]}", f"\x1b[32m{KEY}\x1b[0m"):
        assert redacted_text(f"token {hidden} and \x1b[1mmore") == "token [secret:github] and more"
