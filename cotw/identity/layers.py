"""The nine layers of who an agent is, rebuilt from files each time, in order, each with a budget.

1 SOUL.md, 2 AGENTS.md, 3 ANCHOR.md and 4 TOOLS.md are what a person wrote to guide the agent; 6 are notes of
the last days, which are evidence only. 5 standing, 7 session handoff, 8 continuity and 9 graph are given by
those who know them. What one layer leaves of its budget goes to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cotw.home import Home
from cotw.identity.cutting import Counter, fit
from cotw.identity.meant import meant
from cotw.identity.reading import FOLDER, FileRead, read_file
from cotw.records.passage import Passage, Warrant
from cotw.settings import IdentitySettings
from cotw.store.finding import Finding

MEMORY_FOLDER = f"{FOLDER}/memory"
_NOTE_NAME = re.compile(r"\d{4}-\d{2}-\d{2}\.md")


class LayerName(StrEnum):
    """The layers, first to last."""

    SOUL = "soul"
    AGENTS = "agents"
    ANCHOR = "anchor"
    TOOLS = "tools"
    STANDING = "standing"
    MEMORY = "memory"
    HANDOFF = "handoff"
    CONTINUITY = "continuity"
    GRAPH = "graph"


# The files that guide the agent: the only ones it is told to follow, beside postures.
GUIDING = {
    LayerName.SOUL: f"{FOLDER}/SOUL.md",
    LayerName.AGENTS: f"{FOLDER}/AGENTS.md",
    LayerName.ANCHOR: f"{FOLDER}/ANCHOR.md",
    LayerName.TOOLS: f"{FOLDER}/TOOLS.md",
}


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer as the agent gets it.

    `path` is the file or folder it was read from, empty for what was given. `budget` is what it might have
    taken in tokens, `cut` whether there was more. `findings` say what was wrong with its files.
    """

    name: str
    path: str
    passages: tuple[Passage, ...]
    tokens: int
    budget: int
    cut: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """All of its words."""
        return "\n\n".join(passage.text for passage in self.passages)


def layers(
    home: Home,
    *,
    counter: Counter,
    budget: IdentitySettings,
    today: date,
    given: Mapping[LayerName, Sequence[Passage]],
) -> list[Layer]:
    """All nine, in order; one of which nothing is known is there, and empty.

    `today` is the day where the person lives; `given` holds the passages of the layers that are no files.
    """
    built: list[Layer] = []
    spare = 0
    for name in LayerName:
        room = spare + own_budget(budget, name)
        if name in GUIDING:
            layer = guiding_layer(name, read_file(home, GUIDING[name]), room, counter)
        elif name is LayerName.MEMORY:
            layer = _notes_layer(home, room, counter, today, budget.memory_days)
        else:
            layer = _fill(Layer(name, "", (), 0, room), given.get(name, ()), counter)
        spare = room - layer.tokens
        built.append(layer)
    return built


def own_budget(budget: IdentitySettings, name: str) -> int:
    """The tokens a layer may take if those before it leave nothing."""
    return int(getattr(budget, f"{name}_tokens"))


def guiding_layer(name: str, read: FileRead, room: int, counter: Counter) -> Layer:
    """What a file that a person wrote to guide the agent says to it."""
    words = Passage(
        meant(read.text), Warrant.DECLARED, (read.path,), read.path.rpartition("/")[2], trusted=True
    )
    return _fill(Layer(name, read.path, (), 0, room, findings=read.findings), [words], counter)


def note_days(home: Home) -> list[date]:
    """The days for which there are notes in `identity/memory/`, first to last."""
    return sorted(filter(None, map(_day_of, _names(home))))


def note_path(day: date) -> str:
    """Where the notes of `day` stand."""
    return f"{MEMORY_FOLDER}/{day.isoformat()}.md"


def _notes_layer(home: Home, room: int, counter: Counter, today: date, days: int) -> Layer:
    first = today - timedelta(days=days - 1)
    told = [day for day in note_days(home) if first <= day <= today]
    read = [(day, read_file(home, note_path(day))) for day in reversed(told)]
    words = [
        Passage(meant(one.text), Warrant.DECLARED, (one.path,), one.path.rpartition("/")[2], day.isoformat())
        for day, one in read
    ]
    findings = tuple(finding for _, one in read for finding in one.findings)
    return _fill(Layer(LayerName.MEMORY, MEMORY_FOLDER, (), 0, room, findings=findings), words, counter)


def _fill(layer: Layer, words: Iterable[Passage], counter: Counter) -> Layer:
    """The layer with as many of the passages as it has room for, the last one cut."""
    passages: list[Passage] = []
    tokens = 0
    for passage in words:
        see = passage.sources[0] if passage.sources else "its source"
        fitted = fit(passage.text, layer.budget - tokens, counter, see=see)
        if fitted.text:
            passages.append(replace(passage, text=fitted.text))
            tokens += fitted.tokens
        if fitted.cut:
            return replace(layer, passages=tuple(passages), tokens=tokens, cut=True)
    return replace(layer, passages=tuple(passages), tokens=tokens)


def _names(home: Home) -> list[str]:
    folder = home.root / MEMORY_FOLDER
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:
        return []


def _day_of(name: str) -> date | None:
    if not _NOTE_NAME.fullmatch(name):
        return None
    try:
        return date.fromisoformat(name.removesuffix(".md"))
    except ValueError:
        return None
