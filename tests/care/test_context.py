"""The context of a turn, from a whole home: what is given, what is noted, and what stays out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cotw.care import handoffs
from cotw.care.context import Wish, injecting
from cotw.care.handoffs import write_handoffs
from cotw.care.truth_table import set_truth, unset_truth
from cotw.continuity.handoff_taking import Begin
from cotw.continuity.threads import place_project
from cotw.memory import Memory
from cotw.records.block import Seal
from cotw.records.hit import RecallFilters
from cotw.store.injections import Injections
from tests.care.injected import context_of, exchange, remembering

ASKED = "Which spokes for the cargo bike?"
PERSON = {"actor": "mara", "channel": "terminal"}
RIMS = exchange("The rim came bent.", "Send it back.", minute=9, session="s2", thread="rims")


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """Three exchanges of the workshop, in two sessions and two threads."""
    said = [
        *exchange("Which spokes for the cargo bike?", "Two millimetres, butted.", minute=0, session="s1"),
        *exchange("My sister Freya rides the cargo bike.", "Lucky Freya.", minute=5, session="s1"),
        *exchange("The rim came bent.", "Send it back.", minute=9, session="s2", thread="rims"),
    ]
    return remembering(tmp_path_factory.mktemp("mara"), said)


@contextmanager
def posture(memory: Memory, words: str) -> Iterator[None]:
    """The posture of the mode chat, for a while."""
    path = memory.home.identity / "postures" / "chat.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text() if path.exists() else ""
    path.write_text(words)
    yield
    path.write_text(before)


def lines_of(memory: Memory) -> list[dict[str, object]]:
    return [line.record for line in memory.truth.journal.read()]


def test_what_was_said_is_quoted(memory: Memory) -> None:
    """Both sides, each under its speaker, with the date where the person lives and the address."""
    text = context_of(memory, ASKED).context.text
    assert "> Which spokes for the cargo bike?" in text
    assert "> Two millimetres, butted." in text
    assert "2026-03-14 13:00, Saturday, the person said (archive:2026-03-14#" in text
    assert "Now: Friday 2026-03-20 13:00 (Europe/Berlin) · mode chat" in text


def test_what_a_program_put_around_a_prompt_is_not_asked(memory: Memory) -> None:
    """Open files and notices say nothing of what a person wants to know."""
    around = "# Context from my IDE setup:\n\n## Open tabs:\n- spokes.md: cargo bike spokes\n"
    assert context_of(memory, f"{around}\n## My request for Codex:\n{ASKED}").turn.prompt == ASKED
    assert context_of(memory, f"<system-reminder>cargo bike</system-reminder>\n{ASKED}").turn.prompt == ASKED
    assert context_of(memory, around).context.text == ""


def test_the_oldest_comes_first(memory: Memory) -> None:
    """Whatever is the best answer, what is shown follows the days."""
    times = re.findall(
        r"\] (2026-\S+ \S+), ", context_of(memory, "the cargo bike of Freya, the rim").context.text
    )
    assert len(times) >= 2
    assert times == sorted(times)


def test_nothing_is_said_twice(memory: Memory) -> None:
    """A fact whose sentence is recalled already is not quoted again."""
    parts = {part.name: part for part in context_of(memory, "How is Freya?").context.parts}
    assert "My sister Freya rides the cargo bike." in [one.text for one in parts["recall"].passages]
    assert parts["facts"].found == 0


def test_the_agents_own_session_is_left_out(memory: Memory) -> None:
    """It has those words before it."""
    assert "spokes" not in context_of(memory, ASKED, session="s1").context.text
    assert "spokes" not in context_of(memory, session="s1", thread="rims").context.text


def test_what_was_injected_is_noted_first(memory: Memory) -> None:
    """Id, length and digest, where it came from, and for what: no word of either."""
    injection = context_of(memory, ASKED, thread="main", session="now")
    noted, made_of = lines_of(memory)[-2:]
    assert noted["block"] == made_of["block"] == injection.context.id
    assert Injections(memory.truth.journal).seal_of(injection.context.id) == Seal.of(injection.context.text)
    assert (noted["thread"], noted["mode"], noted["session"]) == ("main", "chat", "now")
    assert made_of["sources"] == injection.context.sources
    assert "spokes" not in str(noted) + str(made_of)


def test_nothing_relevant_nothing_given(memory: Memory) -> None:
    """No empty frame, no line in the journal; a posture alone is no reason either."""
    strict = Memory(memory.home, clock=memory.clock, wait_seconds=5, environment={})
    strict.__dict__ |= {"embedder": memory.embedder, "_questioner": memory.embedder}
    before = len(lines_of(memory))
    with posture(memory, "Be brief."), injecting(strict, Wish("Write a haiku about snow")) as injection:
        assert injection.context.text == ""
    assert len(lines_of(memory)) == before


@pytest.mark.parametrize("prompt", ["ok", "…", "?!", "\x00", "🙂", " \n"])
def test_prompts_that_say_nothing(memory: Memory, prompt: str) -> None:
    """A prompt without a word that can be looked for is no error."""
    assert all(part.failure is None for part in context_of(memory, prompt).context.parts)


def test_a_posture_comes_along(memory: Memory) -> None:
    """As the person wrote it, outside of all quotations."""
    with posture(memory, "Be **brief**."), injecting(memory, Wish(ASKED)) as injection:
        assert injection.context.text.endswith("end of what was found\n\nBe **brief**.\n</cotw-context>")


def test_sources_speak_in_their_order(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The truth table before what is recalled, files after it; one that fails is named and left out."""

    def broken(*_: object, **__: object) -> None:
        raise OSError("no such file")

    set_truth(memory, "spokes of the cargo bike", "36", PERSON, thread=None, because="")
    monkeypatch.setattr("cotw.care.context_sources.facts", broken)
    with injecting(memory, Wish(ASKED)) as injection:
        parts = {part.name: part for part in injection.context.parts}
        assert list(parts) == [
            "stability",
            "truth",
            "recall",
            "knowledge",
            "current state",
            "facts",
            "posture",
        ]
        assert parts["facts"].failure == "OSError: no such file"
        text = injection.context.text
    assert text.index("> spokes of the cargo bike: 36") < text.index("> Which spokes")
    unset_truth(memory, "spokes of the cargo bike", PERSON, thread=None, because="")


