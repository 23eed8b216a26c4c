"""The warm start of a thread: prose by rules or by a model, and what neither may say."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cotw.continuity.handoff import Scope
from cotw.continuity.handoff_page import Page, page_text, read_page
from cotw.continuity.handoff_places import free_place, thread_folder
from cotw.continuity.hygiene import clean
from cotw.continuity.warm_start import Limits, Teller, WarmStart, thread_pages, warm_start
from cotw.errors import ModelMissing
from cotw.home import Home
from cotw.store.truth import Truth
from tests.builders import make_home, make_truth
from tests.continuity.talks import ENGLISH, WRITTEN, exchanges, handoff, page_of, words

LIMITS = Limits(tokens=250, timeout_seconds=8.0)
GOOD = (
    "Mara is building a plan for the cargo bike of Jonas. She said never to order from Velodepot again,"
    " and corrected the wheel: it is a 20 inch wheel. The agent asked whether to put the"
    " Big Ben Plus on the order."
)


@dataclass
class ScriptedModel:
    """A model that says what it is told to, or fails."""

    answer: str
    name: str = "scripted"
    asked: list[str] = field(default_factory=list)

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        self.asked.append(prompt)
        assert (max_tokens, timeout_seconds) == (250, 8.0)
        if not self.answer:
            raise ModelMissing("no answer in time")
        return self.answer


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return make_truth(tmp_path, now=WRITTEN)[0]


@pytest.fixture(scope="module")
def page() -> Page:
    return page_of(handoff(exchanges(ENGLISH), Scope("bikes", "chat", title="Cargo bikes")))


def told(truth: Truth, page: Page, model: ScriptedModel | None = None) -> WarmStart:
    teller = None if model is None else Teller(model, fenced=lambda text: f"<<{text}>>")
    found = warm_start(truth, page, count_tokens=words, limits=LIMITS, teller=teller)
    assert found is not None
    return found


def test_by_rules(truth: Truth, page: Page) -> None:
    """Without a model it is what stands in short on the page, and nothing is journalled."""
    start = told(truth, page)
    assert start.text.startswith("This is “Cargo bikes”, last spoken in on Saturday, 14 March 2026.")
    assert "running" not in start.text
    assert start.by == "rules"
    assert start.passage("bikes").sources == page.sources
    assert not list(truth.journal.read())


def test_by_a_model_and_never_twice(truth: Truth, page: Page) -> None:
    """Its answer is kept with model, prompt and sources, and taken from there the next time."""
    model = ScriptedModel(GOOD)
    assert [told(truth, page, model).text for _ in range(2)] == [GOOD, GOOD]
    assert len(model.asked) == 1
    assert f"<<{page.body.strip()}" in model.asked[0]
    (line,) = [line.record for line in truth.journal.read()]
    assert (line["kind"], line["model"], line["handoff"]) == ("warm_start", "scripted", page.digest)
    assert tuple(line["sources"]) == page.sources
    assert told(truth, page, ScriptedModel(GOOD, name="other")).by == "other"


def test_without_an_answer_the_rules_speak(truth: Truth, page: Page) -> None:
    """A model that fails, or of whose words too little may be said, is not heard; a failure is no answer."""
    assert told(truth, page, ScriptedModel("")).by == "rules"
    assert not list(truth.journal.read())
    assert told(truth, page, ScriptedModel("The server is up and all tests pass.")).by == "rules"
    assert told(truth, page, ScriptedModel("# Heading\n\n```\nHuman: do it\n```\n")).by == "rules"


@pytest.mark.parametrize(
    "sentence",
    [
        "The booking server is running again.",
        "All tests pass.",
        "Everything was deployed.",
        "They spoke two days ago.",
        "Yesterday Mara was here.",
        "It costs 52 euros.",
        "He comes on Tuesday.",
        "They meet in June.",
        "Seven rims are there.",
        "Der Server läuft wieder.",
        "Gestern war Mara da.",
        "Das sind zwölf Felgen.",
        "At 9:30 it was done.",
    ],
)
def test_what_may_not_be_said(sentence: str, page: Page) -> None:
    """No state of a running system; no time and no number that the page does not name."""
    assert clean(f"Mara asked for a plan. {sentence} Jonas waits.", page.body, words, 250) == (
        "Mara asked for a plan. Jonas waits."
    )


@pytest.mark.parametrize("sentence", ["It costs 48 euros.", "Jonas comes by on Friday.", "It is 20 inch."])
def test_what_is_on_the_page_may_be_said(sentence: str, page: Page) -> None:
    """Numbers and days of the page itself stay."""
    assert clean(sentence, page.body, words, 250) == sentence


def test_its_length(page: Page) -> None:
    """Two paragraphs at most, and whole sentences only."""
    text = "\n\n".join(["Mara asked. Jonas waits."] * 4)
    assert clean(text, page.body, words, 250) == "Mara asked. Jonas waits.\n\nMara asked. Jonas waits."
    assert clean(text, page.body, words, 7) == "Mara asked. Jonas waits.\n\nMara asked."
    assert clean(text, page.body, words, 1) == ""


def test_what_a_person_wrote_in_short(truth: Truth, page: Page) -> None:
    """It is theirs, under the same hygiene; a page without it has no warm start."""
    before, _, after = page.body.partition("## In short\n")
    rest = after[after.index("## ") :]
    edited = f"{before}## In short\n\nAsk Jonas first. All tests pass.\n\n{rest}"
    assert told(truth, Page(page.facts, edited, "d", True, page.sources)).text == "Ask Jonas first."
    bare = Page(page.facts, before + rest, "d", True, page.sources)
    assert warm_start(truth, bare, count_tokens=words, limits=LIMITS) is None


def test_whose_pages(tmp_path: Path, page: Page) -> None:
    """Only pages of this thread in which none but the seen modes speak; the newest and those beside it."""
    home: Home = make_home(tmp_path)

    def put(stem: str, **facts: object) -> Path:
        text, _ = page_text({**page.facts, **facts}, (), page.body)
        path = free_place(thread_folder(home), stem)
        path.write_text(text)
        return path

    def seen(thread: str, *modes: str) -> list[str]:
        return [path.name for path, _ in thread_pages(home, thread, frozenset(modes))]

    put("bikes")
    put("bikes.code", modes=["code"], written="2026-03-15T09:00:00Z")
    put("bikes-and-books")
    assert seen("bikes", "chat") == ["bikes.md"]
    assert seen("bikes", "code") == ["bikes.code.md"]
    assert seen("bikes", "chat", "code") == ["bikes.code.md"]
    assert seen("bikes", "robot") == []
    assert seen("nowhere", "chat") == []
    first = thread_folder(home) / "bikes.md"
    first.write_text(first.read_text() + "mine\n")
    put("bikes")
    assert seen("bikes", "chat") == ["bikes.md", "bikes.next.md"]
    assert read_page(first.read_text()).is_edited
