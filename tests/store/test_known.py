"""The cache of known ids knows what the archive holds, whatever happened to its files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cotw.store.known import open_known
from tests.builders import make_truth, message

DAY = date(2026, 3, 14)


def test_a_day_that_was_sealed_before_it_was_over(tmp_path: Path) -> None:
    """Its new file of lines has the old name, but is read from its beginning."""
    truth, _ = make_truth(tmp_path)
    morning = [message(f"morning {number}", minute=number - 60) for number in range(3)]
    noon = [message(f"noon {number}, at some length", minute=number) for number in range(9)]
    for said, sealed in ((morning, True), (noon, False)):
        with open_known(tmp_path / "known.sqlite", wait_seconds=5) as known:
            with truth.writing() as writer:
                writer.add_day(DAY, said)
                known.catch_up(truth.archive)
                if sealed:
                    writer.seal(DAY)
            if not sealed:
                everything = [each.id for each in (*morning, *noon)]
                assert known.archived_of(everything) == set(everything)
