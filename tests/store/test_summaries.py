"""Lines of summaries are found in a journal without reading all of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from cotw.store.summaries import summary_lines
from tests.builders import make_truth


def test_lines_of_summaries(tmp_path: Path) -> None:
    """Of the months from a day on, in order; other kinds and torn lines are passed over."""
    truth, clock = make_truth(tmp_path)
    for month, text in ((2, "old"), (3, "one"), (4, "two")):
        clock.instant = datetime(2026, month, 20, tzinfo=UTC)
        with truth.writing() as writer:
            writer.record(truth.journal, {"kind": "import", "files": 1})
            writer.record(truth.journal, {"kind": "summary", "text": text})
    with truth.journal.files()[-1].open("ab") as stream:
        stream.write(b'{"kind":"summary"\n{"kind":"summary","text":"torn')
    assert [line["text"] for line in summary_lines(truth.journal, date(2026, 3, 9))] == ["one", "two"]
