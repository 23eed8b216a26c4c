"""What `cotw recall --explain` says, as text and as JSON: why each hit was found, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cotw.commands._common import printable

if TYPE_CHECKING:
    from datetime import datetime

    from cotw.records.hit import PathScore
    from cotw.retrieval.answer import Answer, Shown
    from cotw.retrieval.explaining import Asked


def why(shown: Shown, asked: Asked) -> Iterator[str]:
    """The lines below a hit: what speaks for it, what each path thought, how it came to be let in."""
    hit, bounds = shown.hit, asked.bounds
    voices = " + ".join(f"{name} {said:.3f}" for name, said in hit.voices.items())
    yield f"fused {hit.score:.3f} = {voices}"
    yield " · ".join(_places(hit.paths)) or "no path proposed it"
    parts = (
        f"nearness {shown.nearness:.0%} of {bounds.cosine:.3f}",
        f"words {hit.word_share:.0%} of {bounds.word_share:.0%}",
    )
    yield f"let in by {' + '.join(parts)} · thread {printable(hit.thread)} · mode {printable(hit.mode)}"


def _places(paths: Mapping[str, PathScore]) -> Iterator[str]:
    for name, place in sorted(paths.items(), reverse=True):
        yield f"{name} {'not proposed' if place.rank is None else f'#{place.rank}'} ({place.score:.3f})"


def what_was_asked(answer: Answer) -> Iterator[str]:
    """The lines below all hits."""
    asked, timings = answer.asked, answer.timings
    words = ", ".join(f"{printable(word)} {weight:.2f}" for word, weight in asked.words)
    yield f"looked for: {words}"
    bounds = _filters(asked)
    yield f"asked at {_local(asked, asked.at)} ({asked.zone}){', only ' if bounds else ''}{', '.join(bounds)}"
    proposed = ", ".join(f"{name} {count}" for name, count in asked.proposed.items())
    yield f"considered {answer.considered} exchanges{' – ' if proposed else ''}{proposed}"
    yield (
        f"took {timings.total:.0f} ms: embedding {timings.embed:.1f}, searching {timings.search:.1f}, "
        f"reading {timings.fetch:.1f}"
    )


def _filters(asked: Asked) -> list[str]:
    filters = asked.filters
    named: dict[str, str | None] = {
        "thread": filters.thread,
        "session": filters.session,
        "since": _local(asked, filters.since) if filters.since else None,
        "until": _local(asked, filters.until) if filters.until else None,
        "mode": filters.mode,
        "from": filters.speaker,
    }
    return [f"{name} {printable(value)}" for name, value in named.items() if value is not None]


def _local(asked: Asked, instant: datetime) -> str:
    return f"{instant.astimezone(asked.zone):%Y-%m-%d %H:%M:%S}"


def explanation_record(answer: Answer) -> dict[str, Any]:
    """What was asked for, for `--json`."""
    asked, timings = answer.asked, answer.timings
    return {
        "words": [{"word": word, "weight": weight} for word, weight in asked.words],
        "asked": asked.at,
        "timezone": str(asked.zone),
        "filters": asked.filters,
        "proposed": dict(asked.proposed),
        "needed": {"cosine": asked.bounds.cosine, "word_share": asked.bounds.word_share},
        "milliseconds": timings,
    }
