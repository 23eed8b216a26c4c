"""Following a chain: what was added is noticed, what was rewritten is noticed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cotw.store import following
from cotw.store.following import BEGINNING, end_of, still_stands
from cotw.store.forgetting import KIND as FORGET
from cotw.store.lines import record_in
from tests.builders import make_truth


def test_what_came_since_is_noticed(tmp_path: Path) -> None:
    """Only what came since counts, also over the end of a month; other kinds are passed over."""
    truth, clock = make_truth(tmp_path)
    place = BEGINNING
    for number in range(6):
        with truth.writing() as writer:
            writer.record(truth.journal, {"kind": "fact", "number": number})
            writer.record(truth.journal, {"kind": "other", "text": '"kind":"fact"'})
        assert still_stands(truth.journal, place)
        place, found = end_of(truth.journal, place, "fact")
        assert found
        assert end_of(truth.journal, place, "fact") == (place, False)
        clock.instant += timedelta(days=20)


def test_a_rewritten_chain_is_noticed(tmp_path: Path) -> None:
    """Another byte before the place, or fewer of them, and it has to be read anew."""
    truth, _ = make_truth(tmp_path)
    with truth.writing() as writer:
        for number in range(3):
            writer.record(truth.journal, {"kind": "fact", "number": number})
    place, _ = end_of(truth.journal, BEGINNING, "fact")
    (path,) = truth.journal.files()
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert not still_stands(truth.journal, place)
    path.write_bytes(whole.replace(b'"number":2', b'"number":7'))
    assert not still_stands(truth.journal, place)
    path.write_bytes(whole + b'{"torn')
    assert still_stands(truth.journal, place)
    assert end_of(truth.journal, place, "fact") == (place, False)
    path.unlink()
    assert not still_stands(truth.journal, place)


def _noting(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every line that is parsed from now on."""
    parsed: list[bytes] = []

    def noting(raw: bytes) -> Any:
        parsed.append(raw)
        return record_in(raw)

    monkeypatch.setattr(following, "record_in", noting)
    return parsed


def test_what_was_read_once_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only lines that came since are parsed; a chain that was rewritten is read from its beginning."""
    truth, clock = make_truth(tmp_path)
    parsed = _noting(monkeypatch)
    for number in range(4):
        with truth.writing() as writer:
            writer.record(truth.ledger, {"kind": "fact", "number": number, "text": '\n"kind":"fact"'})
            writer.record(truth.ledger, {"kind": "other", "text": "of another kind"})
        parsed.clear()
        assert [line["number"] for line in truth.decisions("fact")] == list(range(number + 1))
        assert len(parsed) == 1
        clock.instant += timedelta(days=20)
    last = truth.ledger.files()[-1]
    last.write_bytes(last.read_bytes() + b'{"kind":"fact","numb')
    assert len(truth.decisions("fact")) == 4
    last.unlink()
    assert len(truth.decisions("fact")) == 3


def test_an_append_does_not_read_the_ledger_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether something is half forgotten is known from what came since the last append."""
    truth, _ = make_truth(tmp_path)
    with truth.writing() as writer:
        done = {"kind": FORGET, "phase": "done"}
        writer.record_all(truth.ledger, [{**done, "forget": str(number)} for number in range(9)])
    with truth.writing():
        pass
    parsed = _noting(monkeypatch)
    with truth.writing() as writer:
        writer.record(truth.journal, {"kind": "noted"})
    assert parsed == []
