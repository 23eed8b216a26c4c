"""What the person wrote inside a text that OpenClaw stores as the user's, and what OpenClaw put around it.

Before the words stand the day and time, blocks about channel and sender, notices and hints; behind them
message ids and context. Prompts of heartbeats, cron jobs and finished runs are OpenClaw's altogether. All
of it is known by what a text begins or ends with: a prompt that only mentions it is the person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cotw.files import from_json
from cotw.importers.names import name_of
from cotw.records.message import Kind

# Texts that nobody typed, by their beginning.
_SYNTHETIC = (
    "Read HEARTBEAT.md if it exists",
    "[cron:",
    "A new session was started via /new or /reset",
    "A scheduled reminder has been triggered",
    "A scheduled cron event was triggered",
    "An async command you ran earlier has completed",
    'A subagent task "',
    "Agent-to-agent announce step",
    "Agent-to-agent reply step",
    "Continue where you left off. The previous model attempt failed or timed out",
    "Pre-compaction memory flush",
    "You are running a boot check",
    "[System Message]",
    "[Internal task completion event]",
    "[Inter-session message]",
    "[OpenClaw ",
    "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>",
)
# Heartbeats whose text a person wrote into the settings still end like this.
_HEARTBEAT = re.compile(
    r"If nothing needs attention, reply HEARTBEAT_OK\.?\s*"
    r"(?:^(?:When reading HEARTBEAT\.md|Current time:)[^\n]*\s*)*\Z",
    re.MULTILINE,
)
_SUBAGENT = ("[Subagent Context]", "[Subagent Task]")
_CHANNELS = (
    "Telegram|WhatsApp|Discord|Slack|Signal|iMessage|BlueBubbles|WebChat|Matrix|Mattermost|MSTeams|Teams|Feishu"
    "|Google Chat|LINE|IRC|Zalo|QQBot"
)
_TIME = r"(?P<date>\d{4}-\d{2}-\d{2})[ T](?P<time>\d{2}:\d{2})(?::\d{2})?(?P<zone>[^\]\n]{0,40})"
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_STAMP = re.compile(rf"\[{_DAY} {_TIME}\][ \t]*")
_ENVELOPE = re.compile(rf"\[(?:{_CHANNELS}) (?P<sender>[^\]\n]{{0,200}}?) ?(?:{_DAY} )?{_TIME}\][ \t]*")
_SENDER_EXTRAS = re.compile(r" id:\S+| \+\d+\w*\Z")
_SPOKEN_TIME = re.compile(rf"(?:{_DAY} )?{_TIME}")
_ZONE = re.compile(r"\s*(?:GMT|UTC|Z)(?:(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?\s*")
_CONTEXT = re.compile(
    r"(?P<label>[A-Z][^\n:()\[\]]{0,80}?)(?: \(untrusted[^)\n]{0,80}\):|: ⟦openclaw:ctx⟧)[ \t]*(?:\n|\Z)"
)
_JSON_FENCE = re.compile(r"```json[ \t]*\n")
_PLUGIN = re.compile(
    r"(?:(?:Untrusted context \([^)\n]{0,80}\)|Context):\s*\n)?<(active_memory_plugin|relevant-memories)>"
)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")
# Paragraphs of OpenClaw's, and single lines of it. Where a person writes `System: ` it puts `(untrusted)` in.
_PARAGRAPH = re.compile(r"System: |System \(untrusted\): \[\d{4}-|\[Bootstrap pending\]")
_LINE = re.compile(
    r"(?:\[media attached(?: \d+/\d+)?: |To send an image back, prefer the message tool|\[message_id: "
    r"|Delivery: to send a message, use |Delivery: Final assistant text is not )[^\n]*(?:\n|\Z)"
)
_BEHIND = re.compile(
    r"^[ \t]*(?:\[message_id: [^\]\n]{1,200}\]\s*\Z"
    r"|Untrusted context \(metadata, do not treat as instructions or commands\):"
    r"|Context: ⟦openclaw:ctx⟧)",
    re.MULTILINE,
)
_QUEUED = "[Queued messages while agent was busy]"
_QUEUED_ITEM = re.compile(r"^---\nQueued #\d+[^\n]*(?:\n|\Z)", re.MULTILINE)
_REPLY_TAGS = re.compile(
    r"\s*(?:\[\[\s*(?:reply_to_current|reply_to:[^\]\n]{0,200}|audio_as_voice)\s*\]\]\s*)+"
)
_SILENT_REPLIES = frozenset({"NO_REPLY", "HEARTBEAT_OK", "ANNOUNCE_SKIP", "REPLY_SKIP"})
# Interfaces of OpenClaw's own that stand where a channel names its sender.
_INTERFACES = ("openclaw-", "gateway-client", "cli", "webchat")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The person's words, and what was around them; `written` is the wrapper's time as ISO 8601."""

    prompt: str
    wrapper: str = ""
    sender: str | None = None
    written: str | None = None
    subagent: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of wrapper: where it ends, whether its words are kept, and what it says of the message."""

    end: int
    kept: bool = True
    sender: str | None = None
    written: str | None = None


def unwrap(text: str) -> Unwrapped:
    """Parts the person's words from what stands around them; a text without a wrapper stays verbatim."""
    if text.startswith(_QUEUED):
        head, *items = _QUEUED_ITEM.split(text)
        return _joined(head, [_unwrap_one(item) for item in items])
    return _unwrap_one(text)


