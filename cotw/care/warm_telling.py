"""Warm starts told by a language model: asked for ahead, when nobody waits, and only read when somebody does.

A session must not begin by waiting for a model, so at its start no model is asked: what one has told of the
thread's page before is taken from the journal, and where it has told nothing the rules speak.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cotw.care.language import Mouth, configured
from cotw.care.metering import Metered
from cotw.continuity.handoff_page import Page, read_facts
from cotw.continuity.handoff_places import lying_in, thread_folder
from cotw.continuity.warm_start import RULES, Limits, Teller, WarmStart, thread_pages, warm_start
from cotw.errors import ModelFailed, ModelMissing, NothingFound
from cotw.memory import Memory
from cotw.models.language import LanguageModel
from cotw.provenance.fence import ending, fenced, new_mark
from cotw.records.consent import TextKind
from cotw.records.passage import Passage, Warrant

PURPOSE = "warm start"
KINDS = frozenset({TextKind.HANDOFFS})


def told_before(memory: Memory) -> Teller | None:
    """A teller that asks nobody, and so tells what the configured model has told before; None without one."""
    mouth = configured(memory)
    return None if mouth is None else Teller(_Silent(mouth.model.name), _fenced)


def pages_to_tell(memory: Memory, thread: str) -> list[Page]:
    """The pages of a thread's handoff, those for every mode, that a language model may be shown.

    Raises NothingFound if there is none.
    """
    modes, language = memory.config.modes, memory.config.language
    found = {
        path: page
        for mode in {modes.default, *modes.by_tool.values(), *modes.sees}
        for path, page in thread_pages(memory.home, thread, modes.seen_from(mode))
    }
    pages = [
        found[path]
        for path in sorted(found)
        if all(language.may_leave(thread, one) for one in found[path].modes or ())
    ]
    if not pages:
        raise NothingFound(
            f"there is no handoff of the thread {thread} that a language model may be shown",
            hint=f"see: cotw handoff list; write one: cotw handoff write --thread {thread}",
        )
    return pages


def threads_to_tell(memory: Memory) -> list[str]:
    """The threads that have a handoff."""
    pages = lying_in(thread_folder(memory.home))
    named = {read_facts(one.path).get("thread") for one in pages}
    return sorted(thread for thread in named if isinstance(thread, str))


def tell_ahead(memory: Memory, mouth: Mouth, thread: str) -> list[WarmStart]:
    """Has the model tell the pages of a thread's handoff, each once.

    Raises NothingFound if there is no page, NeedsHuman without consent, and ModelMissing if the model told
    nothing that may be used; then the rules' words stand.
    """
    settings = memory.config.continuity
    limits = Limits(settings.warm_start_tokens, settings.warm_start_timeout_seconds)
    return [_told(memory, mouth, page, limits) for page in pages_to_tell(memory, thread)]


def _told(memory: Memory, mouth: Mouth, page: Page, limits: Limits) -> WarmStart:
    model = _Remembering(Metered(memory, mouth, PURPOSE, KINDS))
    start = warm_start(
        memory.truth,
        page,
        count_tokens=memory.embedder.count_pieces,
        limits=limits,
        teller=Teller(model, _fenced),
    )
    if start is None or start.by == RULES:
        raise model.failure or ModelFailed(
            "the model told of the page what may not be said, and the rules' words stand",
            kind="unusable",
            hint="state of running systems, and times and numbers that are not on the page, are taken out",
        )
    return start


def _fenced(text: str) -> str:
    passage = Passage(text, Warrant.QUOTED, ("handoff",), label="the page")
    mark = new_mark([passage])
    return f"{fenced(passage, mark)}\n{ending(mark)}"


@dataclass(frozen=True, slots=True)
class _Silent:
    """A model by its name alone."""

    name: str

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        raise ModelMissing("no model is asked while somebody waits")


@dataclass(slots=True)
class _Remembering:
    """A model whose failure is kept for whoever wants to know why it told nothing."""

    model: LanguageModel
    failure: ModelMissing | None = field(default=None)

    @property
    def name(self) -> str:
        return self.model.name

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        try:
            return self.model.complete(prompt, max_tokens=max_tokens, timeout_seconds=timeout_seconds)
        except ModelMissing as error:
            self.failure = error
            raise
