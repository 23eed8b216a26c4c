"""Following a chain: what was added is noticed, what was rewritten is noticed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cotw.store.following import BEGINNING, end_of, still_stands
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
