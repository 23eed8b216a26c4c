"""Standing from a whole home: each message once, whatever comes in when, and one night once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cotw.care import standing
from cotw.care.forget import forget
from cotw.care.identity import identity_layers
from cotw.care.selecting import Selection
from cotw.care.standing import Collected, collect, synthesise
from cotw.care.standing_page import nights, standing_page, standing_told
from cotw.clock import local_day
from cotw.files import to_json
from cotw.identity.layers import LayerName
from cotw.memory import Memory
from cotw.records.message import Kind, Message, Origin
from cotw.records.night import night_of
from cotw.records.standing import Dimension
from cotw.store.truth import TruthWriter
from tests.builders import NOON, HandClock, message
from tests.care.injected import NOW, context_of, exchange, remembering

WRONG = "I was wrong about the spokes."
BEGAN = 4 * 24 * 60.0  # minutes: 2026-03-18, after the home's last talk
SAID = [
    *exchange(WRONG, "Thirty-six, then.", minute=0, session="s1"),
    *exchange("Which oil for the hub?", "You kept your promise. I was wrong.", minute=5, session="s1"),
    *exchange("I keep putting off the tax letter.", "It is due.", minute=24 * 60, session="s2"),
    *exchange("I left a note for Jonas.", "Good.", minute=2 * 24 * 60, session="s3", mode="code"),
]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Four messages on three days; the agent's praise and blame count for nothing."""
    return remembering(tmp_path, SAID)


def say(memory: Memory, said: Sequence[Message]) -> None:
    """Takes in more, and brings the index up to date."""
    with memory.truth.writing() as writer:
        for one in said:
            writer.add_day(local_day(one.timestamp, memory.truth.zone), [one])
    memory.refresh()


def scored(memory: Memory) -> dict[str, float]:
    return {one.dimension.value: one.score for one in standing_page(memory).standings}


def lines(memory: Memory, kind: str = "standing") -> list[dict[str, Any]]:
    return [line.record for line in memory.truth.journal.read() if kind in str(line.record.get("kind"))]


def test_each_message_counts_once(memory: Memory) -> None:
    """0.16 up for the mistake, 0.105 down for the letter, 0.065 up for the note; a second run reads none."""
    assert collect(memory) == Collected(messages=4, evidence=3, left=0)
    assert scored(memory) == {"courage-self": 5.0, "courage-ground": 5.0, "word": 5.055, "brand": 5.065}
    before = lines(memory)
    assert [collect(memory) for _ in range(3)] == [Collected()] * 3
    assert lines(memory) == before
    assert standing_page(memory).messages == 4


def test_the_journal_keeps_no_word(memory: Memory) -> None:
    """Pattern, dimension, delta, address and instant: what was said is fetched when it is shown."""
    collect(memory)
    synthesise(memory)
    told = to_json(lines(memory)).decode()
    assert not any(word in told for word in ("spokes", "tax", "Jonas", "wrong about"))
    page = standing_page(memory)
    assert {words.quote for words in page.words.values()} >= {WRONG, "I left a note for Jonas."}


def test_what_was_reported_moves_nothing(memory: Memory) -> None:
    """What an agent says that its person said is no evidence of them; what the person typed is."""
    collect(memory)
    before = scored(memory)
    for number, origin in enumerate((Origin.REPORTED, Origin.TYPED)):
        told = message("I lied to Yusuf.", minute=BEGAN + number, session=origin.value, origin=origin)
        say(memory, [told])
        found = collect(memory)
        assert found.evidence == number
    assert scored(memory)["word"] < before["word"]


def test_a_left_branch_and_a_sub_agent_move_nothing(memory: Memory) -> None:
    """A prompt that was edited counts as it was edited; what an agent tells its sub-agents is its own."""
    collect(memory)
    left = message(WRONG, minute=BEGAN, session="b", branch="left")
    sub = message(WRONG, minute=BEGAN + 1, session="c", subagent="helper")
    say(memory, [left, sub])
    assert collect(memory).evidence == 0


