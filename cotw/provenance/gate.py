"""The gate: what may reach a prompt. One function decides, for every source there is.

Quoted is what stands in the archive and is shown with its speaker and its address; declared is what a person
wrote down, in a file of theirs or by a decision; verified is a claim that was checked, or what journal and
ledger say of themselves when they are asked: how many wait, under which ids. Whatever else was
extracted, counted or summed up may lead to one of these, but does not pass itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cotw.records.passage import Passage, Warrant
from cotw.records.source import SourceRef

NO_WORDS = "holds no words"
NO_SOURCE = "names no source"
NOT_OF_THE_ARCHIVE = "is quoted from elsewhere than the archive"
NO_SPEAKER = "is quoted without its speaker"
TRUST_OF_OTHERS = "claims a trust that only declared words have"
NO_WARRANT = "is neither quoted, declared nor verified"
_SELF_SUFFICIENT = frozenset({Warrant.DECLARED, Warrant.VERIFIED})


@dataclass(frozen=True, slots=True)
class Admitted:
    """The passages that may go on, in their order, and how many did not for which reason."""

    passages: tuple[Passage, ...]
    refused: Mapping[str, int]


def admit(passages: Iterable[Passage]) -> Admitted:
    """Lets through what has a warrant and can show it."""
    let_in: list[Passage] = []
    refused: Counter[str] = Counter()
    for passage in passages:
        flaw = flaw_of(passage)
        if flaw is None:
            let_in.append(passage)
        else:
            refused[flaw] += 1
    return Admitted(tuple(let_in), dict(refused))


def flaw_of(passage: Passage) -> str | None:
    """Why a passage may not reach a prompt; None if it may."""
    if not passage.text.strip():
        return NO_WORDS
    if not any(source.strip() for source in passage.sources):
        return NO_SOURCE
    if passage.trusted and passage.warrant is not Warrant.DECLARED:
        return TRUST_OF_OTHERS
    if passage.warrant is Warrant.QUOTED:
        return _flaw_of_quote(passage)
    # A caller whose types nobody checks must not get past either.
    return None if passage.warrant in _SELF_SUFFICIENT else NO_WARRANT


def _flaw_of_quote(passage: Passage) -> str | None:
    if not all(map(_is_in_archive, passage.sources)):
        return NOT_OF_THE_ARCHIVE
    return None if passage.speaker.strip() else NO_SPEAKER


def _is_in_archive(source: str) -> bool:
    try:
        return SourceRef.parse(source).family == "archive"
    except ValueError:
        return False
