"""Injections: a block is known by the journal alone, and stays known when its sources are forgotten."""

from __future__ import annotations

from pathlib import Path

from cotw.files import to_json
from cotw.records.block import Seal
from cotw.store.injections import Injections, injection_lines
from cotw.store.truth import Truth
from tests.builders import make_truth, message

SEAL = Seal.of("a block")


def inject(truth: Truth, block: str, *sources: str) -> None:
    with truth.writing() as writer:
        writer.record_all(truth.journal, injection_lines(block, SEAL, sources, {"mode": "chat"}))


def test_what_was_injected_is_known(tmp_path: Path) -> None:
    """Also what is injected after the journal was first read, by whatever process."""
    truth, _ = make_truth(tmp_path)
    known = Injections(truth.journal)
    assert known.seal_of("ctx_1") is None
    inject(truth, "ctx_1")
    assert known.seal_of("ctx_1") == SEAL
    inject(truth, "ctx_2")
    assert (known.seal_of("ctx_1"), known.seal_of("ctx_2"), known.seal_of("ctx_3")) == (SEAL, SEAL, None)


def test_broken_lines_are_passed_over(tmp_path: Path) -> None:
    """A line that is no injection, or half of one, hides none of the others."""
    truth, _ = make_truth(tmp_path)
    with truth.writing() as writer:
        writer.record(truth.journal, {"kind": "injected", "block": "ctx_1"})
        writer.record(truth.journal, {"kind": "note", "about": "injected", "block": "ctx_1"})
    inject(truth, "ctx_2")
    path = truth.journal.files()[-1]
    path.write_bytes(path.read_bytes() + b'"injected" {\n')
    known = Injections(truth.journal)
    assert (known.seal_of("ctx_1"), known.seal_of("ctx_2")) == (None, SEAL)


def test_a_block_outlives_its_sources(tmp_path: Path) -> None:
    """Which records it was made of is forgotten with them; the block is still told from speech."""
    truth, _ = make_truth(tmp_path)
    said = message("Which spokes?")
    with truth.writing() as writer:
        writer.add_day(said.timestamp.date(), [said])
    inject(truth, "ctx_1", f"archive:2026-03-14#{said.id}")
    with truth.writing() as writer:
        writer.note_forgotten(writer.forget(frozenset({said.id}), {"actor": "mara", "channel": "test"}))
    assert said.id.encode() not in to_json([line.record for line in truth.journal.read()])
    assert Injections(truth.journal).seal_of("ctx_1") == SEAL
