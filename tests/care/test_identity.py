"""Identity, looked after by its person: accepted, replaced, compared; never written over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cotw.care.backup import create_backup
from cotw.care.identity import (
    accept,
    all_files,
    bytes_of,
    check_identity,
    difference,
    history_of,
    identity_layers,
    posture_layer,
    replace,
)
from cotw.care.leaks import find_leaks
from cotw.errors import Changed, NothingFound, UsageError
from cotw.identity.layers import LayerName
from cotw.memory import Memory
from cotw.models.hashing import HashEmbedder
from cotw.records.passage import Passage, Warrant
from tests.builders import HandClock
from tests.care.homes import KEY, NOW, workshop

SOUL = "identity/SOUL.md"
BY = {"actor": "mara", "channel": "terminal"}


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    memory = workshop(tmp_path / "home")
    memory.__dict__["embedder"] = HashEmbedder()
    return memory


def edit(memory: Memory, text: str, hours: int = 1) -> None:
    """Mara writes SOUL.md with a program of hers, some time later."""
    assert isinstance(memory.clock, HandClock)
    memory.clock.instant += timedelta(hours=hours)
    (memory.home.root / SOUL).write_text(text)


def decided(memory: Memory) -> list[tuple[str, str]]:
    records = (line.record for line in memory.truth.ledger.read())
    return [(one["how"], one["path"]) for one in records if one["kind"] == "identity"]


def test_what_is_given_stands_in_its_layer(memory: Memory) -> None:
    """And the posture beside the layers."""
    given = {LayerName.HANDOFF: [Passage("The rim is on order.", Warrant.QUOTED, ("archive:x",))]}
    layers = {layer.name: layer for layer in identity_layers(memory, given)}
    assert layers["soul"].text == "I true wheels."
    assert layers["handoff"].text == "The rim is on order."
    assert posture_layer(memory, "code").text.startswith("Posture: code")
    assert posture_layer(memory, "unheard").text == ""


def test_a_person_accepts_what_they_wrote(memory: Memory) -> None:
    """Named until accepted, once; the ledger holds digest and decision and no word of the file."""
    identity_layers(memory)
    edit(memory, "I true wheels, slowly.\n")
    assert any("was changed since" in one.reason for one in check_identity(memory))
    assert accept(memory, [SOUL], BY) == [SOUL]
    assert not any("was changed since" in one.reason for one in check_identity(memory))
    assert accept(memory, [SOUL], BY) == []
    assert decided(memory) == [("accepted", SOUL)]
    assert not any(b"slowly" in path.read_bytes() for path in memory.truth.ledger.files())


def test_what_cannot_be_read_cannot_be_accepted(memory: Memory) -> None:
    """Nor a file that is not there."""
    (memory.home.root / SOUL).unlink()
    assert accept(memory, [SOUL], BY) == []
    (memory.home.root / SOUL).mkdir()
    with pytest.raises(UsageError):
        accept(memory, [SOUL], BY)


def test_a_file_is_replaced_only_as_it_was_read(memory: Memory) -> None:
    """Somebody else's words are not written over; their file stays, to the byte."""
    was = bytes_of(memory, SOUL)
    replace(memory, SOUL, b"One.\n", was=was, how="edited", by=BY)
    with pytest.raises(Changed):
        replace(memory, SOUL, b"Two.\n", was=was, how="edited", by=BY)
    assert (memory.home.root / SOUL).read_bytes() == b"One.\n"
    assert decided(memory) == [("edited", SOUL)]
    assert [seen.version.text for seen in history_of(memory, SOUL)] == ["I true wheels.\n", "One.\n"]
    with pytest.raises(UsageError):
        replace(memory, SOUL, b"x" * (1 << 19), was=b"One.\n", how="edited", by=BY)


def test_a_new_file_and_a_linked_one(memory: Memory) -> None:
    """A file that was not there is made; a link inside of the home stays one, a link out of it is refused."""
    replace(memory, "identity/postures/garden.md", b"Slowly.\n", was=b"", how="edited", by=BY)
    assert posture_layer(memory, "garden").text == "Slowly."
    root = memory.home.root
    (root / "soul-of-mine.md").write_text("Linked.\n")
    (root / SOUL).unlink()
    (root / SOUL).symlink_to("../soul-of-mine.md")
    replace(memory, SOUL, b"New.\n", was=b"Linked.\n", how="edited", by=BY)
    assert (root / SOUL).is_symlink()
    assert (root / "soul-of-mine.md").read_bytes() == b"New.\n"
    (root / SOUL).unlink()
    (root / SOUL).symlink_to(root.parent / "elsewhere.md")
    with pytest.raises(UsageError):
        bytes_of(memory, SOUL)


def test_versions_are_compared(memory: Memory) -> None:
    """With what was decided last, else with the first one seen; or with how it was at an instant."""
    assert history_of(memory, SOUL)[0].added == 1
    edit(memory, "I true wheels.\nSlowly.\n")
    assert difference(memory, SOUL, None).splitlines()[2:] == ["@@ -1 +1,2 @@", " I true wheels.", "+Slowly."]
    accept(memory, [SOUL], BY)
    assert difference(memory, SOUL, None) == ""
    edit(memory, "Slowly.\n", hours=48)
    assert difference(memory, SOUL, None).splitlines()[-1] == " Slowly."
    assert difference(memory, SOUL, NOW + timedelta(minutes=1)).splitlines()[-1] == "+Slowly."
    assert difference(memory, SOUL, datetime(1999, 1, 1, tzinfo=UTC)).splitlines()[-1] == "+Slowly."
    seen = history_of(memory, SOUL)
    assert [(one.added, one.removed, bool(one.decision)) for one in seen] == [
        (1, 0, False),
        (1, 0, True),
        (0, 1, False),
    ]
    for one in seen:
        one.version.copy.unlink()
    (memory.home.root / SOUL).unlink()
    with pytest.raises(NothingFound):
        difference(memory, SOUL, None)


def test_secrets_of_a_person_stay_with_them(memory: Memory, tmp_path: Path) -> None:
    """A key in TOOLS.md is masked for the agent, and stands in no file but the person's own."""
    (memory.home.identity / "TOOLS.md").write_text(f"The key is {KEY}.\n")
    shown = identity_layers(memory)
    check_identity(memory)
    accept(memory, all_files(memory), BY)
    assert all(KEY not in layer.text for layer in shown)
    assert find_leaks(memory).findings == []
    copies = [seen.version.copy for seen in history_of(memory, "identity/TOOLS.md")]
    assert any(KEY in copy.read_text() for copy in copies)
    assert create_backup(memory, tmp_path / "b.zip").left_out == []


def test_a_disk_that_takes_nothing_still_tells_who_one_is(memory: Memory) -> None:
    """Where no version can be kept, the layers are served all the same."""
    (memory.home.identity / "history").write_text("in the way")
    assert identity_layers(memory)[0].text == "I true wheels."
