"""What a person wants forgotten goes from everything beside the archive as well, or is named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cotw.care.beside import DECISION, FACT, FILE, Beside, beside
from cotw.care.binding import bind
from cotw.care.forget import finish, forget
from cotw.care.handoffs import Wish, write_handoffs
from cotw.care.identity import note_versions
from cotw.care.knowledge import refresh_knowledge
from cotw.care.selecting import Selection, Wanted, select
from cotw.care.truth_table import set_truth, truth_table, unset_truth
from cotw.continuity.threads import decided_threads, make_thread
from cotw.errors import NothingFound
from cotw.memory import Memory
from cotw.store.check import check_truth
from tests.builders import HandClock
from tests.care.injected import exchange, remembering

WORDS = "the strongbox opens with 4711"
BY = {"actor": "mara", "channel": "a terminal"}


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """A home in which the words were said once, beside other things."""
    said = [
        *exchange("Which oil for the hub?", "SAE 30.", minute=0, session="s1"),
        *exchange(f"For later: {WORDS}.", "Noted.", minute=5, session="s1"),
    ]
    return remembering(tmp_path, said)


def forget_words(memory: Memory, words: str) -> Beside:
    """As the command does it."""
    also = beside(memory, words)
    try:
        selection = select(memory.truth.archive.read_all, Wanted(match=words))
    except NothingFound:
        selection = Selection()
    also.add_to(selection)
    forget(memory, selection, BY, lambda done, total: None)
    return also


def holders(memory: Memory, words: str = "strongbox") -> list[str]:
    root = memory.home.root
    files = [path for path in root.rglob("*") if path.is_file()]
    return [str(path.relative_to(root)) for path in files if words.encode() in path.read_bytes()]


def whole(memory: Memory) -> bool:
    return not list(check_truth(memory.truth, read_data=True))


def test_decisions_go_and_the_ledger_stays_a_chain(memory: Memory) -> None:
    """A row of the truth table goes whole, lest a former value holds again; all other decisions stay."""
    set_truth(memory, "box", "behind the rims", BY, thread=None, because="")
    set_truth(memory, "oil", "SAE 30", BY, thread=None, because="")
    set_truth(memory, "box", WORDS, BY, thread=None, because="")
    unset_truth(memory, "box", BY, thread=None, because="")
    make_thread(memory.truth, f"About {WORDS}", BY, {})
    wheels = make_thread(memory.truth, "Wheels", BY, {})
    memory.refresh()
    assert forget_words(memory, WORDS.upper()).counts == {DECISION: 4}
    assert holders(memory, WORDS) == []
    assert [row.text for row in truth_table(memory).every_row()] == ["oil: SAE 30"]
    assert truth_table(memory).history("box") == []
    assert decided_threads(memory.truth).thread(wheels.id).title == "Wheels"
    assert whole(memory)


def test_a_ledger_of_several_months(memory: Memory) -> None:
    """Every file of it is chained anew behind the first line that goes."""
    clock = memory.clock
    assert isinstance(clock, HandClock)
    for day in range(70):
        if day % 10 == 0:
            set_truth(memory, f"key {day}", WORDS if day == 10 else "red", BY, thread=None, because="")
        clock.instant += timedelta(days=1)
    assert len(memory.truth.ledger.files()) > 2
    forget_words(memory, WORDS)
    assert holders(memory) == []
    assert len(truth_table(memory).every_row()) == 6
    assert whole(memory)


def test_who_is_killed_in_the_middle_is_finished_by_the_next_writer(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger that was not rewritten yet is, and holds together."""
    set_truth(memory, "box", WORDS, BY, thread=None, because="")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("cotw.store.forgetting.Rewriting.ledger", killed)
        with pytest.raises(KeyboardInterrupt):
            forget_words(memory, WORDS)
    assert "ledger" in " ".join(holders(memory))
    with memory.truth.writing():
        pass
    assert not [name for name in holders(memory) if not name.startswith("index/")]
    assert not list(memory.truth.ledger.verify(memory.home.root))
    finish(memory, lambda done, total: None)
    assert holders(memory) == []
    assert whole(memory)


def test_facts_that_no_file_states_any_more_go(memory: Memory, tmp_path: Path) -> None:
    """What a bound file still says would come back: it is named."""
    file, other = tmp_path / "shop" / "notes.md", tmp_path / "shop" / "open.md"
    file.parent.mkdir()
    file.write_text(f"# Shop\n\n- {WORDS}\n- Open on Monday\n")
    other.write_text(f"# Shop\n\n- Keep in mind that {WORDS}\n")
    bind(memory, file.parent, BY, thread=None)
    refresh_knowledge(memory)
    file.write_text("# Shop\n\n- Open on Monday\n")
    refresh_knowledge(memory)
    also = forget_words(memory, WORDS)
    assert also.counts == {FACT: 1}
    assert also.standing == (str(other),)
    other.write_text("# Shop\n\n- Closed in May\n")
    refresh_knowledge(memory)
    forget_words(memory, WORDS)
    assert holders(memory) == []
    assert whole(memory)


def test_versions_of_identity_files_go(memory: Memory) -> None:
    """The file itself is the person's to change; it is named as long as it holds the words."""
    soul = memory.home.identity / "SOUL.md"
    before = soul.read_text()
    soul.write_text(f"{before}\n{WORDS}\n")
    note_versions(memory)
    assert forget_words(memory, WORDS).standing == (str(soul),)
    soul.write_text(before)
    note_versions(memory)
    assert forget_words(memory, WORDS).counts.get(FILE, 0) <= 1
    assert holders(memory) == []


@pytest.mark.parametrize("by_words", [True, False])
def test_pages_go_whatever_became_of_them(memory: Memory, *, by_words: bool) -> None:
    """One whose header a person took away, and what a killed writer left; by the id of the exchange too."""
    write_handoffs(memory, Wish())
    pages = [path for path in memory.home.handoffs.rglob("*.md") if WORDS.encode() in path.read_bytes()]
    assert len(pages) == 2
    for page in pages:
        page.write_text(page.read_text().split("---\n", 2)[2])
    left = pages[0].with_name(f".{pages[0].name}.x1.tmp")
    left.write_text(f"half a page: {WORDS}")
    if by_words:
        forget_words(memory, WORDS)
    else:
        id_ = next(one.id for one in memory.truth.archive.read_all() if WORDS in one.text)
        selection = select(memory.truth.archive.read_all, Wanted(ids=(id_,)))
        forget(memory, selection, BY, lambda done, total: None)
    assert holders(memory) == []
