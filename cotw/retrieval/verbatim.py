"""Verbatim: an exchange as the archive has it, word for word, where the index holds it cleaned and masked."""

from __future__ import annotations

from datetime import timedelta, tzinfo

from cotw.clock import local_day
from cotw.extraction.pairing import pair, position
from cotw.records.exchange import Exchange
from cotw.records.message import Message
from cotw.store.archive import Archive


def verbatim(exchange: Exchange, archive: Archive, zone: tzinfo) -> Exchange:
    """The exchange in its own words; as it was given if the archive does not have it."""
    day, last = local_day(exchange.started, zone), local_day(exchange.ended, zone)
    said: list[Message] = []
    while day <= last:
        said += (one for one in archive.read_day(day) if one.session == exchange.session and one.is_speech)
        day += timedelta(days=1)
    paired = pair(sorted(said, key=position), zone)
    return next((one for one in paired if one.id == exchange.id), exchange)