def test_what_gives_way_takes_its_evidence_with_it(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exchange that the index does not hold any more does not count; if it comes back, it does again."""
    collect(memory)
    before = scored(memory)
    monkeypatch.setattr(standing, "_OWN_WORDS", f"{standing._OWN_WORDS} AND session <> 's1'")
    collect(memory)
    assert scored(memory)["word"] == pytest.approx(before["word"] - 0.16)
    monkeypatch.undo()
    assert collect(memory).evidence == 1
    assert scored(memory) == before


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_ingest_makes_no_difference(tmp_path: Path, seed: int) -> None:
    """Collected after each of several ingests in any order, or once at the end."""
    pairs = [SAID[place : place + 2] for place in range(0, len(SAID), 2)]
    Random(seed).shuffle(pairs)
    memory = remembering(tmp_path, pairs[0])
    for pair in pairs[1:]:
        collect(memory)
        say(memory, pair)
    collect(memory)
    assert scored(memory) == {"courage-self": 5.0, "courage-ground": 5.0, "word": 5.055, "brand": 5.065}


def test_a_run_ends_when_it_has_read_enough_or_is_told_to(memory: Memory, monkeypatch: Any) -> None:
    """Whole days, oldest first; the next run goes on."""
    monkeypatch.setattr(standing, "_AT_A_TIME", 1)
    assert collect(memory, stop=lambda: True) == Collected(left=3)
    assert collect(memory, most=1) == Collected(messages=2, evidence=1, left=2)
    assert collect(memory) == Collected(messages=2, evidence=2)


def test_killed_between_two_lines_nothing_counts_twice(memory: Memory, monkeypatch: Any) -> None:
    """Evidence stands there without the note that its day was read: the day is read again."""
    written = TruthWriter.record_all

    def killed(self: TruthWriter, family: Any, records: Any) -> None:
        written(self, family, list(records)[:1])
        raise KeyboardInterrupt

    monkeypatch.setattr(TruthWriter, "record_all", killed)
    with pytest.raises(KeyboardInterrupt):
        collect(memory)
    monkeypatch.undo()
    assert len(lines(memory)) == 1
    assert collect(memory).evidence == 2
    assert scored(memory)["word"] == 5.055


def test_two_at_once_count_once(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that reads the same days meanwhile: whoever comes second adds nothing."""
    other = Memory(memory.home, clock=HandClock(NOW), wait_seconds=5, environment={})
    said_on = standing._said_on

    def meanwhile(*asked: Any) -> Any:
        monkeypatch.undo()
        collect(other)
        return said_on(*asked)

    monkeypatch.setattr(standing, "_said_on", meanwhile)
    collect(memory)
    assert len(lines(memory, "standing_evidence")) == 3


def test_forgotten_exchanges_take_their_evidence_along(memory: Memory) -> None:
    """From score, nights and page; and nothing of it comes back."""
    collect(memory)
    synthesise(memory)
    ids = {one.id for one in SAID[:2]}
    forget(memory, Selection(ids=ids), {"actor": "mara"}, lambda done, total: None)
    assert nights(memory) == []
    assert not any(id_ in to_json(lines(memory)).decode() for id_ in ids)
    assert collect(memory).evidence == 0
    assert (scored(memory)["word"], standing_page(memory).messages) == (4.895, 3)


def test_the_same_night_ten_times_is_one_night(memory: Memory) -> None:
    """And ten nights in which nobody spoke move no score."""
    collect(memory)
    first = synthesise(memory)
    assert first.written
    assert [synthesise(memory).written for _ in range(9)] == [False] * 9
    for later in range(1, 10):
        assert isinstance(memory.clock, HandClock)
        memory.clock.instant = NOW + timedelta(days=later)
        collect(memory)
        assert synthesise(memory).written
    every = nights(memory)
    assert len(every) == 10
    assert {tuple(one.score for one in night.standings) for night in every} == {(5.0, 5.0, 5.055, 5.065)}


def test_a_missed_night_sees_what_was_said_until_its_end(memory: Memory) -> None:
    """It is caught up as if it had been looked at then."""
    collect(memory)
    night = synthesise(memory, date(2026, 3, 14)).night
    assert (night.messages, len(night.recent)) == (2, 1)
    assert [one.score for one in night.standings if one.dimension is Dimension.WORD] == [5.16]


def test_a_night_on_which_the_clock_is_put_back(memory: Memory) -> None:
    """It lasts until the clock on the wall shows five, as the report of that night does."""
    put_back = datetime(2026, 10, 25, 3, 30, tzinfo=UTC)  # 04:30 in Berlin
    minute = (put_back - NOON).total_seconds() / 60
    say(memory, exchange(WRONG, "Thirty-two, then.", minute=minute, session="s9"))
    collect(memory)
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant = put_back + timedelta(hours=2)
    night = synthesise(memory, date(2026, 10, 24)).night
    assert night.recent[0].said == put_back


def test_of_nothing_nothing_is_noted(tmp_path: Path) -> None:
    """A home in which nobody spoke has no nights."""
    memory = remembering(tmp_path, [message("Hello.", kind=Kind.AGENT)])
    assert collect(memory) == Collected()
    assert not synthesise(memory).written
    assert lines(memory) == []


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2026-03-29T02:59", 28), ("2026-03-29T03:00", 29), ("2026-03-28T22:00", 28), ("2026-10-25T03:59", 24)],
)
def test_a_night_belongs_to_the_evening_it_began_on(instant: str, day: int) -> None:
    """Until five in the morning where the person lives, also when the clocks are changed."""
    assert night_of(datetime.fromisoformat(f"{instant}+00:00"), ZoneInfo("Europe/Berlin")).day == day


