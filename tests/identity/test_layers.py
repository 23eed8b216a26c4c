"""The nine layers."""

from __future__ import annotations

from pathlib import Path

from cotw.home import Home
from cotw.identity.layers import Layer, LayerName, layers, note_days
from cotw.identity.postures import posture, postures
from cotw.records.passage import Passage, Warrant
from cotw.settings import IdentitySettings
from tests.identity.homes import TODAY, words, workshop, write

HANDOFF = Passage("The rim is on order.", Warrant.QUOTED, ("archive:2026-03-14#3f2a91c0",))


def told(home: Home, budget: IdentitySettings | None = None, **given: Passage) -> dict[str, Layer]:
    built = layers(
        home,
        counter=words,
        budget=budget or IdentitySettings(),
        today=TODAY,
        given={LayerName(name): [passage] for name, passage in given.items()},
    )
    return {layer.name: layer for layer in built}


def test_there_are_nine_in_their_order(tmp_path: Path) -> None:
    """Each is there whether or not anything is known of it; a new home tells only what its files mean."""
    found = told(workshop(tmp_path))
    assert list(found) == "soul agents anchor tools standing memory handoff continuity graph".split()
    assert [name for name, layer in found.items() if layer.text] == ["soul", "agents"]
    assert not [layer for layer in found.values() if layer.cut or layer.findings]


def test_files_that_guide_are_trusted_and_notes_are_not(tmp_path: Path) -> None:
    """What a person wrote to guide the agent is followed; notes of a day and what is given are evidence."""
    home = workshop(tmp_path, SOUL="True wheels.", ANCHOR="Mara mends bicycles.", TOOLS="A truing stand.")
    write(home, "memory/2026-03-14.md", "The rim came.")
    found = told(home, handoff=HANDOFF)
    for name in ("soul", "agents", "anchor", "tools"):
        assert [(one.trusted, one.warrant) for one in found[name].passages] == [(True, Warrant.DECLARED)]
    (note,) = found["memory"].passages
    assert (note.trusted, note.warrant, note.label) == (False, Warrant.DECLARED, "2026-03-14")
    assert note.sources == ("identity/memory/2026-03-14.md",)
    assert found["handoff"].passages == (HANDOFF,)


def test_what_one_layer_leaves_goes_to_the_next(tmp_path: Path) -> None:
    """The sum of all budgets is never exceeded."""
    home = workshop(tmp_path, SOUL="one two", AGENTS="word " * 50, ANCHOR="", TOOLS="")
    budget = IdentitySettings(soul_tokens=10, agents_tokens=10, anchor_tokens=3, tools_tokens=0)
    found = told(home, budget)
    assert (found["soul"].tokens, found["soul"].budget) == (2, 10)
    assert (found["agents"].budget, found["agents"].cut) == (18, True)
    assert found["agents"].text.endswith("… cut, see identity/AGENTS.md")
    assert 10 < found["agents"].tokens <= 18
    assert found["anchor"].budget == 3 + 18 - found["agents"].tokens


def test_the_notes_of_the_last_days_are_told_newest_first(tmp_path: Path) -> None:
    """Today's too; none of next week, none of long ago, nothing that is not named after a day."""
    home = workshop(tmp_path)
    for name in ("2026-03-15", "2026-03-16", "2026-03-09", "2026-03-08", "2026-02-30", "ideas", "٢٠٢٦-03-14"):
        write(home, f"memory/{name}.md", f"Note of {name}.")
    assert [day.isoformat() for day in note_days(home)][:2] == ["2026-03-08", "2026-03-09"]
    layer = told(home)["memory"]
    assert [one.label for one in layer.passages] == ["2026-03-15", "2026-03-09"]
    tight = IdentitySettings(**dict.fromkeys(("soul_tokens", "agents_tokens"), 0), memory_tokens=4)
    assert [one.label for one in told(home, tight)["memory"].passages] != []


def test_one_that_cannot_be_read_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    """It is empty, says why, and leaves its budget to the next."""
    home = workshop(tmp_path, AGENTS="Ask first.")
    write(home, "SOUL.md", b"\xff\xfe\x00")
    found = told(home)
    assert found["soul"].text == ""
    assert [one.file for one in found["soul"].findings] == ["identity/SOUL.md"]
    assert found["agents"].text == "Ask first."
    assert found["agents"].budget == 1600


def test_a_posture_is_what_its_file_says(tmp_path: Path) -> None:
    """One passage that is trusted; a home may add its own; what is no name of a mode leads to no file."""
    home = workshop(tmp_path, postures_garden="Posture: garden, slowly.")
    layer = posture(home, "garden", counter=words, budget=100)
    assert [(one.text, one.trusted) for one in layer.passages] == [("Posture: garden, slowly.", True)]
    assert postures(home) == ["booth", "chat", "code", "garden", "robot"]
    (home.root / "secret.md").write_text("The till is under the bench.")
    for name in ("none", "../../secret", "", "a/b", "code.md", "\0", "x" * 300):
        assert posture(home, name, counter=words, budget=100).passages == ()
        assert posture(home, name, counter=words, budget=100).findings == ()
    assert posture(home, "garden", counter=words, budget=2).cut
