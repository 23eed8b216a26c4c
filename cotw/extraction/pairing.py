"""Pairing: the messages of one session become exchanges.

Every human message opens an exchange of its own, and all that the agent says until the next one
belongs to it. What an agent says before any human message is an exchange with no human side. A prompt
that was queued while the agent was busy, and came again as an ordinary line, counts once. What was said in
a branch that was left is paired within that branch, what was learnt outside of transcripts within its turn.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from cotw.clock import local_day
from cotw.records.exchange import Exchange
from cotw.records.message import Kind, Message
from cotw.records.source import SourceRef
from cotw.records.threads import MAIN_THREAD

DEFAULT_MODE = "chat"

# Tools that write down the sessions of others, under the same session ids.
RETELLERS = frozenset({"specstory"})

# Where a message stands in its session.
Position = tuple[datetime, int, str]


def position(message: Message) -> Position:
    """What messages of a session are sorted by."""
    return (message.timestamp, message.order, message.id)


def pair(messages: Sequence[Message], zone: tzinfo) -> list[Exchange]:
    """The exchanges of one session; `messages` are its speech in order, twins included.

    Thread and mode are taken as they stand: whoever knows better defaults fills them in before.
    """
    twins = repeated(messages)
    return list(pair_survivors((message for message in messages if message.id not in twins), zone))


def repeated(messages: Iterable[Message]) -> set[str]:
    """The ids of what stands twice in one session; `messages` are its speech in order.

    A queued prompt that came again as an ordinary line, and all that a tool retells of a session which
    the agent's own transcript tells as well. What stands in no transcript has no say in this.
    """
    retold: set[str] = set()
    told = False

    def own() -> Iterator[Message]:
        nonlocal told
        for message in messages:
            if message.turn is not None:
                continue
            if message.tool in RETELLERS:
                retold.add(message.id)
            else:
                told = True
                yield message

    prompts = (message for message in own() if message.kind is Kind.HUMAN and message.text.strip())
    twins = swallowed((prompt.id, prompt.text.strip(), prompt.queued) for prompt in prompts)
    return twins | retold if told else twins


def swallowed(prompts: Iterable[tuple[str, Hashable, bool]]) -> set[str]:
    """Of prompts in order, as (id, what is equal for equal texts, queued): those that count as twins.

    Each ordinary prompt swallows one queued prompt of the same text before it: the oldest that is left.
    """
    waiting: defaultdict[Hashable, deque[str]] = defaultdict(deque)
    twins: set[str] = set()
    for id_, text, queued in prompts:
        if queued:
            waiting[text].append(id_)
        elif waiting.get(text):
            twins.add(waiting[text].popleft())
    return twins


def pair_survivors(messages: Iterable[Message], zone: tzinfo) -> Iterator[Exchange]:
    """The exchanges of messages of one session in order, of which none is a twin; one at a time.

    Each branch is a conversation of its own, and so is each turn that was learnt outside of transcripts.
    """
    turns: dict[tuple[str | None, str | None], list[Message]] = {}
    for message in messages:
        turn = turns.setdefault((message.branch, message.turn), [])
        if message.kind is Kind.HUMAN and turn:
            yield _exchange(turn, zone)
            turn.clear()
        turn.append(message)
    for turn in turns.values():
        yield _exchange(turn, zone)


def _exchange(turn: list[Message], zone: tzinfo) -> Exchange:
    opening = turn[0]
    opened_by_human = opening.kind is Kind.HUMAN
    answers = turn[1:] if opened_by_human else turn
    spoken = [answer for answer in answers if answer.text.strip()]
    return Exchange(
        id=opening.id,
        session=opening.session,
        thread=opening.thread or MAIN_THREAD,
        mode=opening.mode or DEFAULT_MODE,
        started=opening.timestamp,
        ended=turn[-1].timestamp,
        order=opening.order,
        human=opening.text if opened_by_human else "",
        agent="\n\n".join(answer.text for answer in spoken),
        human_sender=opening.sender if opened_by_human else "",
        agent_sender=spoken[0].sender if spoken else "",
        address=str(SourceRef(local_day(opening.timestamp, zone), opening.id)),
        tool=opening.tool,
        project=opening.project,
        message_count=len(turn),
        branch=opening.branch,
        origin=opening.origin,
        reported_by=opening.reported_by or "",
    )
