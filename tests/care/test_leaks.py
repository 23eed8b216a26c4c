"""Leaks: a secret in anything derived is found, named by file and kind, and not repeated."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path

import pytest

from cotw.care.leaks import find_leaks
from cotw.errors import IndexMissing
from cotw.index.opening import open_index
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.message import Attachment
from tests.builders import message
from tests.care.homes import KEY, TODAY, workshop
from tests.secrets.planted import mixed

FOUND = "holds a secret (github)"


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Mara's home; a key stands in its archive, and nowhere else."""
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = HashEmbedder(dimension=8, max_pieces=24)
    return memory


def leaks(memory: Memory) -> list[str]:
    found = [str(finding) for finding in find_leaks(memory).findings]
    assert KEY not in "".join(found)
    return found


@pytest.fixture
def indexed(memory: Memory) -> Memory:
    """The same with an index."""
    memory.refresh()
    return memory


def test_a_home_as_it_should_be(indexed: Memory) -> None:
    """The archive is verbatim, and everything else free of secrets."""
    assert KEY in str(list(indexed.truth.archive.read_all()))
    calls: list[tuple[int, int]] = []
    result = find_leaks(indexed, lambda done, total: calls.append((done, total)))
    assert result.findings == []
    assert calls[-1] == (result.size, result.size)
    assert result.files == len(calls) > 3


@pytest.mark.parametrize(
    "name", ["handoffs/main.md", "nightshift/2026-03-14.md", "reports/a.md", "run/keeper.log", "cache/x.txt"]
)
def test_every_derived_file_is_read(memory: Memory, name: str) -> None:
    """Whatever folder it lies in, also deep within one."""
    for path in (memory.home.root / name, memory.home.root / Path(name).parent / "deep" / "er.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"The key is {KEY}.")
    deep = f"{Path(name).parent}/deep/er.txt"
    assert sorted(leaks(memory)) == sorted(f"{file}: {FOUND}" for file in (name, deep))


def test_escapes_do_not_hide_a_secret(memory: Memory) -> None:
    """Neither a colour before it nor one within it."""
    (memory.home.root / "reports" / "a.md").write_text(f"\x1b[32m{KEY}\x1b[0m")
    (memory.home.root / "reports" / "b.md").write_text(f"{KEY[:9]}\x1b[1m{KEY[9:]}")
    assert leaks(memory) == [f"reports/a.md: {FOUND}", f"reports/b.md: {FOUND}"]


def test_what_a_person_writes_is_their_own(memory: Memory) -> None:
    """Settings, identity and templates are not derived, and linked files are not ours."""
    for name in ("identity/SOUL.md", "templates/handoff.md", "config.yaml"):
        (memory.home.root / name).write_text(f"# {KEY}\n")
    (memory.home.root / "reports" / "link").symlink_to(memory.home.config)
    assert leaks(memory) == []


def test_lines_of_json_are_read_as_they_were(memory: Memory) -> None:
    """Quotes within a string do not hide what is assigned in it."""
    note = {"kind": "note", "said": [{"text": 'the "password": "Tr0ub4dor" of the shop'}]}
    with memory.truth.writing() as writer:
        writer.record(memory.truth.journal, note)
    (memory.home.root / "spool" / "a.json").write_text(json.dumps(note) + "\n{half a li")
    assert leaks(memory) == [
        "journal/2026-03.jsonl: holds a secret (assigned)",
        "spool/a.json: holds a secret (assigned)",
    ]


@pytest.mark.parametrize("cut", [1, 20, len(KEY) - 1])
def test_a_secret_between_two_blocks_is_found(memory: Memory, cut: int) -> None:
    """Files are read block by block, and blocks overlap."""
    before = ("x" * 63 + "\n") * (2**20 // 64)
    (memory.home.root / "reports" / "long.md").write_text(f"{before[: -cut - 1]} {KEY} {before}")
    assert leaks(memory) == [f"reports/long.md: {FOUND}"]


def test_bytes_of_databases_are_read(memory: Memory) -> None:
    """Also what was deleted from them and not yet overwritten; random bytes are no secrets."""
    with sqlite3.connect(memory.home.cache / "words.sqlite") as connection:
        connection.executescript("PRAGMA secure_delete = OFF; CREATE TABLE said (text); ")
        connection.execute("INSERT INTO said VALUES (?)", (f"the key {KEY}",))
        connection.commit()
        connection.execute("DELETE FROM said")
    connection.close()
    (memory.home.cache / "vectors.bin").write_bytes(random.Random(5).randbytes(4_000_000))
    assert leaks(memory) == [f"cache/words.sqlite: {FOUND}"]


def test_rows_of_the_index_are_read(indexed: Memory) -> None:
    """Table and column are named: its files are compressed, and bytes alone would tell too little."""
    with open_index(indexed.home, write=True, wait_seconds=5) as index:
        index.database.execute("UPDATE exchanges SET human = ?", [f"the key is {KEY}"])
        index.units.table.update(values={"words": f"the key is {KEY}"})
    found = leaks(indexed)
    assert f"index/live/cotw.duckdb: exchanges.human: {FOUND}" in found
    assert f"index/live/units.lance: units.words: {FOUND}" in found


def test_an_index_that_cannot_be_read_is_not_called_clean(indexed: Memory) -> None:
    """One of another version has to be rebuilt first."""
    with open_index(indexed.home, write=True, wait_seconds=5) as index:
        index.set_meta(projection_version="0")
    with pytest.raises(IndexMissing):
        find_leaks(indexed)


def test_of_a_receipt_only_the_excerpt_is_derived(memory: Memory) -> None:
    """Its text is as it was shown; an excerpt with a secret in it would be a leak."""
    shown = Attachment("text/plain", 9, "ab" * 32, name="keys.txt", text=f"login {KEY}")
    said = message("Which key is it?", minute=24 * 60 + 5, attachments=(shown,))
    with memory.truth.writing() as writer:
        writer.add_day(TODAY, [said])
        writer.record(memory.truth.receipts, {"id": "att_1", "text": f"login {KEY}", "excerpt": "login"})
        assert leaks_of_receipts(memory) == []
        writer.record(memory.truth.receipts, {"id": "att_2", "excerpt": f"login {mixed(3)} {KEY}"})
    assert leaks_of_receipts(memory) == [f"receipts/2026-03.jsonl: excerpt: {FOUND}"]


def leaks_of_receipts(memory: Memory) -> list[str]:
    return [leak for leak in leaks(memory) if leak.startswith("receipts/")]
