"""Warm start: one or two paragraphs for an agent that comes back to a thread.

A language model tells them from the thread's handoff where there is one, in time and once for each handoff;
else they are the `In short` of the page, which rules have written and a person may have edited. Either is put
through the same hygiene: no state of a running system, and no time or number that is not on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cotw.continuity.handoff_page import Page, read_facts, read_page
from cotw.continuity.handoff_places import NEXT, WAITING, file_name, lying_in, thread_folder
from cotw.continuity.hygiene import clean, share_left
from cotw.errors import ModelMissing
from cotw.extraction.plain import plain
from cotw.home import Home
from cotw.ids import short_digest
from cotw.models.language import LanguageModel
from cotw.records.passage import Passage, Warrant
from cotw.rendering import render
from cotw.store.truth import Truth

KIND = "warm_start"
RULES = "rules"
_IN_SHORT = re.compile(r"^## In short\n+(?P<prose>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
# Less of a model's words than this, and they hang together no more.
_LEAST_SHARE, _LEAST_WORDS = 0.5, 20
_WORDS_A_TOKEN = 0.7


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a warm start may be, and how long a model may take for it."""

    tokens: int
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class Teller:
    """A language model, and how a page is fenced before it is shown to one."""

    model: LanguageModel
    fenced: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class WarmStart:
    """The paragraphs, and who told them: `rules` or a model by its name."""

    text: str
    by: str
    sources: tuple[str, ...]

    def passage(self, thread: str) -> Passage:
        """As it may be put into a prompt."""
        label = f"warm start of thread {thread}, told by {self.by}"
        return Passage(self.text, Warrant.QUOTED, self.sources, speaker=f"thread {thread}", label=label)


def thread_pages(home: Home, thread: str, sees: frozenset[str]) -> list[tuple[Path, Page]]:
    """The pages of a thread's handoff in which only these modes speak: the newest, with those beside it."""
    pages = [
        (lying, read_page(lying.path.read_bytes().decode("utf-8", "replace")))
        for lying in lying_in(thread_folder(home))
        if lying.stem.partition(".")[0] == file_name(thread)
        and lying.state in (WAITING, NEXT)
        and read_facts(lying.path)
    ]
    seen = [(lying, page) for lying, page in pages if page.modes is not None and page.modes <= sees]
    dated = [(page.written, lying.stem) for lying, page in seen if page.written]
    newest = max(dated)[1] if dated else None
    return [(lying.path, page) for lying, page in seen if lying.stem == newest]


def warm_start(
    truth: Truth,
    page: Page,
    *,
    count_tokens: Callable[[str], int],
    limits: Limits,
    teller: Teller | None = None,
) -> WarmStart | None:
    """The warm start that a thread's handoff gives; None if there is nothing on it to tell."""
    if teller is not None:
        told = _told_by_model(truth, page, teller, limits)
        cleaned = clean(told, page.body, count_tokens, limits.tokens)
        if len(cleaned.split()) >= _LEAST_WORDS and share_left(told, cleaned) >= _LEAST_SHARE:
            return WarmStart(plain(cleaned), teller.model.name, page.sources)
    found = _IN_SHORT.search(page.body)
    text = clean(found["prose"], page.body, count_tokens, limits.tokens) if found else ""
    return WarmStart(plain(text), RULES, page.sources) if text else None


def _told_by_model(truth: Truth, page: Page, teller: Teller, limits: Limits) -> str:
    """What the model says of the page: its former answer, else a new one, which is kept; empty without."""
    name = teller.model.name
    for line in truth.journal.read_back(KIND, page.written):
        if line.get("handoff") == page.digest and line.get("model") == name:
            return str(line.get("text"))
    prompt = render(
        "warm_start_prompt.md.j2",
        truth.home.root / "templates",
        page=teller.fenced(plain(page.body)),
        words=int(limits.tokens * _WORDS_A_TOKEN),
    )
    try:
        answer = teller.model.complete(
            prompt, max_tokens=limits.tokens, timeout_seconds=limits.timeout_seconds
        )
    except ModelMissing:
        return ""
    line = {"model": name, "handoff": page.digest, "prompt": short_digest(prompt), "text": plain(answer)}
    with truth.writing() as writer:
        writer.record(truth.journal, {"kind": KIND, **line, "sources": list(page.sources)})
    return plain(answer)
