"""Check: every kind of drift is named, and a sound index has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.models.hashing import HashEmbedder
from cotw.records.message import Kind
from cotw.settings import Config, HomeSettings
from tests.builders import message
from tests.index.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path)
    prompt = message("where is the key?", minute=0)
    workshop.say(
        prompt,
        message("under the mat, as always. " * 12, minute=1, kind=Kind.AGENT),
        message("The key", minute=2, kind=Kind.SUMMARY, about=prompt.id),
        message("go on", minute=3, queued=True),
        message("go on", minute=4),
        message("who has it? I live in Berlin, with Mara.", minute=5, session="s2"),
    )
    workshop.refresh()
    return workshop


def test_a_sound_index_has_no_drift(workshop: Workshop) -> None:
    """Counts are given, and nothing is found."""
    report = workshop.check()
    assert report.sound
    assert report.exchanges == 3
    assert report.units > 3


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("DELETE FROM records WHERE id = (SELECT min(id) FROM records)", "missing records"),
        ("INSERT INTO records VALUES ('stray', 1, 's1', 'f')", "stray records"),
        ("INSERT INTO records SELECT * FROM records LIMIT 1", "doubled records"),
        ("UPDATE messages SET text = text || '!' WHERE kind = 'agent'", "altered messages"),
        ("UPDATE messages SET thread = 'garden'", "altered messages"),
        ("DELETE FROM messages WHERE session = 's2'", "missing messages"),
        ("DELETE FROM titles", "missing titles"),
        ("UPDATE messages SET dropped = NOT dropped WHERE queued", "miscounted queued prompts"),
        ("UPDATE exchanges SET agent = 'in the car' WHERE agent <> ''", "altered exchanges"),
        ("UPDATE exchanges SET digest = 'x' WHERE session = 's2'", "altered exchanges"),
        ("DELETE FROM exchanges WHERE session = 's2'", "missing exchanges"),
        ("UPDATE units SET text = text || '!' WHERE ordinal = 1", "altered units"),
        ("DELETE FROM units WHERE ordinal = 1", "missing units"),
        ("DELETE FROM units WHERE ordinal = 1", "stray vectors"),
        ("UPDATE units SET stored = false WHERE ordinal = 1", "units not embedded yet"),
        ("DELETE FROM mentions WHERE key = 'mara'", "exchanges with other mentions"),
        ("INSERT INTO mentions SELECT * FROM mentions LIMIT 1", "exchanges with other mentions"),
        ("UPDATE mentions SET exchange = 'gone'", "gone but for their mentions"),
        ("UPDATE triple_sources SET predicate = 'uses'", "exchanges with other triple_sources"),
        ("DELETE FROM triple_sources", "exchanges with other triple_sources"),
        ("UPDATE sessions SET title = 'another' WHERE id = 's2'", "altered sessions"),
        ("UPDATE sessions SET exchanges = 7 WHERE id = 's2'", "altered sessions"),
        ("INSERT INTO threads VALUES ('ghost', 'ghost', 'open', 0, NULL, 3)", "stray threads"),
        ("UPDATE exchanges SET mode = 'booth'", "misfiled vectors"),
        ("DELETE FROM truth_files", "files of the archive not (wholly) in the index"),
    ],
)
def test_drift_is_named(workshop: Workshop, change: str, expected: str) -> None:
    """What was changed behind our back is found, in its layer."""
    with workshop.index(write=True) as index:
        index.database.execute(change)
    drifts = [str(drift) for drift in workshop.check().drifts]
    assert any(expected in drift for drift in drifts), drifts


def test_drift_of_vectors_is_named(workshop: Workshop) -> None:
    """Rows that LanceDB lost, and rows of another encoder."""
    with workshop.index(write=True) as index:
        [[first], [second]] = index.database.execute("SELECT id FROM units ORDER BY id LIMIT 2").fetchall()
        index.units.delete([first])
        index.units.table.update(where=f"id = '{second}'", values={"encoder": "other"})
    drifts = [str(drift) for drift in workshop.check().drifts]
    assert any("units without their vector" in drift and first in drift for drift in drifts)
    assert any("vectors of another encoder" in drift and second in drift for drift in drifts)


def test_a_missing_full_text_index_is_named(workshop: Workshop) -> None:
    """Without it, no word would be found."""
    with workshop.index(write=True) as index:
        index.units.table.drop_index("words_idx")
    assert any("full-text" in drift.what for drift in workshop.check().drifts)


def test_an_index_that_cannot_be_searched_is_named(workshop: Workshop) -> None:
    """LanceDB reads an index when it is searched, not when it is opened."""
    for path in (workshop.home.index / "live" / "units.lance" / "_indices").rglob("*.lance"):
        path.write_bytes(b"x" * 100)
    [drift] = workshop.check().drifts
    assert "unreadable" in drift.what
    assert "words" in drift.ids


def test_other_settings_are_named(workshop: Workshop) -> None:
    """An index that was built for another zone or encoder is drift."""
    workshop.config = Config(home=HomeSettings(timezone="Asia/Tokyo"))
    workshop.embedder = HashEmbedder(dimension=8, max_pieces=24)
    workshop.embedder.version = "another"
    named = " ".join(drift.what for drift in workshop.check().drifts)
    assert "time zone" in named
    assert "encoder" in named


def test_a_check_changes_nothing(workshop: Workshop) -> None:
    """It opens the index for reading only."""
    before = {path: path.read_bytes() for path in workshop.home.index.rglob("*") if path.is_file()}
    workshop.check()
    assert {path: path.read_bytes() for path in workshop.home.index.rglob("*") if path.is_file()} == before
