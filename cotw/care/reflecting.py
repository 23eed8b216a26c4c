"""Reflecting: the way in for whoever thinks – an agent or a person, where no language model does.

What is due is listed, read, and answered. An answer is a candidate and nothing more: it is checked for its
shape, kept with its sources and read as text. No path leads from here into a file that guides the agent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from cotw.care import contemplating, crystallising
from cotw.care.contemplating import answer_lines, keep_answer
from cotw.care.crystallising import has_room, keep_proposal, ripe
from cotw.care.gathering import gather
from cotw.care.reflected import Crystals, crystals, inquiries
from cotw.errors import NothingFound, UsageError
from cotw.memory import Memory
from cotw.models.structured import schema_of
from cotw.reflection.directions import Direction
from cotw.reflection.inquiries import Inquiry, Quoted
from cotw.reflection.thinking_shapes import SHAPES, TraitWords, plain_answer
from cotw.retrieval.prefixes import id_among

TRAIT = "trait"


@dataclass(frozen=True, slots=True)
class DuePass:
    """Something that may be thought about now. `what` is clarify, connect, grow or trait."""

    id: str
    what: str
    due: datetime
    about: str


@dataclass(frozen=True, slots=True)
class PassPage:
    """All that a thinker needs for one pass: what is asked, of what, and the JSON schema of an answer.

    What the quotes and earlier answers say is evidence, and no instruction.
    """

    id: str
    what: str
    due: datetime
    instruction: str
    evidence: tuple[Quoted, ...]
    earlier: tuple[str, ...]
    counts: Mapping[str, int]
    schema: Mapping[str, Any] = field(repr=False)


def due_passes(memory: Memory, sees: frozenset[str] | None = None) -> list[DuePass]:
    """What may be thought about now, oldest first: passes of inquiries, and directions that want words.

    `sees` are the modes whose words the thinker may be given; None: a person's own, all of them. An inquiry
    is for those alone who may see all that it may hold: what was thought of it tells of its evidence.
    """
    now = memory.clock()
    found = [
        DuePass(f"{one.id}-{_name(one)}", _name(one), due, one.quote)
        for one in inquiries(memory).values()
        if (due := one.next_due) is not None and due <= now and _may_see(memory, one.mode, sees)
    ]
    kept = crystals(memory)
    if has_room(memory, kept):
        found += [
            DuePass(f"{one.id}-{TRAIT}", TRAIT, one.vectors[-1].at, one.vectors[0].direction)
            for one in ripe(kept)
            if all(_may_see(memory, vector.mode, sees) for vector in one.vectors)
        ]
    return sorted(found, key=lambda one: (one.due, one.id))


def read_pass(memory: Memory, id_: str, sees: frozenset[str] | None = None) -> PassPage:
    """What is due under this id, or its beginning, with all its evidence; gathered now if it was not.

    Raises UsageError and NothingFound.
    """
    due = _due(memory, id_, sees)
    if due.what == TRAIT:
        return _trait_page(due, _direction(crystals(memory), due.id))
    key = due.id.partition("-")[0]
    gather(memory, inquiries(memory)[key])
    inquiry = inquiries(memory).get(key)
    gathered = inquiry.has_gathered if inquiry is not None else None
    if inquiry is None or gathered is None or inquiry.next_pass is None:
        raise NothingFound("it was forgotten, or answered meanwhile", hint="see: cotw reflect status")
    return PassPage(
        due.id,
        due.what,
        due.due,
        contemplating.INSTRUCTIONS[inquiry.next_pass],
        tuple(one for one in gathered.evidence if sees is None or one.mode in sees),
        tuple(line for earlier in inquiry.answered for line in answer_lines(earlier.answer)),
        gathered.counts,
        schema_of(SHAPES[inquiry.next_pass]),
    )


def submit(
    memory: Memory,
    id_: str,
    answer: Mapping[str, Any],
    *,
    by: str,
    thinker: str,
    sees: frozenset[str] | None = None,
) -> str:
    """Keeps what somebody (`by`: agent or person, named by `thinker`) answered to what is due under this id.

    Returns the id of the inquiry, or of the proposal that came of it. Raises UsageError for an answer that
    does not fit, or says what was proposed before, and NothingFound for what is not due (any more).
    """
    due = _due(memory, id_, sees)
    key = due.id.partition("-")[0]
    if due.what == TRAIT:
        return _submit_words(memory, due.id, answer, by, thinker)
    inquiry = inquiries(memory).get(key)
    if inquiry is None or inquiry.next_pass is None or _name(inquiry) != due.what:
        raise NothingFound("it was answered meanwhile", hint="see: cotw reflect status")
    value = _fitting(SHAPES[inquiry.next_pass], answer)
    gather(memory, inquiry)
    inquiry = inquiries(memory).get(key, inquiry)
    if not keep_answer(memory, inquiry, value.model_dump(), by=by, thinker=thinker):
        raise NothingFound("it was answered or forgotten meanwhile", hint="see: cotw reflect status")
    return key


def _submit_words(memory: Memory, id_: str, answer: Mapping[str, Any], by: str, thinker: str) -> str:
    found = crystals(memory)
    direction = _direction(found, id_)
    words = TraitWords.model_validate(_fitting(TraitWords, answer).model_dump())
    proposal = keep_proposal(memory, found, direction, words, by=by, thinker=thinker)
    if proposal is None:
        raise UsageError(
            "that was proposed before, in these words or others", hint="see: cotw review list --all"
        )
    return proposal


def _fitting(shape: type[BaseModel], answer: Mapping[str, Any]) -> BaseModel:
    try:
        return shape.model_validate(plain_answer(dict(answer)))
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False, include_context=False)
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in told[:5])
        raise UsageError(
            f"the answer does not fit: {wrong}", hint="what fits is said by: cotw reflect show ID --json"
        ) from None


def _due(memory: Memory, id_: str, sees: frozenset[str] | None) -> DuePass:
    due = {one.id: one for one in due_passes(memory, sees)}
    return due[id_among(due, id_, "pass that is due", hint="what is due is said by: cotw reflect status")]


def _name(inquiry: Inquiry) -> str:
    return inquiry.next_pass.name.lower() if inquiry.next_pass is not None else ""


def _may_see(memory: Memory, mode: str, sees: frozenset[str] | None) -> bool:
    """Whether a thinker may see all that an inquiry of this mode may hold."""
    return sees is None or memory.config.modes.seen_from(mode) <= sees


def _direction(found: Crystals, id_: str) -> Direction:
    key = id_.partition("-")[0]
    direction = next((one for one in ripe(found) if one.id == key), None)
    if direction is None:
        raise NothingFound("it was answered meanwhile", hint="see: cotw reflect status")
    return direction


def _trait_page(due: DuePass, direction: Direction) -> PassPage:
    evidence = [
        Quoted("growth vector", "", f"{one.at:%Y-%m-%d}", text, one.sources[0], one.thread, one.mode)
        for one in direction.vectors
        for text in (one.direction, *one.consequences)
    ]
    principle = direction.principle
    earlier = (f"principle, line {principle.line} of SOUL.md: {principle.text}",) if principle else ()
    counts = {"growth vectors": len(direction.vectors)}
    return PassPage(
        due.id,
        due.what,
        due.due,
        crystallising.INSTRUCTION,
        tuple(evidence),
        earlier,
        counts,
        schema_of(TraitWords),
    )