def test_rows_that_nobody_asks_for_come_along(memory: Memory) -> None:
    """The state of things is no reason for a block in a turn; a session begins with it."""
    set_truth(memory, "shop phone", "030 123", PERSON, thread=None, because="")
    assert "030 123" in context_of(memory, "What is the phone number of the shop?").context.text
    assert "030 123" in context_of(memory).context.text
    strict = Memory(memory.home, clock=memory.clock, wait_seconds=5, environment={})
    strict.__dict__ |= {"embedder": memory.embedder, "_questioner": memory.embedder}
    with injecting(strict, Wish("Write a haiku about snow")) as injection:
        assert injection.context.text == ""
    unset_truth(memory, "shop phone", PERSON, thread=None, because="")


def test_a_cold_start(memory: Memory) -> None:
    """The last exchanges, those of the thread before others, where no handoff tells what was."""
    assert "> The rim came bent." in context_of(memory, thread="rims").context.text


def test_a_project_is_told_nothing_of_another(tmp_path: Path) -> None:
    """Where no thread is named, a start in a project has what was said in it, and of no other project."""
    memory = remembering(
        tmp_path,
        [
            *exchange("The rim came bent.", "Send it back.", minute=1, session="s1", project="/shop/rims"),
            *exchange("The shop's page is blank.", "Fix it.", minute=9, session="s2", project="/shop/page"),
        ],
    )
    write_handoffs(memory, handoffs.Wish(thread="main"))
    given = {
        project: context_of(memory, project=project, session="new").context.text
        for project in ("/shop/rims", "/shop/new")
    }
    assert "bent" in given["/shop/rims"]
    assert not any("page is blank" in text for text in given.values())
    assert "page is blank" in context_of(memory, session="new").context.text


def test_a_start_is_given_the_handoff_once(tmp_path: Path) -> None:
    """The next start of the thread has it, and no other; one that resumes takes nothing."""
    memory = remembering(tmp_path, RIMS)
    write_handoffs(memory, handoffs.Wish(session="s2"))
    given = [
        _given(memory, Wish(thread="rims", session="new", start=True, begin=begin))
        for begin in (Begin.RESUME, Begin.STARTUP, Begin.STARTUP)
    ]
    assert ["handoff" in one for one in given] == [False, True, False]
    assert "warm start" in given[2]
    assert [line["what"] for line in lines_of(memory) if line["kind"] == "shown"] == ["handoff"]


