"""Crystallising: a direction that came through time and principles is put into words, for a person to decide.

The words are a thinker's, never a rule's. What comes of it is a line of the journal; nothing here can write
into a file that guides the agent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from cotw.care import thinking
from cotw.care.language import Mouth
from cotw.care.reflected import Crystals, crystals, embedded_likeness, pending, record_once, tonight
from cotw.errors import ModelFailed, ModelMissing, NeedsHuman
from cotw.ids import short_digest
from cotw.memory import Memory
from cotw.records.consent import TextKind
from cotw.records.passage import Passage, Warrant
from cotw.reflection.directions import Direction, Gate, is_repeated
from cotw.reflection.proposals import PROPOSED
from cotw.reflection.thinking_shapes import TraitWords

PURPOSE = "crystallization"
INSTRUCTION = (
    "The growth vectors below point the same way, and a principle of the agent's is in line with them. Say in"
    " one sentence, in the first person, what the agent does from now on. Claim no feeling, no history and"
    " nothing that the vectors do not say. A person will decide on the sentence."
)


@dataclass(slots=True)
class Crystallised:
    """What became of directions: ids of new proposals, of directions that wait for a thinker, failures.

    `repeated` were put into words that were proposed before, and are not proposed again; `full` says that
    no more proposals may wait at one time, or be made in this night. `gates` counts what stands before each.
    """

    proposed: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    gates: dict[str, int] = field(default_factory=dict)
    full: bool = False
    stopped: str = ""


def crystallise(
    memory: Memory, mouth: Mouth | None, is_over: Callable[[], bool] = lambda: False
) -> Crystallised:
    """Proposes what came through the first two gates, as many as there is room for."""
    done, found = Crystallised(), crystals(memory)
    done.gates = {
        gate.name.lower(): sum(one.gate is gate for one in found.directions)
        for gate in (Gate.TIME, Gate.PRINCIPLE, Gate.PERSON)
    }
    tried: set[str] = set()
    while (direction := next((one for one in ripe(found) if one.id not in tried), None)) is not None:
        tried.add(direction.id)
        if is_over():
            done.stopped = "there was no more time"
        if not has_room(memory, found):
            done.full = True
        if done.stopped or done.full:
            break
        if _propose(memory, mouth, found, direction, done):
            found = crystals(memory)  # others may point where that one does
    return done


def ripe(found: Crystals) -> list[Direction]:
    """The directions that came through the first two gates, the largest first."""
    return [one for one in found.directions if one.gate is Gate.PERSON]


def has_room(memory: Memory, found: Crystals) -> bool:
    """Whether one more proposal may wait for a person, and be made in this night."""
    settings, since = memory.config.reflection, tonight(memory)
    made = sum(one.at >= since for one in found.proposals)
    return len(pending(memory)) < settings.most_pending and made < settings.proposals_a_night


def evidence_of(direction: Direction) -> Iterator[thinking.Evidence]:
    """What a thinker is shown: the vectors, and the principle."""
    for vector in direction.vectors:
        words = "\n".join([vector.direction, *(f"in practice: {one}" for one in vector.consequences)])
        passage = Passage(
            words, Warrant.QUOTED, vector.sources, label=f"a growth vector, {vector.at:%Y-%m-%d}"
        )
        yield thinking.Evidence(passage, TextKind.FINDINGS, None, None)
    if direction.principle is not None:
        label = f"a principle, line {direction.principle.line} of SOUL.md"
        passage = Passage(direction.principle.text, Warrant.DECLARED, ("identity/SOUL.md",), label=label)
        yield thinking.Evidence(passage, TextKind.IDENTITY, None, None)


def keep_proposal(
    memory: Memory, found: Crystals, direction: Direction, words: TraitWords, *, by: str, thinker: str
) -> str | None:
    """Journals a proposal; its id, or None if it says what was proposed before."""
    settings, principle = memory.config.reflection, direction.principle
    if principle is None:
        return None
    sentences = [words.sentence, *(one.sentence for one in found.proposals)]
    like = embedded_likeness(memory, sentences)
    if is_repeated(words.sentence, found.proposals, like, settings.min_same_trait, memory.clock()):
        return None
    id_ = short_digest("trait", direction.id, words.sentence)
    record: dict[str, Any] = {
        "kind": PROPOSED,
        "id": id_,
        "direction": direction.id,
        "sentence": words.sentence,
        "because": words.because,
        "vectors": [one.id for one in direction.vectors],
        "principle": asdict(principle),
        "by": by,
        "thinker": thinker,
        "sources": list(direction.sources),
    }
    return id_ if record_once(memory, record, "direction") else None


def _propose(
    memory: Memory, mouth: Mouth | None, found: Crystals, direction: Direction, done: Crystallised
) -> bool:
    """Has the model put one direction into words; whether they were proposed."""
    language = memory.config.language
    if mouth is None or not all(language.may_leave(one.thread, one.mode) for one in direction.vectors):
        done.waiting.append(direction.id)
        return False
    asked = thinking.Inquiry(PURPOSE, INSTRUCTION, tuple(evidence_of(direction)))
    try:
        words, thought = thinking.think_in(memory, mouth, asked, TraitWords)
    except ModelFailed as error:
        done.failed.append((direction.id, error.message))
        return False
    except (ModelMissing, NeedsHuman) as error:  # over budget, or not allowed: so for all that follow
        done.stopped = error.message
        return False
    id_ = keep_proposal(memory, found, direction, words, by="model", thinker=thought.model)
    (done.proposed if id_ else done.repeated).append(id_ or direction.id)
    return id_ is not None
