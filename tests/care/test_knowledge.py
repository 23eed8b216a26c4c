"""Bound files: what is read of them and what not, what is noted, and what a person can have forgotten."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cotw.care.binding import bind, bindable, bindings, unbind
from cotw.care.knowledge import (
    KnowledgeReport,
    declared_facts,
    find_life,
    forget_facts,
    refresh_knowledge,
    standing_facts,
)
from cotw.errors import NothingFound, UsageError
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.fact import Turn
from cotw.store.check import check_truth
from tests.care.homes import KEY, workshop

BY = {"actor": "mara", "channel": "terminal"}


class Shop:
    """Mara's home beside her folder of notes."""

    def __init__(self, folder: Path) -> None:
        self.memory: Memory = workshop(folder / "home")
        self.memory.__dict__["embedder"] = HashEmbedder()
        self.notes = folder / "notes"
        self.notes.mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def bind(self, path: Path | None = None, thread: str | None = None) -> bool:
        return bind(self.memory, path or self.notes, BY, thread=thread)

    def refresh(self, *, gone: bool = False) -> KnowledgeReport:
        return refresh_knowledge(self.memory, gone=gone)

    def texts(self, thread: str | None = None) -> list[str]:
        return [life.text for life in standing_facts(self.memory, thread)]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A shop with two notes, not bound yet."""
    shop = Shop(tmp_path)
    shop.write("oils.md", "# Oils\n- hubs get oil\n- chains get wax\n")
    shop.write("deep/hours.md", "open: 9 to 18\n")
    return shop


def test_an_edited_line_supersedes_its_former_self(shop: Shop) -> None:
    """With when and why; what did not change is not read twice, and nothing is noted without a change."""
    assert shop.bind()
    assert not shop.bind()
    assert shop.refresh().turns == {Turn.NEW: 3}
    length = len(list(shop.memory.truth.journal.read()))
    assert shop.refresh().turns == {}
    assert len(list(shop.memory.truth.journal.read())) == length
    shop.write("oils.md", "# Oils\n- hubs get much oil\n- chains get wax\n")
    assert shop.refresh().turns == {Turn.EDITED: 1}
    assert shop.texts() == ["open: 9 to 18", "hubs get much oil", "chains get wax"]
    former = next(life for life in declared_facts(shop.memory).lives() if life.text == "hubs get oil")
    assert former.ending is Turn.EDITED
    assert find_life(declared_facts(shop.memory), former.superseded_by or "").text == "hubs get much oil"
    assert not list(check_truth(shop.memory.truth, read_data=True))


def test_a_file_that_vanishes_for_a_moment_keeps_its_facts(shop: Shop) -> None:
    """Missing once is noted; back again, nothing has happened; missing twice, its facts are removed."""
    shop.bind()
    shop.refresh()
    away = shop.notes.parent / "away.md"
    for _ in range(3):
        (shop.notes / "oils.md").rename(away)
        report = shop.refresh()
        assert report.missing == [str(shop.notes / "oils.md")]
        assert report.turns == {}
        away.rename(shop.notes / "oils.md")
        assert shop.refresh().turns == {}
    assert len(shop.texts()) == 3
    (shop.notes / "oils.md").unlink()
    shop.refresh()
    assert shop.refresh().turns == {Turn.REMOVED: 2}
    assert shop.texts() == ["open: 9 to 18"]
    assert shop.refresh().missing == []
    shop.write("oils.md", "# Oils\n- hubs get oil\n")
    assert shop.refresh().turns == {Turn.RETURNED: 1}


def test_a_person_may_say_that_it_is_gone(shop: Shop) -> None:
    """Then nothing is waited for."""
    shop.bind()
    shop.refresh()
    (shop.notes / "oils.md").unlink()
    assert shop.refresh(gone=True).turns == {Turn.REMOVED: 2}


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_disk_that_is_not_mounted_says_nothing(shop: Shop, left: str) -> None:
    """Where the bound folder is not there, or holds nothing at all, no fact is removed, however often."""
    shop.bind()
    shop.refresh()
    shutil.move(shop.notes, shop.notes.with_name("away"))
    if left == "an empty folder":
        shop.notes.mkdir()
    for _ in range(4):
        report = shop.refresh()
        assert (report.missing, report.turns) == ([], {})
    assert len(shop.texts()) == 3


def test_what_is_no_plain_text_is_told_and_left(shop: Shop, tmp_path: Path) -> None:
    """Links are not followed; binary and large files are named, and the rest is read."""
    outside = tmp_path / "secrets.md"
    outside.write_text("- the strongbox")
    (shop.notes / "link.md").symlink_to(outside)
    (shop.notes / "linked").symlink_to(tmp_path, target_is_directory=True)
    (shop.notes / "binary.md").write_bytes(b"- a\0b")
    (shop.notes / "latin.md").write_bytes("- Öl".encode("latin-1"))
    (shop.notes / "large.md").write_text("- much\n" * 200_000)
    (shop.notes / "many.md").write_text("- short\n" * 6_000)
    os.mkfifo(shop.notes / "pipe.md")
    shop.bind()
    report = shop.refresh()
    assert sorted(Path(one.where).name for one in report.problems) == [
        "binary.md",
        "large.md",
        "latin.md",
        "many.md",
    ]
    assert len(shop.texts()) == 3


def test_a_bound_file_that_becomes_a_link_is_left(shop: Shop, tmp_path: Path) -> None:
    """Nobody can put another file in its place by a link."""
    path = shop.notes / "oils.md"
    shop.bind(path)
    shop.refresh()
    (tmp_path / "other.md").write_text("- obey me")
    path.unlink()
    path.symlink_to(tmp_path / "other.md")
    for _ in range(3):
        assert len(shop.refresh().problems) == 1
    assert shop.texts() == ["hubs get oil", "chains get wax"]


def test_what_cannot_be_bound_is_refused(shop: Shop, tmp_path: Path) -> None:
    """Nothing, no text, no Markdown, and the home itself."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    for path in (tmp_path / "no", tmp_path / "empty", tmp_path / "picture.png", shop.memory.home.root):
        with pytest.raises(UsageError):
            bindable(shop.memory, path)
    assert bindings(shop.memory) == ()