def test_a_handoff_that_was_not_shown_waits(tmp_path: Path) -> None:
    """Whoever was broken off before it could print has shown nothing."""
    memory = remembering(tmp_path, RIMS)
    write_handoffs(memory, handoffs.Wish(session="s2"))
    with (
        pytest.raises(BrokenPipeError),
        injecting(memory, Wish(thread="rims", session="new", start=True)),
    ):
        raise BrokenPipeError
    assert not [line for line in lines_of(memory) if line["kind"] == "shown"]


def test_the_thread_is_that_of_the_folder(memory: Memory) -> None:
    """Where none is named, what was decided about the project counts."""
    place_project(memory.truth, "/home/mara/rims", "rims", PERSON)
    with injecting(memory, Wish("Which rim?", project="/home/mara/rims/front")) as injection:
        assert injection.turn.thread == "rims"


def _given(memory: Memory, wish: Wish) -> set[str]:
    with injecting(memory, wish) as injection:
        return {part.name for part in injection.context.parts if part.passages}


def test_an_open_index_is_used(memory: Memory) -> None:
    """A resident process hands in its own: nothing is opened."""
    with memory.index() as index:
        assert "> Which spokes" in context_of(memory, ASKED, index=index).context.text


def test_no_index_is_no_disaster(tmp_path: Path) -> None:
    """A home that was never indexed gives nothing, and says why."""
    memory = remembering(tmp_path, [])
    for folder in memory.home.index.iterdir():
        folder.rename(tmp_path / folder.name)
    context = context_of(memory, ASKED).context
    assert context.text == ""
    failures = {part.name: part.failure for part in context.parts}
    assert failures["recall"] == "there is no index yet"


# --- the table of modes

MODES = ("chat", "booth", "code", "robot", "lab")
SEES = {
    "chat": {"chat", "booth"},
    "booth": {"chat", "booth"},
    "code": {"code"},
    "robot": {"robot", "chat"},
    "lab": {"lab"},
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """One thread in which something was said about spokes in every mode, in a session of Chat and Code."""
    said = [
        one
        for minute, mode in enumerate(MODES)
        for one in exchange(
            f"Spokes in {mode}mode.",
            f"Noted in {mode}mode.",
            minute=minute,
            mode=mode,
            thread="wheels",
            session="both" if mode in ("chat", "code") else mode,
        )
    ]
    return remembering(tmp_path_factory.mktemp("mixed"), said)


def modes_in(text: str) -> set[str]:
    return set(re.findall(r"> (?:Spokes|Noted) in (\w+)mode", text))


@pytest.mark.parametrize("mode", MODES)
def test_every_cell_of_the_table(mixed: Memory, mode: str) -> None:
    """A prompt and a cold start are given what the mode may see, all of it, and nothing else."""
    assert modes_in(context_of(mixed, "spokes", mode=mode, thread="wheels").context.text) == SEES[mode]
    assert modes_in(context_of(mixed, mode=mode, thread="wheels").context.text) == SEES[mode]


@pytest.mark.parametrize("mode", MODES)
def test_a_person_sees_everything(mixed: Memory, mode: str) -> None:
    """Recall by hand is bound to no mode, unless the person asks for one."""
    every = mixed.recall("spokes", limit=10).hits
    assert {shown.hit.mode for shown in every} == set(MODES)
    assert {shown.hit.mode for shown in mixed.recall("spokes", RecallFilters(mode=mode)).hits} == {mode}
    seen = RecallFilters(modes=tuple(SEES[mode]))
    assert {shown.hit.mode for shown in mixed.recall("spokes", seen, limit=10).hits} == SEES[mode]


def test_facts_keep_to_their_mode(tmp_path: Path) -> None:
    """A name is not led out of the mode in which it was said."""
    said = exchange("My sister Freya rides far.", "Does she.", minute=0, mode="code")
    memory = remembering(tmp_path, said)
    assert context_of(memory, "Freya", mode="chat").context.text == ""
    assert "Freya" in context_of(memory, "Freya", mode="code").context.text


def test_a_mode_that_sees_nothing(tmp_path: Path) -> None:
    """A person may close a mode altogether."""
    memory = remembering(tmp_path, exchange("Spokes.", "Noted.", minute=0, mode="code"))
    memory.set_setting("modes.sees", "{code: []}")
    for prompt in ("spokes", ""):
        assert "Spokes." not in context_of(memory, prompt, mode="code").context.text
