"""The page of a turn: what an answer holds, as Markdown for a prompt, made with the template `turn.md.j2`."""

from __future__ import annotations

from collections.abc import Iterator

from cotw.care.pages import Said
from cotw.extraction.plain import readable
from cotw.extraction.quoting import block, inline
from cotw.memory import Memory
from cotw.records.message import Kind, agent_origin, speaker_label
from cotw.rendering import render
from cotw.retrieval.answer import Answer, Shown

TEMPLATE = "turn.md.j2"
_SIDE_CHARACTERS = 800


def turn_page(memory: Memory, answer: Answer) -> str:
    """What was found, oldest first, each side with its speaker; empty if nothing was."""
    found = sorted(answer.hits, key=lambda shown: shown.started)
    said = [side for shown in found for side in _sides(shown)]
    return render(TEMPLATE, memory.home.root / "templates", said=said)


def _sides(shown: Shown) -> Iterator[Said]:
    hit = shown.hit
    sides = (
        (hit.human, hit.human_sender or Kind.HUMAN.value, hit.origin),
        (hit.agent, hit.agent_sender or Kind.AGENT.value, agent_origin(hit.origin)),
    )
    for text, sender, origin in sides:
        if text.strip():
            label = speaker_label(sender, origin, hit.reported_by)
            time = f"{shown.started:%Y-%m-%d %H:%M}"
            yield Said(time, inline(readable(label)), block(_beginning(text)))


def _beginning(text: str) -> str:
    """As much of one side as a prompt is given, up to a blank."""
    text = text.strip()
    if len(text) <= _SIDE_CHARACTERS:
        return text
    return (text[:_SIDE_CHARACTERS].rpartition(" ")[0] or text[:_SIDE_CHARACTERS]) + " …"