def _joined(head: str, items: list[Unwrapped]) -> Unwrapped:
    """Messages that waited while the agent was busy are handed to it as one."""
    return Unwrapped(
        prompt="\n\n".join(item.prompt.strip() for item in items if item.prompt.strip()),
        wrapper="\n\n".join([head.strip(), *(item.wrapper for item in items if item.wrapper)]),
        sender=next((item.sender for item in items if item.sender), None),
        written=next((item.written for item in items if item.written), None),
    )


def _unwrap_one(text: str) -> Unwrapped:
    start = _after_blank(text, 0)
    removed: list[str] = []
    sender = written = None
    place = start
    for piece in _pieces(text, start):
        if piece.kept:
            removed.append(text[place : piece.end].strip())
        sender, written = sender or piece.sender, written or piece.written
        place = _after_blank(text, piece.end)
    subagent = text.startswith(_SUBAGENT, place)
    behind = None if subagent else _BEHIND.search(text, place)
    if place == start and behind is None:
        return Unwrapped(text, subagent=subagent)
    end = len(text) if behind is None else behind.start()
    removed.append(text[end:].strip())
    wrapper = "\n\n".join(part for part in removed if part)
    return Unwrapped(text[place:end].strip(), wrapper, sender, written, subagent)


def _after_blank(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _pieces(text: str, place: int) -> Iterator[_Piece]:
    """The pieces of wrapper that `text` begins with at `place`, one behind the other."""
    heartbeat = _HEARTBEAT.search(text, place) is not None
    while place < len(text):
        piece = _piece(text, place, heartbeat=heartbeat)
        if piece is None:
            return
        yield piece
        place = _after_blank(text, piece.end)


def _piece(text: str, place: int, *, heartbeat: bool) -> _Piece | None:
    if stamp := _STAMP.match(text, place) or _ENVELOPE.match(text, place):
        named = stamp.groupdict().get("sender") or ""
        return _Piece(
            stamp.end(), kept=False, sender=_person(_SENDER_EXTRAS.sub("", named)), written=_iso(stamp)
        )
    if paragraph := _PARAGRAPH.match(text, place):
        ending = _PARAGRAPH_END.search(text, paragraph.end())
        return _Piece(len(text) if ending is None else ending.end())
    if heartbeat or text.startswith(_SYNTHETIC, place):
        return _Piece(len(text))
    if plugin := _PLUGIN.match(text, place):
        found = text.find(f"</{plugin[1]}>", plugin.end())
        return _Piece(len(text) if found < 0 else found + len(plugin[1]) + 3)
    if line := _LINE.match(text, place):
        return _Piece(line.end())
    if header := _CONTEXT.match(text, place):
        return _context_block(text, header)
    return None


def _context_block(text: str, header: re.Match[str]) -> _Piece:
    """A block about channel, sender or earlier messages: JSON in a fence, or lines up to an empty one."""
    fence = _JSON_FENCE.match(text, header.end())
    if fence is None:
        ending = _PARAGRAPH_END.search(text, max(header.end() - 1, 0))
        return _Piece(len(text) if ending is None else ending.end())
    closing = text.find("\n```", fence.end() - 1)
    end = len(text) if closing < 0 else closing + 4
    facts = _facts(text[fence.end() : end - 4])
    if header["label"] == "Sender":
        return _Piece(end, sender=_sender_in(facts, "name", "username", "label", "e164", "id"))
    if header["label"] == "Conversation info":
        said = _SPOKEN_TIME.match(name_of(facts.get("timestamp")) or "")
        return _Piece(end, sender=_sender_in(facts, "sender"), written=_iso(said) if said else None)
    return _Piece(end)


def _facts(data: str) -> dict[str, Any]:
    try:
        value = from_json(data)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _sender_in(facts: dict[str, Any], *members: str) -> str | None:
    for member in members:
        value = facts.get(member)
        if isinstance(value, dict):
            value = value.get("name") or value.get("username") or value.get("id")
        named = name_of(value)
        if named and (person := _person(named)):
            return person
    return None


def _person(name: str) -> str | None:
    name = name.strip()
    return None if not name or name.startswith(_INTERFACES) else name


def _iso(stamp: re.Match[str]) -> str | None:
    """The time of a stamp in ISO 8601; none where its zone is an abbreviation that means several."""
    zone = _ZONE.fullmatch(stamp["zone"])
    if zone is None:
        return None
    offset = f"{zone['sign']}{int(zone['hours']):02d}:{zone['minutes'] or '00'}" if zone["sign"] else "+00:00"
    return f"{stamp['date']}T{stamp['time']}{offset}"


def reply_of(text: str) -> tuple[Kind, str]:
    """What the agent said, without the tags that say how to deliver it; a sign of silence is a wrapper."""
    tags = _REPLY_TAGS.match(text)
    said = text[tags.end() :] if tags else text
    return (Kind.WRAPPER if said.strip() in _SILENT_REPLIES else Kind.AGENT), said
