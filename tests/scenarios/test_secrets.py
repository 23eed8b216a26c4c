"""One secret of every kind is said aloud: it stays in the archive and appears nowhere else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importers.transcripts import assistant, call, said, to_lines, user
from tests.scenarios.conftest import Cotw
from tests.secrets.planted import PLANTED

pytestmark = pytest.mark.encoder


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the home lies that the first test has filled, for the others to copy."""
    return tmp_path_factory.mktemp("told") / "home"


@pytest.fixture
def told(cotw: Cotw, tmp_path: Path, taken_in: Path) -> Cotw:
    """A home that has taken in a talk in which every secret is said by both sides and used in a command."""
    if not taken_in.exists():
        _take_in(cotw, tmp_path)
        shutil.copytree(cotw.home, taken_in)
    else:
        shutil.rmtree(cotw.home)
        shutil.copytree(taken_in, cotw.home)
    return cotw


def _take_in(cotw: Cotw, tmp_path: Path) -> None:
    lines = []
    for number, planted in enumerate(PLANTED):
        place = 3 * number + 1
        lines += [
            user(place, f"the gearbox code of drawer {number}:\n{planted.text}\nis the one"),
            assistant(place + 1, said(f"Noted for drawer {number}:\n{planted.text}\n")),
            assistant(place + 2, call("Bash", f"toolu_{number}", command=f"echo {planted.text}")),
        ]
    transcript = tmp_path / "talk.jsonl"
    transcript.write_bytes(to_lines(*lines))
    report = json.loads(cotw("ingest", transcript, "--json").out)
    assert report["messages"] == 2 * len(PLANTED)


def pieces() -> Iterator[str]:
    """What must not be seen: every line of every secret."""
    for planted in PLANTED:
        yield from (line for line in planted.secret.replace("\\n", "\n").splitlines() if len(line) > 3)


def seen(text: str) -> list[str]:
    return [piece for piece in pieces() if piece in text or piece.lower() in text]


def test_no_secret_is_in_any_derived_file(told: Cotw) -> None:
    """Read raw, byte by byte: everything but the archive; and `check --secrets` says so too."""
    told("recall", "gearbox code of the drawer")
    told("index", "rebuild")
    files = [path for path in told.home.rglob("*") if path.is_file()]
    derived = [path for path in files if path.relative_to(told.home).parts[0] != "archive"]
    assert len(derived) > 10
    assert {path.name: seen(path.read_bytes().decode("latin-1")) for path in derived} == {
        path.name: [] for path in derived
    }
    assert told("check", "--secrets").out.startswith("No secret in ")
    archived = "".join(path.read_text() for path in files if path not in derived)
    assert all(json.dumps(piece)[1:-1] in archived for piece in pieces())


def test_no_secret_is_shown_unless_asked_for(told: Cotw) -> None:
    """Neither as text nor as JSON; `--raw` gives the words themselves."""
    asked = ("recall", "gearbox code of the drawer", "--limit", "200")
    hits = json.loads(told(*asked, "--json").out)["hits"]
    shown = [told(*asked), told(*asked, "--json"), told(*asked, "--explain")]
    shown += [told("archive", "show", "2026-03-04", "--all"), told("archive", "show", "2026-03-04", "--json")]
    for hit in hits[:8]:
        shown += [told("show", hit["id"], "--around", "50"), told("show", hit["id"], "--json")]
    for ran in shown:
        assert seen(ran.out) == []
        assert seen(ran.err) == []
    assert "[secret:" in shown[0].out
    raw = json.loads(told("show", hits[0]["id"], "--raw", "--json").out)["exchange"]
    assert seen(raw["human"])
    assert seen(raw["agent"])


def test_a_leak_is_named_and_not_repeated(told: Cotw) -> None:
    """Exit code 3, file and kind, as text and as JSON."""
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    (told.home / "handoffs" / "main.md").write_text(f"The key is {token}.\n")
    ran = told("check", "--secrets", expect=3)
    assert ran.out == "1 found:\n  handoffs/main.md: holds a secret (github)\n"
    findings = json.loads(told("check", "--secrets", "--json", expect=3).out)["findings"]
    assert findings == [{"file": "handoffs/main.md", "record": None, "reason": "holds a secret (github)"}]
    assert "check of its own" in told("check", "--secrets", "--read-data", expect=2).err


def test_a_redacted_archive_holds_none_either(cotw: Cotw, tmp_path: Path) -> None:
    """With `archive.redact` no file of the home holds a secret, and the days are whole."""
    cotw.configure("archive.redact", "true")
    transcript = tmp_path / "talk.jsonl"
    transcript.write_bytes(
        to_lines(*(user(place, f"look:\n{one.text}\n") for place, one in enumerate(PLANTED, 1)))
    )
    cotw("ingest", "--no-index", transcript)
    files = [path for path in cotw.home.rglob("*") if path.is_file()]
    assert {path.name for path in files if seen(path.read_bytes().decode("latin-1"))} == set()
    assert "Whole" in cotw("check", "--read-data").out
    assert "Nothing new" in cotw("ingest", "--no-index", transcript).out
