"""Receipts as a person looks at them: one by the beginning of its id, and what the agent said about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cotw.clock import local_day
from cotw.errors import NothingFound
from cotw.extraction.plain import plain
from cotw.records.message import Kind, Message
from cotw.records.receipt import PREFIX, Link, Receipt
from cotw.retrieval.prefixes import id_among
from cotw.store.receipts import full_receipt, receipts
from cotw.store.truth import Truth

# In characters.
OBSERVATION_LIMIT = 1200
# An answer may begin before midnight and end after it.
_NEXT_DAY = timedelta(days=1)


def list_receipts(truth: Truth, session: str | None = None) -> list[Receipt]:
    """Every receipt without its full text, those shown last at the end; or those of one session.

    `session` is the beginning of a session's id.
    """
    found = [
        receipt
        for receipt in receipts(truth.receipts).values()
        if session is None or any(link.session.startswith(session) for link in receipt.links)
    ]
    return sorted(found, key=lambda receipt: (max(link.shown for link in receipt.links), receipt.id))


def find_receipt(truth: Truth, prefix: str) -> Receipt:
    """The one receipt whose id begins with `prefix`, with its full text; `att_` may be left out.

    Raises UsageError when `prefix` is too short or fits several, NothingFound when it fits none.
    """
    ids = (id_.removeprefix(PREFIX) for id_ in receipts(truth.receipts))
    given = prefix.strip().lower().removeprefix(PREFIX)
    hint = "see them with: cotw receipt list"
    found = full_receipt(truth.receipts, PREFIX + id_among(ids, given, "receipt", hint=hint))
    if found is None:  # it was forgotten in this moment
        raise NothingFound(f"there is no receipt {prefix!r}", hint=hint)
    return found


def masked(receipt: Receipt) -> Receipt:
    """The same as it may be seen: without secrets in its words, its name and its paths."""
    text, excerpt, name = receipt.text, receipt.excerpt, receipt.name
    return replace(
        receipt,
        name=name and plain(name),
        excerpt=excerpt and plain(excerpt),
        text=text and plain(text),
        links=tuple(replace(link, path=link.path and plain(link.path)) for link in receipt.links),
    )


def observation(truth: Truth, link: Link) -> str:
    """What the agent said next after it was shown, up to the person's words after that; secrets masked."""
    first = local_day(link.shown, truth.zone)
    said: list[Message] = []
    for day in sorted({first, local_day(link.shown + _NEXT_DAY, truth.zone)}):
        said += (one for one in truth.archive.read_day(day) if one.session == link.session)
    words: list[str] = []
    beginning = next((place for place, one in enumerate(said) if one.id == link.message), len(said))
    for one in (one for one in said[beginning + 1 :] if one.is_speech):
        if one.kind is Kind.AGENT:
            words.append(one.text)
        elif words:
            break
    return plain("\n\n".join(words))[:OBSERVATION_LIMIT]
