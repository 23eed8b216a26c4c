"""Contemplating: the passes of inquiries that are due, in order, by a language model where there is one.

Without a model a pass is only gathered for, and waits for a thinker: an agent, or the person. It is not done
then, and nothing is written in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cotw.care import thinking
from cotw.care.gathering import gather
from cotw.care.language import Mouth
from cotw.care.reflected import inquiries, record_once, tonight
from cotw.errors import ModelFailed, ModelMissing, NeedsHuman, NothingFound
from cotw.memory import Memory
from cotw.records.consent import TextKind
from cotw.records.passage import Passage, Warrant
from cotw.reflection.inquiries import ANSWERED, Gathered, Inquiry, Pass, Quoted
from cotw.reflection.thinking_shapes import SHAPES

PURPOSE = "contemplation"
INSTRUCTIONS = {
    Pass.CLARIFY: (
        "An exchange between a person and their agent moved much. Say what about it is not known, and why it"
        " would matter to know. Use nothing but the quotes below. Do not guess at feelings, and do not"
        " answer the exchange."
    ),
    Pass.CONNECT: (
        "The same exchange again, with earlier ones. Say which pattern the quotes show, or that they show"
        " none, and what in them limits what can be done. Use nothing but the quotes below."
    ),
    Pass.GROW: (
        "The last look at this exchange. Name one direction in which the agent could grow by it, as something"
        " it does, and one to four practical consequences that a person could check. Use nothing but the"
        " quotes below. If they carry none, name the most modest direction they do carry."
    ),
}


@dataclass(slots=True)
class Contemplated:
    """What a night's contemplation came to: passes by inquiry and name, and why it stopped early if it did.

    `thought` were answered by the model, `waiting` were gathered for and need a thinker, `failed` name the
    inquiry and what the model did wrong.
    """

    thought: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    stopped: str = ""


def contemplate(
    memory: Memory, mouth: Mouth | None, is_over: Callable[[], bool] = lambda: False
) -> Contemplated:
    """Thinks through the passes that are due; a night begins on so many inquiries at most.

    `is_over` is asked before each pass. Each is journalled when it is done; what was missed is caught up in
    order. Raises IndexMissing.
    """
    done = Contemplated()
    for inquiry in inquiries_tonight(memory, with_model=mouth is not None):
        for _ in Pass:
            if is_over():
                done.stopped = "there was no more time"
                return done
            if not _step(memory, mouth, inquiry.id, done):
                break
            if done.stopped:
                return done
    return done


def evidence_of(inquiry: Inquiry, gathered: Gathered) -> Iterator[thinking.Evidence]:
    """What a model is shown for a pass: the quotes, and what was answered to the passes before."""
    for one in gathered.evidence:
        label = f"{one.part}, {one.when}"
        passage = Passage(one.text, Warrant.QUOTED, (one.source,), one.speaker, label)
        yield thinking.Evidence(passage, TextKind.CONVERSATIONS, one.thread, one.mode)
    for earlier in inquiry.answered:
        words = "\n".join(answer_lines(earlier.answer))
        label = f"what was thought in the pass before: {earlier.number.name.lower()}"
        passage = Passage(words, Warrant.QUOTED, earlier.sources, label=label)
        yield thinking.Evidence(passage, TextKind.FINDINGS, inquiry.thread, inquiry.mode)


def answer_lines(answer: Mapping[str, Any]) -> list[str]:
    """An answer, a line for each thing it says."""
    lines: list[str] = []
    for name, value in answer.items():
        said: Iterable[Any] = value if isinstance(value, list) else [value]
        lines += [f"{name}: {' '.join(str(one).split())}" for one in said]
    return lines


def keep_answer(
    memory: Memory, inquiry: Inquiry, answer: Mapping[str, Any], *, by: str, thinker: str
) -> bool:
    """Journals what somebody answered to an inquiry's next pass; whether it was the first who did."""
    gathered = inquiry.has_gathered
    sources = {one.source for one in gathered.evidence} if gathered else set()
    record: dict[str, Any] = {
        "kind": ANSWERED,
        "inquiry": inquiry.id,
        "pass": int(inquiry.next_pass or 0),
        "answer": dict(answer),
        "by": by,
        "thinker": thinker,
        "sources": [inquiry.address, *sorted(sources - {inquiry.address})],
    }
    return record_once(memory, record, "inquiry", "pass")


def inquiries_tonight(memory: Memory, *, with_model: bool) -> list[Inquiry]:
    """Those of which something can be done now: begun on before, and as many more as a night may begin.

    Passes that follow come first, and no night's number holds them up: each is due at its hour. Of those that
    nobody has begun on, this night's come before what other nights have left, while they are fresh.
    """
    now, since = memory.clock(), tonight(memory)
    every = list(inquiries(memory).values())
    begun = sum(one.was_begun(since) for one in every)
    room = max(0, memory.config.reflection.contemplations_a_night - begun)
    due = [one for one in every if one.is_due(now) and _can_go_on(memory, one, with_model=with_model)]
    following = [one for one in due if one.answered or one.was_begun(since)]
    new = [one for one in due if not one.answered and not one.was_begun(since)]
    return following + sorted(new, key=lambda one: one.created < since)[:room]


def _can_go_on(memory: Memory, inquiry: Inquiry, *, with_model: bool) -> bool:
    """Whether there is something to gather, or a model may be shown what was gathered."""
    gathered = inquiry.has_gathered
    return gathered is None or (with_model and _may_be_shown(memory, gathered.evidence))


def _step(memory: Memory, mouth: Mouth | None, id_: str, done: Contemplated) -> bool:
    """One pass of one inquiry; whether the next may follow."""
    inquiry = inquiries(memory).get(id_)
    if inquiry is None or inquiry.next_pass is None or not inquiry.is_due(memory.clock()):
        return False
    number = inquiry.next_pass
    try:
        gather(memory, inquiry)
        inquiry = inquiries(memory)[id_]
        if mouth is not None and _think(memory, mouth, inquiry):
            done.thought.append((id_, number.name.lower()))
            return True
        done.waiting.append((id_, number.name.lower()))
    except ModelFailed as error:
        done.failed.append((id_, error.message))
    except (ModelMissing, NeedsHuman) as error:  # over budget, or not allowed: so for all that follow
        done.stopped = error.message
        return True
    except (NothingFound, KeyError):  # forgotten meanwhile, or not indexed
        return False
    return False


def _think(memory: Memory, mouth: Mouth, inquiry: Inquiry) -> bool:
    """Has the model answer the next pass; False if it may be shown nothing of it."""
    gathered, number = inquiry.has_gathered, inquiry.next_pass
    if gathered is None or number is None:
        return False
    asked = thinking.Inquiry(PURPOSE, INSTRUCTIONS[number], tuple(evidence_of(inquiry, gathered)))
    if not _may_be_shown(memory, gathered.evidence):
        return False
    value, thought = thinking.think_in(memory, mouth, asked, SHAPES[number])
    return keep_answer(memory, inquiry, value.model_dump(), by="model", thinker=thought.model)


def _may_be_shown(memory: Memory, evidence: Iterable[Quoted]) -> bool:
    """Whether the exchange that it is about may be sent: without it there is nothing to think about."""
    language = memory.config.language
    return any(one.part == "exchange" and language.may_leave(one.thread, one.mode) for one in evidence)
