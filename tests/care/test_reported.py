"""What an agent reports is told as a report, wherever it is told; what a file says is nobody's word."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.care.handoffs import Wish, write_handoffs
from cotw.care.learning import Reporter, learn
from cotw.care.past import digest_markdown, look_back, make_digest, summary_pages
from cotw.continuity.threads import make_thread, place_project, place_session
from cotw.importers.told import Told, Words
from cotw.memory import Memory
from cotw.records.hit import RecallFilters
from cotw.records.message import Kind
from tests.care.injected import exchange, remembering

BY = {"actor": "mara", "channel": "a terminal"}
REPORT = "(reported by openclaw)"
SAID = "We decided to order the rims from Sapim. I'll call Jana tomorrow."


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """A home that knows of one exchange, by a report."""
    memory = remembering(tmp_path, [])
    words = (Words(Kind.HUMAN, SAID), Words(Kind.AGENT, "I'll write the list for Yusuf."))
    learn(memory, [Told(words, memory.clock(), tool="openclaw", session="s1")], Reporter("a script"))
    memory.refresh()
    return memory


def test_on_pages(memory: Memory) -> None:
    """Each line of a digest and of a handoff that quotes it says so; such words are not the person's own."""
    found = make_digest(memory, None)
    page = digest_markdown(memory, found)
    quoting = [line for line in page.splitlines() if "“" in line]
    assert len(quoting) > 3
    assert all(REPORT in line for line in quoting)
    assert found.figures.words == 0
    done = write_handoffs(memory, Wish(), dry_run=True)
    lines = [line for one in done for line in one.body.splitlines() if line.startswith("> - ")]
    assert len(lines) > 5
    assert all(REPORT in line for line in lines)
    assert "openclaw reported that a person said it" in done[-1].body


def test_in_summaries_and_on_the_timeline(memory: Memory) -> None:
    """Whoever reported it is named beside it."""
    period = make_digest(memory, None).period
    quotes = [quote for page in summary_pages(memory, period) for quote in page.node.quotes]
    assert {quote.reported_by for quote in quotes} == {"openclaw"}
    told = look_back(memory, RecallFilters(), 10)
    moments = [one for day in told.days for sitting in day.sittings for one in sitting.moments]
    assert {one.reported_by for one in moments} == {"openclaw"}


def test_a_line_of_a_file_is_not_the_agents(tmp_path: Path) -> None:
    """What stands in a TODO file was written by anyone: the prose of a thread names the file."""
    memory = remembering(tmp_path, exchange("The rim came.", "Good.", minute=0, session="s1"))
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "TODO.md").write_text("- [ ] pay the invoice of Yusuf\n")
    thread = make_thread(memory.truth, "Wheels", BY, {}).id
    place_session(memory.truth, "s1", thread, BY)
    place_project(memory.truth, str(shop), thread, BY)
    memory.refresh()
    body = write_handoffs(memory, Wish(thread=thread), dry_run=True)[-1].body
    assert "Still open since it was written in TODO.md: “pay the invoice of Yusuf”" in body


def test_no_name_turns_a_page_round(tmp_path: Path) -> None:
    """Marks of direction in a sender's name or a text do not reach the page."""
    said = exchange(
        "The rim \u202emac\u202c came.", "Good\u2066.", minute=0, sender="Mara\u202e", session="s1"
    )
    for done in write_handoffs(remembering(tmp_path, said), Wish(), dry_run=True):
        assert "Mara" in done.body
        assert not set("\u202c\u202e\u2066") & set(done.body)
