"""What one pointer of a hook asks for: what was shown is noted, the words are found, what happened is done.

Nothing here is done twice: a block is noted once, a compaction counted once for its pointer, a session closed
once at the instant it ended, and a handoff written only if something was said since the last one.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cotw.care.handoffs import Wish, write_handoffs
from cotw.continuity.handoff_taking import Start, note_claimed
from cotw.continuity.handoff_writing import Reason
from cotw.continuity.sessions import KIND as SESSION
from cotw.continuity.sessions import close_session, fold_closings
from cotw.continuity.threads import compacted, decided_threads
from cotw.errors import NothingFound
from cotw.extraction.plain import plain, readable
from cotw.index.rows import aware, fetched
from cotw.memory import Memory
from cotw.records.pointer import Event, Pointer, ShownByHook
from cotw.records.threads import MAIN_THREAD, thread_of_now
from cotw.retrieval.prefixes import utf8
from cotw.store.injections import KIND as INJECTED
from cotw.store.injections import injection_lines

# Larger ones are taken in by whoever names them: cotw ingest PATH.
_MOST_BYTES = 1 << 30
# A tool writes a message in one piece; what it has not touched for so long has its end.
_AT_REST_AFTER = timedelta(seconds=10)
_CLAUDE_CODE, _OPENCLAW = "claude-code", "openclaw"
# With these endings OpenClaw puts a session away that was reset or deleted.
_PUT_AWAY = (".reset.", ".deleted.")


class Late(Exception):
    """It is too early: a transcript is not written yet, or a page not claimed."""


class Refusal(Exception):
    """Nothing can be done with a pointer; says why, in words that quote nothing."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A session as the index has it: its thread, and when its last word was said."""

    thread: str
    ended: datetime


def mode_of(memory: Memory, tool: str) -> str:
    """The mode that an agent of this tool is in."""
    modes = memory.config.modes
    return modes.by_tool.get(tool, modes.default)


def note_shown(memory: Memory, pointer: Pointer) -> None:
    """Notes what a hook has put into a prompt by itself. Raises Late if it may still be at it."""
    shown = pointer.shown
    if shown is None:
        return
    since = min(pointer.at, memory.clock())
    noted = memory.truth.journal.read_back(INJECTED, since)
    if not any(line.get("block") == shown.block for line in noted):
        facts = {
            "thread": shown.thread and plain(shown.thread),
            "mode": plain(mode_of(memory, pointer.tool)),
            "session": plain(pointer.session),
            "start": True,
        }
        known = {name: fact for name, fact in facts.items() if fact}
        lines = injection_lines(shown.block, shown.seal, [plain(one) for one in shown.sources], known)
        with memory.truth.writing() as writer:
            writer.record_all(memory.truth.journal, lines)
    _note_handoff(memory, pointer, shown)


def _note_handoff(memory: Memory, pointer: Pointer, shown: ShownByHook) -> None:
    if shown.claim is None:
        return
    home = memory.home
    claim = home.root / shown.claim
    if Path(shown.claim).parts[:2] != ("handoffs", "sessions") or ".." in claim.parts:
        raise Refusal("its claim is no handoff")
    session = plain(pointer.session) or None
    start = Start(shown.thread or MAIN_THREAD, frozenset(), session, pointer.project)
    if note_claimed(memory.truth, claim, [home.root / one for one in shown.beside], start):
        return
    # A hook leaves its pointer first and claims then. One that was killed between the two has shown nothing.
    waits = claim.with_name(f"{claim.name.rpartition('.claimed-')[0]}.md").exists()
    patience = timedelta(seconds=memory.config.continuity.handoff_claim_seconds)
    if waits and memory.clock() - pointer.at < patience:
        raise Late


def transcripts_of(memory: Memory, pointer: Pointer) -> list[Path]:
    """The files to be taken in, the session's own first; none where the tool names none.

    When a session only begins nothing was said yet. Raises Late and Refusal.
    """
    if pointer.transcript is None or pointer.event is Event.START:
        return []
    path = Path(pointer.transcript)
    found = [path, *_put_away(pointer, path)]
    there = [one for one in found if _is_transcript(memory, one)]
    if not there:
        raise Late
    return [*there, *_of_subagents(pointer, path)]


