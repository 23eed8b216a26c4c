"""A secret in a name – of a thread, mode, session, tool or person – is as little derived as one in a text."""

from __future__ import annotations

from pathlib import Path

from cotw.care.handoffs import Wish, write_handoffs
from cotw.care.leaks import find_leaks
from cotw.care.learning import Reporter, learn
from cotw.continuity.threads import make_thread, rename_thread
from cotw.importers.told import NAMES, told_of
from tests.care.homes import KEY
from tests.care.injected import context_of, remembering

BY = {"actor": "agent", "channel": "OPENCODE"}


def test_no_derived_file_holds_it(tmp_path: Path) -> None:
    """In index, ledger, journal and pages a mask stands for it; in a thread's id as well."""
    memory = remembering(tmp_path, [])
    names = {name: f"{name} {KEY}" for name in NAMES}
    told = told_of({"user": "Which spokes?", "agent": "Two millimetres.", **names}, "it", memory.truth.zone)
    learn(memory, [told], Reporter("a script"))
    made = make_thread(memory.truth, f"Key {KEY}", BY, {})
    rename_thread(memory.truth, made.id, f"The key {KEY}", BY)
    memory.refresh()
    assert KEY.lower().replace("_", "-")[:20] not in made.id
    assert write_handoffs(memory, Wish())
    shown = context_of(memory, mode=names["mode"], thread=names["thread"], session=f"new {KEY}")
    assert "Two millimetres" in shown.context.text
    assert KEY not in shown.context.text
    assert find_leaks(memory).findings == []
