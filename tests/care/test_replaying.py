"""Replaying: a question kept with its answer, asked again, and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cotw.care.forget import forget
from cotw.care.replaying import find_record, list_records, recall_and_record, replay
from cotw.care.selecting import QUESTION, Wanted, select
from cotw.errors import NothingFound, UsageError
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.hit import RecallFilters
from cotw.records.recall_record import RecallRecord
from cotw.store.recalls import journal_line
from tests.builders import HandClock
from tests.care.homes import KEY, NOW, say_today, workshop

ASKED = "which spokes for the cargo bike?"


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Mara's home with an index of hashed words."""
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = memory.__dict__["_questioner"] = HashEmbedder()
    memory.refresh()
    return memory


def kept(memory: Memory, question: str = ASKED) -> RecallRecord:
    """The record of a question that was just asked."""
    _, id_ = recall_and_record(memory, question, RecallFilters())
    return find_record(memory, id_[:8])


def rewritten(memory: Memory, change: Callable[[RecallRecord], RecallRecord]) -> RecallRecord:
    """A record that says something else than what was found."""
    record = change(kept(memory))
    with memory.truth.writing() as writer:
        writer.record(memory.truth.journal, journal_line(record))
    return find_record(memory, record.id)


def later(memory: Memory) -> None:
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant = NOW + timedelta(hours=3)


def test_the_same_answer(memory: Memory) -> None:
    """The same index, asked later, answers as it did then: the moment of asking is that of the record."""
    record = kept(memory)
    assert record.asked == NOW
    assert record.hits
    later(memory)
    done = replay(memory, record)
    assert (done.changed, done.exact, done.is_broken) == ((), None, False)
    assert done.now.is_same
    assert {hit.exchange for hit in done.hits} == {hit.exchange for hit in record.hits}


def test_a_record_says_what_the_answer_said(memory: Memory) -> None:
    """Its hits are those that were shown; none of their words stands in the journal."""
    answer, id_ = recall_and_record(memory, ASKED, RecallFilters(thread="main"), limit=1)
    record = find_record(memory, id_)
    assert [hit.exchange for hit in record.hits] == [shown.hit.exchange for shown in answer.hits]
    assert (record.question, record.limit, record.filters) == (ASKED, 1, RecallFilters(thread="main"))
    journal = b"".join(path.read_bytes() for path in memory.truth.journal.files())
    assert b"butted" not in journal
    assert memory.check(read_data=True).findings == []


def test_after_a_rebuild_it_is_compared_with_an_exact_search(memory: Memory) -> None:
    """Another build may answer otherwise; what is found now and what an exact search finds are both told."""
    record = kept(memory)
    memory.rebuild()
    done = replay(memory, record)
    assert done.changed == ("the index was built anew",)
    assert done.exact is not None
    assert done.exact.is_same
    assert not done.is_broken


def test_what_was_said_later_is_told(memory: Memory) -> None:
    """A hit that is new because it was said after the question is marked as such."""
    record = kept(memory)
    later(memory)
    say_today(memory, "No, other spokes for the cargo bike, the thick ones")
    memory.refresh()
    assert "truth has grown or shrunk" in replay(memory, record).changed
    early = rewritten(memory, lambda one: replace(one, asked=NOW - timedelta(days=7)))
    done = replay(memory, early)
    assert done.later.issuperset(done.now.new)


def test_an_answer_that_should_be_the_same_and_is_not(memory: Memory) -> None:
    """Nothing has changed, and yet a hit is gone: the replay is broken, and names it."""
    record = rewritten(
        memory, lambda one: replace(one, hits=(*one.hits, replace(one.hits[0], exchange="0" * 24)))
    )
    done = replay(memory, record)
    assert done.is_broken
    assert done.now.lost == ("0" * 24,)


def test_settings_of_another_version(memory: Memory) -> None:
    """A setting that is not known any more is named, the others hold; one that makes no sense is refused."""
    unknown = rewritten(memory, lambda one: replace(one, settings={**one.settings, "moon_weight": 1.0}))
    assert replay(memory, unknown).ignored == ("moon_weight",)
    senseless = rewritten(memory, lambda one: replace(one, settings={**one.settings, "rrf_k": -1.0}))
    with pytest.raises(UsageError, match="settings") as refused:
        replay(memory, senseless)
    assert refused.value.hint


def test_secrets_are_masked(memory: Memory) -> None:
    """A secret in a question is masked before it is asked: the journal holds none."""
    record = kept(memory, f"which spokes did {KEY} unlock?")
    assert KEY not in record.question
    assert "[secret:" in record.question
    assert replay(memory, record).now.is_same


def test_records_are_listed_once_and_found_by_their_beginning(memory: Memory) -> None:
    """The same question with the same answer at the same moment is one record."""
    assert list_records(memory) == []
    first, again, other = kept(memory), kept(memory), kept(memory, "the rim")
    assert first == again
    assert list_records(memory) == [first, other]
    with pytest.raises(UsageError, match="too short"):
        find_record(memory, "a")
    with pytest.raises(NothingFound) as nothing:
        find_record(memory, "feedfeed")
    assert "replay --list" in nothing.value.hint


def test_what_cannot_be_read_is_passed_over(memory: Memory) -> None:
    """A line of another make does not keep the others from being read."""
    with memory.truth.writing() as writer:
        writer.record(memory.truth.journal, {"kind": "recall", "id": "x", "question": ["?"]})
    record = kept(memory)
    assert list_records(memory) == [record]


def forget_all(memory: Memory, wanted: Wanted) -> dict[str, int]:
    selection = select(memory.truth.archive.read_all, wanted, list_records(memory))
    forget(memory, selection, {"actor": "mara"}, lambda done, total: None)
    return dict(selection.counts)


def test_forgetting_an_exchange_takes_the_questions_that_found_it(memory: Memory) -> None:
    """A record that names it is forgotten with it; others stay, and the journal is whole."""
    found, other = kept(memory), kept(memory, "zebra")
    assert other.hits == ()
    exchange = found.hits[0].exchange
    assert forget_all(memory, Wanted(ids=(exchange,)))[QUESTION] == 1
    assert list_records(memory) == [other]
    assert memory.check(read_data=True).findings == []


def test_forgetting_words_takes_the_questions_that_hold_them(memory: Memory) -> None:
    """Also where no exchange holds them: the question is then all there is to forget."""
    kept(memory, "does Ottilie ride a zebra?")
    assert forget_all(memory, Wanted(match="OTTILIE")) == {QUESTION: 1}
    assert list_records(memory) == []
    files = [path for path in memory.home.root.rglob("*") if path.is_file()]
    assert not [path for path in files if b"Ottilie" in path.read_bytes()]
    with pytest.raises(NothingFound):
        select(memory.truth.archive.read_all, Wanted(match="Ottilie"), list_records(memory))


def test_a_question_belongs_to_no_session(memory: Memory) -> None:
    """Forgotten by its own id it goes alone; by words within a session or thread it stays."""
    record = kept(memory, "the rim came by zebra, perhaps")
    wanted = Wanted(match="the rim came", thread="main")
    inside = select(memory.truth.archive.read_all, wanted, [replace(record, hits=())])
    assert inside.ids
    assert inside.counts[QUESTION] == 0
    assert forget_all(memory, Wanted(ids=(record.id[:10],))) == {QUESTION: 1}
    assert list_records(memory) == []