def test_the_home_is_passed_over_inside_a_bound_folder(shop: Shop, tmp_path: Path) -> None:
    """What COTW renders is never read as what a person declared."""
    shop.bind(tmp_path)
    shop.refresh()
    assert not [life for life in standing_facts(shop.memory) if "/home/" in life.path]


def test_facts_of_a_thread(shop: Shop) -> None:
    """The nearest binding says where a file's facts hold; taken back, they hold nowhere and are not lost."""
    shop.bind()
    shop.bind(shop.notes / "oils.md", thread="tandem")
    shop.refresh()
    assert shop.texts() == ["open: 9 to 18"]
    assert len(shop.texts("tandem")) == 3
    unbind(shop.memory, shop.notes / "oils.md", BY)
    assert len(shop.texts()) == 3
    unbind(shop.memory, shop.notes, BY)
    assert shop.texts() == []
    assert len(list(declared_facts(shop.memory).lives())) == 3
    with pytest.raises(NothingFound):
        unbind(shop.memory, shop.notes, BY)


def test_private_and_secret_lines_enter_no_file(shop: Shop) -> None:
    """The journal holds neither."""
    shop.write("oils.md", f"- key {KEY}\n<private>\n- the vault\n</private>\n- wax\n")
    shop.bind()
    shop.refresh()
    kept = b"".join(path.read_bytes() for path in shop.memory.home.root.rglob("*") if path.is_file())
    assert b"the vault" not in kept
    assert KEY.encode() not in b"".join(path.read_bytes() for path in shop.memory.home.journal.glob("*"))


def test_forgetting_a_former_fact(shop: Shop) -> None:
    """It goes from journal, index and caches; what stands in the file is refused; the rest stays as it is."""
    shop.write("oils.md", "# Oils\n- the strongbox opens with Rumpelstilz\n- chains get wax\n")
    shop.bind()
    shop.refresh()
    shop.memory.refresh()
    life = next(one for one in standing_facts(shop.memory) if "Rumpelstilz" in one.text)
    with pytest.raises(UsageError, match="still stands"):
        forget_facts(shop.memory, [life], BY, lambda done, total: None)
    shop.write("oils.md", "# Oils\n- the strongbox opens with a key\n- chains get wax\n")
    shop.refresh()
    shop.memory.refresh()
    forget_facts(shop.memory, [life], BY, lambda done, total: None)
    files = [path for path in shop.memory.home.root.rglob("*") if path.is_file()]
    assert [path for path in files if b"Rumpelstilz" in path.read_bytes()] == []
    assert shop.refresh().turns == {}
    assert shop.texts() == ["open: 9 to 18", "the strongbox opens with a key", "chains get wax"]
    assert not list(check_truth(shop.memory.truth, read_data=True))


def test_a_dry_run_changes_nothing(shop: Shop) -> None:
    """It tells what would be noted."""
    shop.bind()
    assert refresh_knowledge(shop.memory, dry_run=True).turns == {Turn.NEW: 3}
    assert shop.texts() == []


def test_two_that_look_at_once_note_everything_once(shop: Shop) -> None:
    """What another process noted meanwhile is not noted again."""
    shop.bind()
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: shop.refresh(), range(4)))
    assert sum((report.turns for report in reports), Counter()) == {Turn.NEW: 3}
    assert len(list(declared_facts(shop.memory).lives())) == 3


def test_ids_may_be_given_by_their_beginning(shop: Shop) -> None:
    """Too short, unknown and ambiguous ones are refused."""
    shop.bind()
    shop.refresh()
    declared = declared_facts(shop.memory)
    (first, *_) = declared.current()
    assert find_life(declared, first.id[:8]) == first
    with pytest.raises(UsageError):
        find_life(declared, "a")
    with pytest.raises(NothingFound):
        find_life(declared, "f" * 24)
