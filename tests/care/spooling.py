"""What hooks leave in Mara's workshop: pointers in the spool, and transcripts beside her home."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cotw.care.starts import prepare_start, start_key
from cotw.clock import format_instant
from cotw.founding import init_home
from cotw.home import Home
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.block import Seal, enclosed
from cotw.wire.paths import spool_folder
from tests.builders import HandClock
from tests.importers.transcripts import SESSION, assistant, said, to_lines, user

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
BIKES = "/home/mara/bikes"


def opened(home: Home, now: datetime = NOW, environment: dict[str, str] | None = None) -> Memory:
    """The memory of a home, with hashed words for an encoder."""
    memory = Memory(home, clock=HandClock(now), wait_seconds=5, environment=environment or {})
    memory.__dict__["embedder"] = memory.__dict__["_questioner"] = HashEmbedder(dimension=8, max_pieces=24)
    return memory


def new_home(folder: Path) -> Home:
    """An empty home in Berlin whose agent knows who it is."""
    home = init_home(folder / "home", name="Mara's agent", timezone="Europe/Berlin").home
    (home.identity / "SOUL.md").write_text("# Soul\n\nI true wheels, and say when I do not know.\n")
    return home


def copied(home: Path, folder: Path) -> Home:
    """A home like that one, of its own."""
    return Home(shutil.copytree(home, folder / "home"))


def talk(first: int, *texts: str, **members: Any) -> list[dict[str, Any]]:
    """A person and an agent in turn, as lines of a transcript."""
    return [
        assistant(first + place, said(text), **members) if place % 2 else user(first + place, text, **members)
        for place, text in enumerate(texts)
    ]


TALK = talk(
    1,
    "Which rim fits the cargo bike?",
    "The Ryde Andra 20.",
    "Order it for Jonas by Friday.",
    "I still have to ask the dealer.",
)


def transcript(folder: Path, *lines: dict[str, Any], session: str = SESSION) -> Path:
    """A transcript with these lines at its end, at rest for long."""
    path = folder / f"{session}.jsonl"
    with path.open("ab") as stream:
        stream.write(to_lines(*lines))
    os.utime(path, (NOW.timestamp() - 600,) * 2)
    return path


def leave(memory: Memory, event: str = "stop", **members: Any) -> Path:
    """A pointer as a hook leaves it; members that are given take the place of its own."""
    id_ = secrets.token_hex(16)
    pointer = {
        "version": 1,
        "id": id_,
        "event": event,
        "tool": "claude-code",
        "session": SESSION,
        "transcript": None,
        "project": BIKES,
        "at": format_instant(memory.clock()),
        "begin": "startup" if event == "start" else None,
        "reason": None,
        "shown": None,
        **members,
    }
    pointer["transcript"] = pointer["transcript"] and str(pointer["transcript"])
    path = Path(spool_folder(str(memory.home.root))) / f"{id_}.json"
    path.write_text(json.dumps(pointer))
    return path


def show_start(memory: Memory, session: str, tool: str = "claude-code", **members: Any) -> str:
    """Does what a hook does without a keeper: prints what lies prepared; a pointer first, then the claim."""
    path = memory.home.cache / "starts" / f"{start_key(tool, BIKES)}.json"
    if not path.exists():
        prepare_start(memory, tool, BIKES)
    start = json.loads(path.read_bytes())
    told = start["with_handoff"] or start["without"]
    block = f"ctx_{secrets.token_hex(8)}"
    body = told["body"].replace(start["mark"], secrets.token_hex(4))
    text = enclosed(block, f"Now: Wednesday 2026-03-04 11:00 ({start['zone']}){start['tail']}\n\n{body}")
    seal = Seal.of(text)
    claim = told.get("page") and f"{told['claim_prefix']}{int(memory.clock().timestamp() * 1000)}.md"
    shown = {
        "block": block,
        "characters": seal.characters,
        "digest": seal.digest,
        "sources": told["sources"],
        "claim": claim,
        "stem": told.get("stem"),
        "beside": told.get("beside", []),
        "handoff_digest": told.get("handoff_digest"),
        "thread": start["thread"],
    }
    leave(memory, "start", session=session, tool=tool, shown=shown, **members)
    if claim and (memory.home.root / told["page"]).exists():
        (memory.home.root / told["page"]).rename(memory.home.root / claim)
    return text


def speech(memory: Memory) -> list[str]:
    """What was said, as the archive has it."""
    return [one.text for one in memory.truth.archive.read_all() if one.is_speech]


def journal(memory: Memory, kind: str) -> list[dict[str, Any]]:
    """The journal's lines of a kind."""
    return list(memory.truth.journal.of_kind(kind))


def ledger(memory: Memory) -> list[dict[str, Any]]:
    """What was decided, without what chains the lines."""
    lines = [line.record for line in memory.truth.ledger.read()]
    return [{name: value for name, value in line.items() if name != "prev"} for line in lines]


def pages(memory: Memory) -> list[str]:
    """The pages of handoffs, by their paths below `handoffs/`."""
    folder = memory.home.handoffs
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.md"))
