"""Things that were shown: listed, looked at, and verified against the files they came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importers.transcripts import SESSION, assistant, line, said, to_lines, user
from tests.scenarios.conftest import Cotw

KEY = "ghp_" + "a1B2" * 9


@pytest.fixture
def notes(cotw: Cotw, tmp_path: Path) -> Path:
    """A file that Mara showed her agent, in a transcript that was taken in."""
    notes = tmp_path / "hubs.md"
    notes.write_text(f"front hub: 100 mm\nlogin {KEY}\n")
    content = {"type": "text", "file": {"filePath": str(notes), "content": notes.read_text()}}
    attachment = {"type": "file", "filename": str(notes), "content": content}
    transcript = tmp_path / "session.jsonl"
    transcript.write_bytes(
        to_lines(
            user(1, "Which axle fits @hubs.md?"),
            line("attachment", 2, attachment=attachment),
            user(
                3,
                [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}}],
            ),
            assistant(4, said("A quick release of 100 mm.")),
        )
    )
    report = json.loads(cotw("ingest", transcript, "--no-index", "--json").out)
    assert report["receipts"] == 2
    return notes


def listed(cotw: Cotw, *arguments: str) -> dict[str, str]:
    """Id by kind."""
    shown = json.loads(cotw("receipt", "list", "--json", *arguments).out)["receipts"]
    return {receipt["kind"]: receipt["id"] for receipt in shown}


def test_receipts_are_listed(cotw: Cotw, notes: Path) -> None:
    """As a table and as JSON, of one session if that is asked; no secret among them."""
    page = cotw("receipt", "list").out
    assert "hubs.md" in page
    assert "image/png" in page
    assert listed(cotw) == listed(cotw, "--session", SESSION[:8])
    assert KEY not in cotw("receipt", "list", "--json").out
    cotw("receipt", "list", "--session", "nowhere", expect=4)
    cotw("receipt", "list", "--session", "nowhere", "--json", expect=4)


def test_a_receipt_is_shown_with_what_was_said_about_it(cotw: Cotw, notes: Path) -> None:
    """Secrets are masked unless the words themselves are asked for."""
    id_ = listed(cotw)["text"]
    page = cotw("receipt", "show", id_[:9]).out
    for words in ("hubs.md", "front hub: 100 mm", "A quick release of 100 mm.", SESSION, "[secret:github]"):
        assert words in page
    assert KEY not in page
    assert KEY not in cotw("receipt", "show", id_, "--text").out
    assert KEY in cotw("receipt", "show", id_, "--text", "--raw").out
    shown = json.loads(cotw("receipt", "show", id_, "--text", "--json").out)
    assert shown["text"] == "front hub: 100 mm\nlogin [secret:github]\n"
    assert shown["observation"] == "A quick release of 100 mm."


def test_sources_are_verified(cotw: Cotw, notes: Path) -> None:
    """Exit code 3 when something that was shown is no longer there."""
    assert cotw("receipt", "verify").out.split()[0::3] == ["verified", "payload-only"]
    notes.write_text("nothing\n")
    ran = cotw("receipt", "verify", listed(cotw)["text"], "--json", expect=3)
    (source,) = json.loads(ran.out)["sources"]
    assert (source["status"], source["path"]) == ("modified", str(notes))
    notes.unlink()
    assert cotw("receipt", "verify", expect=3).out.startswith("missing")


def test_without_receipts_there_is_nothing_to_see(cotw: Cotw) -> None:
    """Exit code 4, with a hint of how they come; JSON stays JSON."""
    for verb in ("list", "verify"):
        assert "cotw ingest" in cotw("receipt", verb, expect=4).err
        json.loads(cotw("receipt", verb, "--json", expect=4).out)
    cotw("receipt", "show", "att_0000", expect=4)


def test_the_truth_is_whole(cotw: Cotw, notes: Path) -> None:
    """Receipts are a chain like the others, and each leads to its message."""
    assert "Whole" in cotw("check", "--read-data").out