def test_a_night_ends_at_five_also_when_clocks_are_changed(tmp_path: Path) -> None:
    """What was said at half past four on such a morning is still the night's, at half past five not."""
    said: list[Message] = []
    for number, instant in enumerate(
        ("2026-03-29T02:30", "2026-03-29T03:30", "2026-10-25T03:30", "2026-10-25T04:30")
    ):
        minute = (datetime.fromisoformat(f"{instant}+00:00") - NOON).total_seconds() / 60
        said += exchange(WRONG, "Fine.", minute=minute, session=f"s{number}")
    memory = remembering(tmp_path, said)
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant = NOON + timedelta(days=400)
    collect(memory)
    days = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
    found = [synthesise(memory, day).night for day in days]
    assert [sum(one.evidence for one in night.standings) for night in found] == [1, 2, 3, 4]


@pytest.fixture
def nightly(memory: Memory) -> Memory:
    """With the standing of one night, and talk after it: what was said last is quoted to a start anyway."""
    later = [
        exchange(
            f"Which tyre fits wheel {number}?", "A wide one.", minute=BEGAN + number, session=mode, mode=mode
        )
        for number, mode in enumerate(("chat", "code") * 4)
    ]
    say(memory, list(chain.from_iterable(later)))
    collect(memory)
    synthesise(memory)
    return memory


def part(memory: Memory, **wish: Any) -> str:
    """What a session that begins is told of standing."""
    parts = context_of(memory, **wish).context.parts
    return "\n".join(
        f"{one.label}\n{one.text}" for part in parts if part.name == "standing" for one in part.passages
    )


def test_a_start_is_told_scores_and_why_in_a_quote(nightly: Memory) -> None:
    """By the last night, with the patterns latest first; at most 80 tokens; a turn is told nothing."""
    told = part(nightly)
    assert "self 5.0 ground 5.0 word 5.1 brand 5.1" in told
    assert "latest first: +leaves-it-tidy −puts-off +owns-mistake" in told
    assert "I keep putting off the tax letter." in told
    assert nightly.embedder.count_pieces(told) <= 80
    assert "standing" not in [one.name for one in context_of(nightly, "Which oil?").context.parts]


def test_the_identity_shows_the_same(nightly: Memory) -> None:
    """The fifth layer is what a start in this mode would be told; without an index it is empty."""
    told = standing_told(nightly, "chat")
    layer = identity_layers(nightly, {LayerName.STANDING: told})[4]
    assert (layer.name, [one.text for one in layer.passages]) == ("standing", [told[0].text])
    assert f"{told[0].label}\n{told[0].text}" == part(nightly, mode="chat")
    shutil.rmtree(nightly.home.index)
    assert standing_told(nightly, "chat") == []


def test_a_start_is_told_no_word_of_a_mode_it_may_not_see(nightly: Memory) -> None:
    """Chat hears of the tax letter, and nothing of the note that was spoken of in code."""
    assert "Jonas" not in part(nightly, mode="chat")
    assert "Jonas" in part(nightly, mode="code")
    assert "tax" not in part(nightly, mode="code")
