"""Pairing: messages of a session become exchanges."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.pairing import pair, position, repeated
from cotw.records.exchange import Exchange
from cotw.records.message import Kind, Message
from cotw.records.source import SourceRef
from tests.builders import NOON, message


def said(*lines: str) -> list[Message]:
    """Messages from lines such as `human: hello`, `queued: go on`, `agent: yes`, a minute apart."""
    messages = []
    for minute, line in enumerate(lines):
        who, _, text = line.partition(": ")
        kind = Kind.AGENT if who == "agent" else Kind.HUMAN
        messages.append(message(text, minute=minute, kind=kind, queued=who == "queued"))
    return messages


def turns(exchanges: list[Exchange]) -> list[tuple[str, str]]:
    return [(exchange.human, exchange.agent) for exchange in exchanges]


def test_each_prompt_opens_an_exchange() -> None:
    """Several prompts in a row are several exchanges; the answer belongs to the last one."""
    exchanges = pair(said("human: one", "human: two", "agent: answer"), UTC)
    assert turns(exchanges) == [("one", ""), ("two", "answer")]


def test_all_the_agent_says_is_one_answer() -> None:
    """Texts until the next prompt are joined by an empty line; empty ones add nothing."""
    exchanges = pair(said("human: one", "agent: a", "agent:  ", "agent: b"), UTC)
    assert turns(exchanges) == [("one", "a\n\nb")]
    assert exchanges[0].message_count == 4


def test_an_agent_that_speaks_first() -> None:
    """What an agent says before any prompt is an exchange with no human side."""
    exchanges = pair(said("agent: welcome", "agent: how are you?", "human: fine"), UTC)
    assert turns(exchanges) == [("welcome\n\nhow are you?", "")[::-1], ("fine", "")]
    assert (exchanges[0].human_sender, exchanges[0].agent_sender) == ("", "agent")


def test_an_exchange_bears_the_id_of_its_opening_message() -> None:
    """Id, address, start and session are those of the opening message; the end is that of the last."""
    messages = said("human: one", "agent: a")
    [exchange] = pair(messages, UTC)
    assert exchange.id == messages[0].id
    assert exchange.address == f"archive:2026-03-14#{messages[0].id}"
    assert exchange.source == SourceRef(NOON.date(), messages[0].id)
    assert (exchange.started, exchange.ended) == (messages[0].timestamp, messages[1].timestamp)
    assert (exchange.thread, exchange.mode, exchange.session) == ("main", "chat", "s1")


def test_the_address_has_the_person_s_day() -> None:
    """Noon UTC is the next day in Kiritimati."""
    [exchange] = pair(said("human: one"), ZoneInfo("Pacific/Kiritimati"))
    assert exchange.address.startswith("archive:2026-03-15#")
    assert exchange.day(ZoneInfo("Pacific/Kiritimati")).isoformat() == "2026-03-15"


def test_a_queued_prompt_that_comes_again_counts_once() -> None:
    """The ordinary line stays, where the agent answered it."""
    exchanges = pair(
        said("human: start", "queued: and tests ", "agent: ok", "human: and tests", "agent: done"), UTC
    )
    assert turns(exchanges) == [("start", "ok"), ("and tests", "done")]


def test_a_queued_prompt_that_never_comes_again_stays() -> None:
    """More than half of them stand nowhere else."""
    exchanges = pair(said("human: start", "queued: and tests", "agent: ok"), UTC)
    assert turns(exchanges) == [("start", ""), ("and tests", "ok")]


def test_each_ordinary_prompt_swallows_one_queued() -> None:
    """Of two equal queued prompts and one ordinary, the later queued one stays."""
    messages = said("queued: continue", "queued: continue", "human: continue")
    assert repeated(messages) == {messages[0].id}


def test_an_ordinary_prompt_before_the_queued_one_is_no_twin() -> None:
    """Only what comes after can be the same prompt."""
    assert repeated(said("human: continue", "queued: continue", "agent: yes")) == set()


def test_empty_prompts_are_no_twins() -> None:
    """Two images without words are two prompts."""
    assert repeated(said("queued:  ", "human:  ")) == set()


def test_the_digest_covers_everything_projected() -> None:
    """Equal messages give equal digests; a longer answer or a later end another one."""
    messages = said("human: one", "agent: a", "agent: b")
    [all_of_it], [again], [part] = (pair(some, UTC) for some in (messages, messages, messages[:2]))
    assert all_of_it.digest == again.digest != part.digest


@given(
    st.lists(st.tuples(st.sampled_from(["human", "agent", "queued"]), st.sampled_from("abc ")), max_size=12)
)
def test_nothing_is_lost_and_nothing_twice(lines: list[tuple[str, str]]) -> None:
    """Every message but the twins is in exactly one exchange, in order."""
    messages = sorted(said(*(f"{who}: {text}" for who, text in lines)), key=position)
    twins = repeated(messages)
    exchanges = pair(messages, UTC)
    assert sum(exchange.message_count for exchange in exchanges) == len(messages) - len(twins)
    survivors = [one for one in messages if one.id not in twins]
    prompts = [one.text for one in survivors if one.kind is Kind.HUMAN]
    assert [exchange.human for exchange in exchanges if exchange.human_sender] == prompts
    answers = [one.text for one in survivors if one.kind is Kind.AGENT and one.text.strip()]
    assert "\n\n".join(exchange.agent for exchange in exchanges if exchange.agent) == "\n\n".join(answers)


def test_a_session_that_another_tool_retold_counts_once() -> None:
    """What SpecStory wrote of a session counts only where no transcript of the agent itself tells it."""
    own = [message("hello", minute=1), message("hello yourself", minute=2, kind=Kind.AGENT)]
    retold = [
        message("hello", minute=1.1, tool="specstory"),
        message("hello yourself", minute=2.1, kind=Kind.AGENT, tool="specstory"),
    ]
    both = sorted([*own, *retold], key=position)
    assert repeated(both) == {each.id for each in retold}
    assert [(each.human, each.agent) for each in pair(both, UTC)] == [("hello", "hello yourself")]
    assert repeated(retold) == set()
    assert len(pair(retold, UTC)) == 1
