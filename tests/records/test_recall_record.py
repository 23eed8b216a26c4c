"""Recall records: what is kept of a question and its answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from cotw.files import from_json, to_json
from cotw.records.hit import PathScore, RecallFilters
from cotw.records.recall_record import Build, RecallRecord, RecordedHit
from tests.builders import NOON

BUILD = Build("b1", "3", "s1", records=7, digest="2a-0000001f", rows=9, encoder="e1", cotw="0.1.0")
HIT = RecordedHit(
    "3f9a1c2e3f9a1c2e3f9a1c2e",
    1.3000000000000003,
    {"semantic": 0.5, "words": 0.8},
    {"semantic": PathScore(None, 0.1 + 0.2), "keyword": PathScore(1, 4.5)},
)
RECORD = RecallRecord(
    question="which chain fits the 🚲 hub?",
    asked=NOON + timedelta(microseconds=7),
    thread="garden",
    mode=None,
    filters=RecallFilters(thread="o'brien", since=NOON, speaker="human"),
    limit=5,
    settings={"limit": 5, "fusion": "scores"},
    build=BUILD,
    hits=(HIT,),
)


def test_a_record_is_read_as_it_was_written() -> None:
    """Every figure to the last bit, instants and bounds included."""
    assert RecallRecord.from_record(from_json(to_json(RECORD.to_record()))) == RECORD
    bare = replace(RECORD, filters=RecallFilters(), hits=())
    assert RecallRecord.from_record(from_json(to_json(bare.to_record()))) == bare


def test_the_id_is_a_digest_of_all_of_it() -> None:
    """The same question with the same answer is the same record; any difference makes another one."""
    again = RecallRecord.from_record(from_json(to_json(RECORD.to_record())))
    assert again.id == RECORD.id == RECORD.to_record()["id"]
    assert len(RECORD.id) == 24
    others = (
        replace(RECORD, question="which chain?"),
        replace(RECORD, limit=6),
        replace(RECORD, hits=()),
        replace(RECORD, build=replace(BUILD, rows=10)),
        replace(RECORD, asked=NOON),
    )
    assert len({RECORD.id, *(other.id for other in others)}) == 6


def test_no_bound_is_not_written() -> None:
    """Only bounds that were set stand in the record, with instants in UTC."""
    assert json.loads(to_json(RECORD.to_record()))["filters"] == {
        "thread": "o'brien",
        "since": "2026-03-14T12:00:00Z",
        "speaker": "human",
    }


@pytest.mark.parametrize("name", ["question", "asked", "build", "hits", "filters", "limit"])
def test_a_line_that_lacks_something_is_no_record(name: str) -> None:
    """It is refused by one of the errors that readers of the journal know."""
    record = RECORD.to_record()
    del record[name]
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        RecallRecord.from_record(record)
