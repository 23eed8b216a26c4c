"""Setting the truth table: a person's decisions about what holds, written to the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from cotw.clock import format_instant
from cotw.continuity.truth_table import KIND, TruthTable, fold, normal_key
from cotw.errors import NothingFound, UsageError
from cotw.extraction.plain import readable
from cotw.ids import short_digest
from cotw.memory import Memory
from cotw.secrets import secrets_in, strip_private

LONGEST_KEY = 80
LONGEST_VALUE = 500


def truth_table(memory: Memory) -> TruthTable:
    """The truth table of a home as it is now."""
    return fold(memory.truth.ledger.of_kind(KIND))


def set_truth(
    memory: Memory, key: str, value: str, by: Mapping[str, str], *, thread: str | None, because: str
) -> bool:
    """Decides that `key` has this value from now on; False if it has it already.

    A key that is there keeps its spelling. `by` says who decided it. Raises UsageError for what is empty,
    too long or a secret.
    """
    key, value = line_of(key, "the key", LONGEST_KEY), line_of(value, "the value", LONGEST_VALUE)
    because = line_of(because, "the reason", LONGEST_VALUE) if because else ""
    return _decide(memory, key, value, by, thread, because)


def unset_truth(memory: Memory, key: str, by: Mapping[str, str], *, thread: str | None, because: str) -> None:
    """Decides that `key` has no value any more. Raises NothingFound if it has none in this scope."""
    key = line_of(key, "the key", LONGEST_KEY)
    because = line_of(because, "the reason", LONGEST_VALUE) if because else ""
    if not _decide(memory, key, None, by, thread, because):
        where = "" if thread is None else f" in the thread {thread}"
        raise NothingFound(f"nothing is set for {key!r}{where}", hint="see: cotw truth list --all")


def line_of(text: str, what: str, longest: int) -> str:
    """`text` on one line, as it may stand in a table. Raises UsageError."""
    line = " ".join(readable(strip_private(text)).split())
    if not line or (what == "the key" and not normal_key(line)):
        raise UsageError(f"{what} is empty", hint='for example: cotw truth set "shop phone" 030 123')
    if len(line) > longest:
        raise UsageError(
            f"{what} has {len(line):,} characters, and {longest} is the most",
            hint="keep long texts in a file, and bind it: cotw knowledge bind PATH",
        )
    if found := secrets_in(line):
        raise UsageError(
            f"{what} holds a secret ({found[0].kind}), and the table is told to agents",
            hint="say where the secret is kept instead",
        )
    return line


def _decide(
    memory: Memory, key: str, value: str | None, by: Mapping[str, str], thread: str | None, because: str
) -> bool:
    with memory.truth.writing() as writer:
        # Folded under the lock: two terminals do not decide on the same former row.
        former = truth_table(memory).current(key, thread)
        if (former.value if former else None) == value:
            return False
        at, before = format_instant(memory.clock()), former.id if former else ""
        line = {
            "kind": KIND,
            "id": short_digest(KIND, before, normal_key(key), str(value), str(thread), at),
            "key": former.key if former else key,
            "value": value,
            "thread": thread,
            "because": because,
            **by,
        }
        writer.record(memory.truth.ledger, line, at)
    return True
