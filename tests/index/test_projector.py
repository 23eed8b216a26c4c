"""The projector: in whatever pieces messages come, the tables are those of all of them at once."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from cotw.extraction.pairing import pair, position
from cotw.index.database import create_schema
from cotw.index.opening import Index
from cotw.index.projector import Batch, Projector
from cotw.index.rules import Rules
from cotw.index.shelf import Shelf
from cotw.index.shelf_file import SCHEMA
from cotw.models.hashing import HashEmbedder
from cotw.records.message import Kind, Message
from tests.builders import message
from tests.index.workshop import shelved

TABLES = ("records", "messages", "titles", "exchanges", "sessions", "threads", "units")
RULES = Rules(UTC, "chat", {})
SPLITTER = HashEmbedder(dimension=8, max_pieces=16)


@st.composite
def sayings(draw: st.DrawFn) -> Message:
    """Messages that often have the same text, the same instant, and a twin."""
    kind = draw(st.sampled_from([Kind.HUMAN] * 4 + [Kind.AGENT] * 2 + [Kind.TOOL, Kind.SUMMARY]))
    return message(
        draw(
            st.sampled_from(["go on", "go on", " go on ", "stop", "a b c d e f g h i j k l m n o p q r", ""])
        ),
        minute=draw(st.integers(0, 8)),
        kind=kind,
        id=f"{draw(st.integers(0, 10**6)):024x}",
        session=draw(st.sampled_from(["s1"] * 5 + ["s2"])),
        order=draw(st.integers(0, 1)),
        queued=kind is Kind.HUMAN and draw(st.booleans()),
        branch=draw(st.sampled_from([None, None, "left"])),
        tool=draw(st.sampled_from(["test", "test", "specstory"])),
        about=f"{draw(st.integers(0, 10**6)):024x}" if kind is Kind.SUMMARY else None,
        thread=draw(st.sampled_from([None, "garden"])),
    )


def named_well(said: list[Message], picks: list[int]) -> list[Message]:
    """The messages with summaries that name some message of the list, by place."""
    return [
        replace(one, about=said[pick % len(said)].id) if one.kind is Kind.SUMMARY else one
        for one, pick in zip(said, picks, strict=False)
    ]


@cache
def a_shelf() -> sqlite3.Connection:
    """The same for what recall reads."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    return connection


@cache
def a_database() -> duckdb.DuckDBPyConnection:
    """One for all examples: making the tables takes longer than filling them."""
    database = duckdb.connect(":memory:", config={"threads": "1"})
    create_schema(database)
    return database


def tables_of(batches: list[list[Message]]) -> dict[str, list[tuple[Any, ...]]]:
    database = a_database()
    for table in TABLES:
        database.execute(f"DELETE FROM {table}")
    index = Index(Path(), database, True)
    index._shelf = Shelf(a_shelf())
    for table in ("exchanges", "titles"):
        a_shelf().execute(f"DELETE FROM {table}")
    projector = Projector(index, RULES, SPLITTER)
    for said in batches:
        batch = Batch()
        for one in said:
            batch.add(one, "archive/open/2026-03-14.jsonl")
        projector.project(batch)
    return {
        "shelf": shelved(a_shelf()),
        **{
            table: sorted(database.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES
        },
    }


@settings(max_examples=50, deadline=None)
@given(
    st.lists(sayings(), min_size=5, max_size=14, unique_by=lambda one: one.id),
    st.lists(st.integers(0, 13), min_size=14, max_size=14),
    st.lists(st.integers(0, 3), min_size=14, max_size=14),
)
def test_pieces_make_no_difference(said: list[Message], about: list[int], piece_of: list[int]) -> None:
    """Messages in up to four batches, in any order, some of them twice, give the rows of one batch."""
    said = named_well(said, about)
    batches = [
        [one for one, piece in zip(said, piece_of, strict=False) if piece == number] for number in range(4)
    ]
    batches[3] += said[:2]
    at_once = tables_of([sorted(said, key=position)])
    assert tables_of(batches) == at_once
    speech = [one for one in sorted(said, key=position) if one.is_speech]
    for session in ("s1", "s2"):
        expected = pair([one for one in speech if one.session == session], UTC)
        rows = [row for row in at_once["exchanges"] if row[1] == session]
        assert sorted(row[0] for row in rows) == sorted(exchange.id for exchange in expected)
