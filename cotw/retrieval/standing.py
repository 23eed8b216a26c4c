"""Standing instructions: a lane of their own, so that they are found by the requests they hold for.

"Write a commit message" shares no word with "everything in German from now on", and a hundred exchanges are
nearer to it that have nothing to say. So those of the nearest instructions that fit are proposed beside what
the paths find, unless the question looks back: an instruction holds for what is to be done. The lane has no
say by its rank; how well an instruction fits is heard as a voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cotw.extraction.looking_back import looks_back
from cotw.index.shelf import Shelf, UnitRow
from cotw.index.units import Speaker
from cotw.records.hit import Hit
from cotw.retrieval.asking import Asking
from cotw.retrieval.filters import is_equal
from cotw.retrieval.fusion import Fused
from cotw.retrieval.paths import Path
from cotw.retrieval.voices import Voice
from cotw.settings import RecallSettings

STANDING = "standing"
_WHERE = is_equal("speaker", Speaker.STANDING.value)
# More than these few would be a list of rules, not an answer.
_MOST = 3
# Of requests that no instruction was meant for, 46 % lie as near to one of two dozen; 10 % at 0.30.
_FITS = 0.2


def lane(asking: Asking) -> Path | None:
    """The path to the instructions that fit the question, if there are any and they are to be heard."""
    settings, question, search = asking.settings, asking.question, asking.index.search
    if not settings.standing_weight or looks_back(question.text, 0, surely=True):
        return None
    marks = asking.kept.marks
    if not marks.bearing(asking.index, Speaker.STANDING):
        return None
    vector, encoder = question.vector, question.embedder.version
    unbound = asking.where is None
    kept = marks.nearest_instructions(asking.index, vector, _MOST) if unbound else None

    async def ask(_: int) -> Mapping[int, float]:
        if kept is not None:
            return kept
        return await search.nearest(vector, f"{_WHERE} AND {asking.where}", _MOST)

    def score(unit: UnitRow, _: float) -> float | None:
        fits = unit.encoder == encoder and unit.cosine >= _FITS
        return unit.cosine if fits else None

    return Path(ask, score)


def admits(hit: Hit, settings: RecallSettings) -> bool:
    """Whether an instruction fits so well that it is a hit for that alone."""
    return STANDING in hit.paths and hit.paths[STANDING].score >= settings.min_standing_cosine


def quoted(shelf: Shelf, hits: Sequence[Hit], fused: Sequence[Fused]) -> list[Hit]:
    """The same hits; those that the lane proposed say which instruction they hold."""
    here = {hit.exchange for hit in hits}
    units = {
        item.exchange: item.paths[STANDING].unit.id
        for item in fused
        if STANDING in item.paths and item.exchange in here
    }
    texts = shelf.unit_texts(units.values())
    return [
        replace(hit, standing=texts[units[hit.exchange]][0]) if hit.exchange in units else hit for hit in hits
    ]


def _said(_: Asking, fused: Sequence[Fused], __: None) -> Mapping[str, float]:
    return {item.exchange: max(0.0, item.paths[STANDING].score) for item in fused if STANDING in item.paths}


VOICE: Voice[None] = Voice(STANDING, lambda settings: settings.standing_weight, _said)
