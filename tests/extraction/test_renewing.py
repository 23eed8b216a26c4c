"""Renewing: after any edits, what is declared is what the file says, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from cotw.clock import format_instant
from cotw.extraction.declaring import statements
from cotw.extraction.renewing import removal, renewal
from cotw.files import digest_of
from cotw.records.fact import Life, Turn
from cotw.store.declared import Declared, Line, fold
from tests.builders import NOON

PATH = "/shop/CLAUDE.md"
WORDS = ["lock the door", "lock the doors", "chains get wax", "port: 8080", "port: 9090", "yes"]


class Journal:
    """Lines with an instant each, a minute apart from one look at the file to the next."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._minute = 0

    @property
    def declared(self) -> Declared:
        return fold(self.lines)

    def look(self, text: str | None, keep: int | None = None) -> list[Line]:
        """The file says this now, or is gone; a process that is killed writes `keep` lines of it."""
        self._minute += 1
        at = format_instant(NOON + timedelta(minutes=self._minute))
        if text is None:
            made = removal(self.declared, PATH)
        else:
            made = renewal(self.declared, PATH, digest_of(text.encode()), statements(text))
        self.lines += [{"at": at, **line} for line in made[:keep]]
        return made


def said(lives: list[Life]) -> list[tuple[object, ...]]:
    return sorted((life.statement.span, life.statement.heading, life.text) for life in lives)


def expected(text: str | None) -> list[tuple[object, ...]]:
    return sorted((one.span, one.heading, one.text) for one in statements(text or ""))


@st.composite
def files(draw: st.DrawFn) -> str | None:
    """A small file of headings and items, some of them equal or alike; seldom none."""
    if draw(st.integers(0, 7)) == 0:
        return None
    item = st.sampled_from(WORDS).map(lambda words: f"- {words}")
    heading = st.sampled_from(["# Shop", "## Oils", "# Network", ""])
    return "\n".join(draw(st.lists(item | item | heading, max_size=9)))


@given(st.lists(files(), min_size=1, max_size=7))
def test_after_any_edits_the_facts_are_those_of_the_file(edits: list[str | None]) -> None:
    """Every fact that was ever seen is in the history once for every time it stood there without a break."""
    journal = Journal()
    lives: set[str] = set()
    for text in edits:
        before = {life.id: life for life in journal.declared.current(PATH)}
        journal.look(text)
        now = journal.declared.current(PATH)
        assert said(now) == expected(text)
        for life in now:
            # What goes on is unchanged, and what begins has never been there under this id.
            assert life.id not in lives or before[life.id].began == life.began
            lives.add(life.id)
        gone = [life for life in journal.declared.lives() if life.id in before and life.ended is not None]
        assert all(life.ending in (Turn.EDITED, Turn.MOVED, Turn.REMOVED) for life in gone)
    history = list(journal.declared.lives())
    assert len(history) == len({life.id for life in history})
    assert {life.id for life in history} == lives
    by_id = {life.id: life for life in history}
    for life in history:
        if life.superseded_by is not None:
            assert by_id[life.superseded_by].began == life.ended
            assert by_id[life.superseded_by].lineage == life.lineage


@given(files(), files(), st.integers(0, 12), st.booleans())
def test_a_killed_look_is_made_up_for(
    first: str | None, second: str | None, keep: int, is_put_back: bool
) -> None:
    """However many lines were written before the end, the next look brings everything right.

    Also if the file was put back meanwhile: it does not count as known then.
    """
    journal = Journal()
    journal.look(first)
    journal.look(second, keep)
    then = first if is_put_back else second
    if then is None or journal.declared.digest(PATH) != digest_of(then.encode()):
        journal.look(then)
    assert said(journal.declared.current(PATH)) == expected(then)


def test_what_was_removed_returns_as_the_fact_it_was() -> None:
    """Its history goes on, with a gap."""
    journal = Journal()
    for text in ("- chains get wax\n- yes", "- yes", "- yes\n- chains get wax"):
        journal.look(text)
    (life,) = (one for one in journal.declared.current(PATH) if one.text == "chains get wax")
    first, again = journal.declared.lineages[life.lineage]
    assert (first.ending, first.superseded_by) == (Turn.REMOVED, None)
    assert (again.beginning, again.ended) == (Turn.RETURNED, None)


def test_lines_that_slide_are_no_news() -> None:
    """A line put in above changes where the others stand and nothing else."""
    journal = Journal()
    journal.look("- a b\n- c d")
    made = journal.look("- x y\n- a b\n- c d")
    assert [line.get("turn") for line in made] == ["new", None]
    assert said(journal.declared.current(PATH)) == [
        ((1, 1), (), "x y"),
        ((2, 2), (), "a b"),
        ((3, 3), (), "c d"),
    ]
