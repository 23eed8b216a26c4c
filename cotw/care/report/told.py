"""What a report tells: the values that are gathered for it, and the lines that are made of them.

Nothing here is rendered. A line names its sources in full; how short they are shown is the page's affair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from cotw.continuity.calendar import Period, Span
from cotw.continuity.digest import Digest
from cotw.records.asking import Cost
from cotw.records.open_thread import OpenThread
from cotw.reflection.measuring import Measured


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: what it says and where that stands (`sources`: ids, addresses, or a command).

    With `who` it is a quotation of theirs. `when` is an instant in UTC, `label` what kind of thing it is.
    """

    text: str
    sources: tuple[str, ...]
    label: str = ""
    who: str = ""
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A dimension of standing that a day moved, as its night left it; `why` is what moved it."""

    dimension: str
    score: float
    trajectory: str
    edge: str
    why: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What became of a job in a night: `outcome` is done, failed or parked, `detail` its counts or error."""

    name: str
    outcome: str
    detail: str
    source: str

    @property
    def went_wrong(self) -> bool:
        """Whether a person should know of it."""
        return self.outcome != "done"


@dataclass(frozen=True, slots=True)
class NightTold:
    """What those who work at night tell of it; empty where nobody worked.

    `thoughts` are passes that were thought, `unthought` inquiries that wait for a thinker, `proposals` and
    `due` (rows of the truth table that are old or contradicted) want a decision.
    """

    thoughts: tuple[Line, ...] = ()
    unthought: tuple[Line, ...] = ()
    proposals: tuple[Line, ...] = ()
    due: tuple[Line, ...] = ()
    jobs: tuple[Job, ...] = ()


# Nobody worked.
NIGHT_OFF = NightTold()


@dataclass(frozen=True, slots=True)
class Link:
    """Two things that were named: what was said of them, or nothing if they were only named together."""

    one: str
    other: str
    said: str
    exchanges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said on a day.

    `topics` are the exchanges of each of the digest's topics. `open` is what was left open in the threads
    that went on. `read` of the exchanges were looked at closely: the newest.
    """

    digest: Digest
    topics: dict[str, tuple[str, ...]]
    measured: tuple[Measured, ...]
    open: tuple[OpenThread, ...]
    links: tuple[Link, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What the questions to one language model took, and how many of them came to nothing."""

    model: str
    questions: int
    cost: Cost
    failures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much there is: exchanges and sessions in the index (None without one), bytes on the disk."""

    exchanges: int | None
    sessions: int | None
    archive_bytes: int
    index_bytes: int
    models: tuple[ModelCost, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A night with the day before it.

    `activity` are the exchanges a day of the last fortnight, `scores` the standing of the nights up to this
    one: (night, dimension, score). `shorts` are the ids of exchanges as they may be typed.
    """

    night: date
    made: datetime
    zone: tzinfo
    spoken: Spoken | None
    told: NightTold
    wanting: tuple[Line, ...]
    wrong: tuple[Line, ...]
    amounts: Amounts
    activity: tuple[tuple[date, int], ...] = ()
    standings: tuple[Standing, ...] = ()
    scores: tuple[tuple[date, str, float], ...] = ()
    shorts: dict[str, str] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The day that is told."""
        return Period(self.night, Span.DAY)

    @property
    def sources(self) -> tuple[str, ...]:
        """The addresses of all that was read for it: it goes when one of them is forgotten."""
        told = self.told
        lines = [*told.thoughts, *told.unthought, *told.proposals, *told.due, *self.wanting]
        lines += [line for standing in self.standings for line in standing.why]
        named = {source for line in lines for source in line.sources if source.startswith("archive:")}
        said = self.spoken
        open_ = {one.source for one in said.open} if said else set()
        return tuple(sorted({*named, *open_, *(said.addresses if said else ())}))


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under one heading (none if it is empty), with a sentence before them and pictures by name."""

    heading: str
    lines: tuple[Line, ...]
    note: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with its own heading; `name` is where a link to it leads."""

    name: str
    heading: str
    parts: tuple[Part, ...]