def is_at_rest(path: Path, now: datetime) -> bool:
    """Whether nobody has written to a file just now. A time that lies ahead says nothing."""
    with suppress(OSError):
        age = now.timestamp() - path.stat().st_mtime
        return not 0 <= age < _AT_REST_AFTER.total_seconds()
    return True


def _is_transcript(memory: Memory, path: Path) -> bool:
    """Whether a file with something in it is there. Raises Refusal for what is none or not to be read."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        raise Refusal("its transcript cannot be read") from None
    if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid():
        raise Refusal("its transcript is no file of this user")
    if facts.st_size > _MOST_BYTES:
        raise Refusal("its transcript is too large")
    if Path(os.path.realpath(path)).is_relative_to(memory.home.root.resolve()):
        raise Refusal("its transcript lies in the home")
    return facts.st_size > 0


def _put_away(pointer: Pointer, path: Path) -> Iterator[Path]:
    if pointer.tool == _OPENCLAW:
        beginnings = tuple(f"{path.name}{ending}" for ending in _PUT_AWAY)
        with suppress(OSError):
            names = sorted(os.listdir(path.parent))
            yield from (path.with_name(name) for name in names if name.startswith(beginnings))


def _of_subagents(pointer: Pointer, path: Path) -> Iterator[Path]:
    """Claude Code keeps what agents wrote that an agent called beside its transcript."""
    folder = path.with_suffix("") / "subagents"
    if pointer.tool == _CLAUDE_CODE and folder.is_dir() and not folder.is_symlink():
        yield folder


def do(memory: Memory, pointer: Pointer) -> None:
    """Does what an event asks for, once its words are in the index."""
    if pointer.event is Event.START:
        return
    known = _known(memory, pointer)
    match pointer.event:
        case Event.STOP if known is not None:
            _write(memory, Wish(session=pointer.session, reason=Reason.PAUSE, folder=_folder(pointer)))
        case Event.COMPACT:
            thread = known.thread if known else _thread_now(memory, pointer)
            compacted(memory.truth, thread, _by(pointer), plain(pointer.session), told_by=pointer.id)
            _write(memory, Wish(thread=thread, reason=Reason.COMPACT))
        case Event.END if known is not None:
            _write(memory, Wish(session=pointer.session, reason=Reason.END, folder=_folder(pointer)))
            _close(memory, pointer, known.ended)
        case _:
            pass


def _close(memory: Memory, pointer: Pointer, last_word: datetime) -> None:
    session, at = readable(pointer.session), min(pointer.at, memory.clock())
    closed = fold_closings(memory.truth.decisions(SESSION)).get(session)
    if closed is None or closed < min(last_word, at):
        # Not now: what is said meanwhile in a session that was resumed opens it again.
        close_session(memory.truth, session, _by(pointer), plain(pointer.reason), at=at)


def _write(memory: Memory, wish: Wish) -> None:
    with suppress(NothingFound):  # nothing was said that the mode may see
        write_handoffs(memory, wish)


def _known(memory: Memory, pointer: Pointer) -> _Known | None:
    """The session, if it has a name, and the index knows one by just this id."""
    if not pointer.session:
        return None
    with memory.index() as index:
        session = utf8(readable(pointer.session))
        rows = fetched(index.database, "SELECT thread, ended FROM sessions WHERE id = ?", session)
    return _Known(str(rows[0][0]), aware(rows[0][1])) if rows else None


def _thread_now(memory: Memory, pointer: Pointer) -> str:
    threads = decided_threads(memory.truth)
    return thread_of_now(threads, memory.clock(), session=pointer.session or None, project=pointer.project)


def _folder(pointer: Pointer) -> str | None:
    """As a transcript's own folder would stand in the index."""
    return readable(plain(pointer.project)) or None if pointer.project else None


def _by(pointer: Pointer) -> dict[str, str]:
    return {"actor": pointer.tool, "channel": "hook"}
