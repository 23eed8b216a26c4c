"""`cotw context`: the block for a prompt on stdout, or nothing; everything else on stderr."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder

QUESTION = "What did we decide about Postgres?"


def test_a_prompt_is_given_what_it_is_about(remembering: Cotw) -> None:
    """The block alone is data; with `--explain` stderr says what each source found, and how long it took."""
    ran = remembering("context", "--prompt", QUESTION, "--explain")
    assert ran.out.startswith('<cotw-context id="ctx_')
    assert ran.out.endswith("</cotw-context>\n")
    assert "> OK, decided: SQLite instead of Postgres" in ran.out
    for said in ("recall", "facts", "passages", " ms", "ctx_"):
        assert said in ran.err
    told = json.loads(remembering("context", "--prompt", QUESTION, "--json").out)
    assert told["version"] == 1
    assert told["sees"] == ["booth", "chat"]
    assert told["text"].startswith("<cotw-context")
    recalled = next(source for source in told["sources"] if source["name"] == "recall")
    assert recalled["passages"][0]["warrant"] == "quoted"
    assert recalled["passages"][0]["sources"][0].startswith("archive:2026-03-")
    assert recalled["refused"] == {}


def test_mostly_nothing(remembering: Cotw) -> None:
    """What the memory knows nothing of gets an empty answer, and that is no failure."""
    for asked in (("--prompt", "Write a haiku about snow"), ("--prompt", QUESTION, "--mode", "code")):
        ran = remembering("context", *asked)
        assert (ran.out, ran.err) == ("", "")
    told = json.loads(remembering("context", "--prompt", "Write a haiku about snow", "--json").out)
    assert (told["id"], told["text"], told["tokens"]) == (None, "", 0)


def test_the_start_of_a_session(remembering: Cotw) -> None:
    """Without a handoff it is the last exchanges, oldest first, within the budget."""
    whole = remembering("context", "--start", "--mode", "chat").out
    assert whole.count(", the person said (archive:") == 3
    small = json.loads(remembering("context", "--start", "--budget", "200", "--json").out)
    assert 0 < sum(one["tokens"] for one in small["sources"] if one["name"] != "identity") <= 200


def test_a_prompt_from_stdin(remembering: Cotw, monkeypatch: pytest.MonkeyPatch) -> None:
    """Piped in, named with `-` or not at all; an empty one is given nothing."""

    def piped(text: bytes, *arguments: str) -> str:
        stdin = io.TextIOWrapper(io.BytesIO(text))
        monkeypatch.setattr(sys, "stdin", stdin)
        return remembering("context", *arguments).out

    assert "SQLite" in piped(QUESTION.encode())
    assert "SQLite" in piped(QUESTION.encode(), "--prompt", "-")
    assert piped(b"") == ""
    assert piped(b"\xff\x00\n") == ""


def test_what_was_injected_is_no_memory(remembering: Cotw, tmp_path: Path) -> None:
    """An agent's transcript brings the block back beside the person's words: only these are archived."""
    block = remembering("context", "--prompt", QUESTION).out
    line = {"text": f"{block}\nThen let us begin.", "role": "user", "timestamp": "2026-03-30T10:00:00Z"}
    transcript = tmp_path / "talk.jsonl"
    transcript.write_text(json.dumps({**line, "session": "s1"}) + "\n")
    remembering("ingest", transcript)
    said = "".join(path.read_text() for path in (remembering.home / "archive").rglob("2026-03-30*"))
    assert "Then let us begin." in said
    assert "cotw-context" not in said
