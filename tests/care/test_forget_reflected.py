"""What was thought, proposed, scored, summed up and reported of words goes with them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cotw.care.beside import DECISION, THOUGHT, beside
from cotw.care.deciding import approve
from cotw.care.forget import forget
from cotw.care.reflected import inquiries, pending, proposals
from cotw.care.report.keeping import make_report
from cotw.care.report.night import night_told
from cotw.care.selecting import Selection, Wanted, select
from cotw.care.standing import collect, synthesise
from cotw.care.standing_page import nights
from cotw.care.starts import prepare_start
from cotw.care.summing import unwritten, write_summary
from cotw.memory import Memory
from cotw.store.check import check_truth
from tests.builders import NOON
from tests.care.injected import exchange
from tests.care.models import MARA, scripted
from tests.care.reflective import Thinker, angry_days, at, night, workshop_of

NEEDLE = "strongbox"
SENTENCE = f"I mark every guess about the {NEEDLE} before giving a number."


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """A home whose every part has taken the word up."""
    said = angry_days([f"{NEEDLE} {thing}" for thing in ("lid", "key", "lock")])
    said += exchange(f"I was wrong about the {NEEDLE}.", "Fine.", minute=2 * 24 * 60 + 30, session="day2")
    said += exchange("I was wrong about the spokes.", "Fine.", minute=2 * 24 * 60 + 40, session="other")
    memory = workshop_of(tmp_path, said)
    thinker = Thinker(lambda prompt: f"Mark every guess about the {NEEDLE}.", SENTENCE)
    for day in (0, 1, 2, 3, 50):
        at(memory, NOON + timedelta(days=day, minutes=10))
        night(memory, thinker.here)
        if day == 3:
            for node in unwritten(memory)[:1]:
                write_summary(memory, scripted(f"All about the {NEEDLE}.").here, node)
    assert [*memory.truth.journal.of_kind("summary")]
    collect(memory)
    synthesise(memory)
    make_report(memory, date(2026, 3, 16), night_told(memory, date(2026, 3, 16)))
    assert prepare_start(memory, "cursor", None) is not None
    return memory


def holders(memory: Memory) -> set[str]:
    root = memory.home.root
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).parts[0] for path in files if NEEDLE.encode() in path.read_bytes()}


def forget_it(memory: Memory, *, by_words: bool) -> dict[str, int]:
    counts: dict[str, int] = {}
    every = memory.truth.archive.read_all
    ids = [one.id for one in every() if NEEDLE in one.text]
    selection = select(every, Wanted(match=NEEDLE) if by_words else Wanted(ids=tuple(ids)))
    if by_words:
        also = beside(memory, NEEDLE)
        also.add_to(selection)
        counts = also.counts
    forget(memory, selection, MARA, lambda done, total: None)
    return counts


@pytest.mark.parametrize("by_words", [True, False])
def test_nothing_made_of_it_is_left(memory: Memory, *, by_words: bool) -> None:
    """Inquiries, quotes, thoughts, proposals, scores, pages and starts; what is of other words stays."""
    assert holders(memory) >= {"archive", "journal", "nightshift", "index"}
    assert len(pending(memory)) == 1
    forget_it(memory, by_words=by_words)
    assert holders(memory) == set()
    assert (dict(inquiries(memory)), dict(proposals(memory)), nights(memory)) == ({}, {}, [])
    assert list((memory.home.cache / "starts").glob("*")) == []
    assert not list(check_truth(memory.truth, read_data=True))
    collect(memory)
    assert [one.pattern for one in synthesise(memory).night.recent] == ["owns-mistake"]
    night(memory, None)
    assert holders(memory) == set()


def test_words_that_a_thinker_added_go_too(memory: Memory) -> None:
    """Nothing that was said holds them, only an answer and a proposal: these go, and the archive stays."""
    everything = memory.truth.archive.read_all
    before = [one.id for one in everything()]
    also = beside(memory, "before giving a number")
    assert also.counts[THOUGHT] == 1
    selection = Selection()
    also.add_to(selection)
    forget(memory, selection, MARA, lambda done, total: None)
    assert (dict(proposals(memory)), len(inquiries(memory))) == ({}, 3)
    assert beside(memory, "Guesses given as facts").counts == {THOUGHT: 3}
    assert [one.id for one in everything()] == before


def test_an_approved_trait_is_a_persons(memory: Memory) -> None:
    """The decision goes with the words; SOUL.md is named, and stays as its person has it."""
    (one,) = pending(memory)
    approve(memory, one.id, MARA)
    soul = memory.home.identity / "SOUL.md"
    assert beside(memory, NEEDLE).standing == (str(soul),)
    assert forget_it(memory, by_words=True)[DECISION] == 1
    assert holders(memory) == {"identity"}
    assert SENTENCE in soul.read_text()
