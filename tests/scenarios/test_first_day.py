"""A person's first day: take in, ask, read, look after."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.scenarios.conftest import EXAMPLES, Cotw

pytestmark = pytest.mark.encoder


def hits(cotw: Cotw, *arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(cotw("recall", "--json", *arguments).out)["hits"]
    return found


def test_taking_in_says_what_came(cotw: Cotw) -> None:
    """Counts on stdout, talk on stderr, and nothing twice."""
    ran = cotw("ingest", EXAMPLES)
    assert "Read 7 files" in ran.out
    assert "exchanges" in ran.out
    assert "next: cotw recall" in ran.err
    again = cotw("ingest", EXAMPLES)
    assert "Nothing new" in again.out


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who is allergic to nuts?", "hazel"),
        ("What did Yusuf say about the lease and the deposit?", "deposit"),
        ("What did we decide about Postgres?", "Postgres"),
    ],
)
def test_the_questions_of_the_demo_are_answered(remembering: Cotw, question: str, answer: str) -> None:
    """The first hit holds the answer, also where it shares no word with the question."""
    first = hits(remembering, question)[0]
    assert answer.lower() in f"{first['human']} {first['agent']}".lower()


def test_a_hit_can_be_shown_by_its_short_id(remembering: Cotw) -> None:
    """With its neighbours, as text and as JSON, and word for word from the archive."""
    first = hits(remembering, "What did we decide about Postgres?")[0]
    page = remembering("show", str(first["short_id"])).out
    assert str(first["human"]).splitlines()[0] in page
    shown = json.loads(remembering("show", str(first["short_id"]), "--json", "--around", "2").out)
    assert shown["exchange"]["id"] == first["id"]
    assert shown["before"] or shown["after"]
    raw = json.loads(remembering("show", str(first["id"]), "--raw", "--json").out)
    assert raw["exchange"]["human"] == first["human"]


def test_nothing_relevant_is_an_answer(remembering: Cotw) -> None:
    """Exit code 4, one sentence and a hint; JSON stays JSON."""
    ran = remembering("recall", "quantum chromodynamics lattice gauge", expect=4)
    assert ran.out == ""
    assert ran.err.startswith("cotw: nothing relevant is remembered\nhint: ")
    assert json.loads(remembering("recall", "--json", "zxqv plugh", expect=4).out)["hits"] == []


def test_what_a_prompt_would_be_given(remembering: Cotw) -> None:
    """Three exchanges at most, about the same thing; for small talk none, with exit code 4."""
    given = hits(remembering, "--inject", "What did we decide about Postgres?")
    assert 1 <= len(given) <= 3
    ran = remembering("recall", "--inject", "write a haiku", expect=4)
    assert ran.out == ""
    assert ran.err.startswith("cotw: nothing would be injected\nhint: ")
    assert json.loads(remembering("recall", "--inject", "--json", "thanks", expect=4).out)["hits"] == []


def test_filters_narrow_the_answer(remembering: Cotw) -> None:
    """By time, session, thread, mode and speaker."""
    question = "What did we decide about Postgres?"
    first = hits(remembering, question)[0]
    day = str(first["started"])[:10]
    assert first["id"] in [hit["id"] for hit in hits(remembering, "--since", day, "--until", day, question)]
    remembering("recall", "--until", "2001-01-01", question, expect=4)
    session = str(first["session"])
    assert {hit["session"] for hit in hits(remembering, "--session", session, question)} == {session}
    remembering("recall", "--mode", "robot", question, expect=4)
    assert all(hit["snippet"]["speaker"] == "agent" for hit in hits(remembering, "--from", "agent", question))  # type: ignore[index]
    remembering("recall", "--since", "yesterdayish", question, expect=2)
    remembering("recall", "--from", "nobody", question, expect=2)


def test_why_a_hit_was_found_is_explained(remembering: Cotw) -> None:
    """Each path's rank and score, and the time it took."""
    ran = remembering("recall", "--explain", "What did we decide about Postgres?")
    assert "semantic #" in ran.out
    assert "keyword #" in ran.out
    assert "ms" in ran.err


def test_a_question_about_a_day(remembering: Cotw) -> None:
    """A day alone can be asked for, by where the person lives; what was read of it is told."""
    question = "what did we talk about on 9 March?"
    ran = remembering("recall", "--explain", question)
    assert 'time: 9 March 2026 (from "on 9 March")' in ran.err
    assert "temporal #1" in ran.out
    record = json.loads(remembering("recall", "--json", "--limit", "50", question).out)
    assert record["time"]["words"] == ["on 9 March"]
    assert {hit["started"][:10] for hit in record["hits"]} == {"2026-03-09"}
    remembering("recall", "what did we do in May 2019?", expect=4)


def test_status_and_checks_of_a_healthy_home(remembering: Cotw) -> None:
    """Everything is whole and up to date."""
    assert "up to date" in remembering("status").out
    status = json.loads(remembering("status", "--json").out)
    assert status["index"]["exchanges"] > 30
    assert remembering("check", "--read-data").out.startswith("Whole")
    assert "holds what it should" in remembering("index", "check").out
    assert "up to date" in remembering("index", "refresh").out


def test_the_index_may_be_deleted(remembering: Cotw) -> None:
    """Asking says what to do (exit 12), a refresh makes it again with the same answers."""
    import shutil

    before = hits(remembering, "Who is allergic to nuts?")
    shutil.rmtree(remembering.home / "index")
    assert "cotw index refresh" in remembering("recall", "nuts", expect=12).err
    remembering("index", "refresh")
    assert hits(remembering, "Who is allergic to nuts?") == before
    remembering("index", "rebuild")
    assert hits(remembering, "Who is allergic to nuts?") == before


def test_the_archive_by_day(remembering: Cotw) -> None:
    """Listed, shown, and told when there is nothing."""
    assert "2026-03-02" in remembering("archive", "list").out
    assert "session" in remembering("archive", "show", "2026-03-02").out
    assert json.loads(remembering("archive", "show", "2026-03-02", "--json").out)["messages"]
    remembering("archive", "show", "1999-01-01", expect=4)
    remembering("archive", "show", "yesterday", expect=2)
    assert remembering("archive", "seal").out == "Nothing to seal.\n"


def test_an_altered_day_is_named(remembering: Cotw) -> None:
    """Exit code 3, and the file and record by name."""
    path = remembering.home / "archive" / "2026" / "2026-03-02.json"
    path.write_bytes(path.read_bytes().replace(b"the", b"teh", 1))
    ran = remembering("check", "--read-data", expect=3)
    assert "archive/2026/2026-03-02.json: line 2, record" in ran.out


def test_heads_kept_elsewhere_are_compared(remembering: Cotw, tmp_path: Path) -> None:
    """They hold as long as nothing was rewritten."""
    kept = tmp_path / "heads.json"
    kept.write_text(remembering("check", "--anchor", "--json").out)
    remembering("check", "--against", kept)
    (remembering.home / "journal" / "2026-04.jsonl").unlink()
    remembering("check", "--against", kept, expect=3)
    remembering("check", "--against", EXAMPLES / "2026-03-02.json", expect=2)


def test_everything_in_a_home_is_private(remembering: Cotw) -> None:
    """Also what DuckDB and LanceDB have written."""
    for path in remembering.home.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_standard_input_is_a_file_like_any_other(cotw: Cotw) -> None:
    """`cotw ingest -`."""
    line = '{"text": "piped in", "role": "user", "timestamp": "2026-03-01T10:00:00Z", "session": "p"}\n'
    process = cotw.start("ingest", "--no-index", "--json", "-")
    out, _ = process.communicate(line)
    assert json.loads(out)["messages"] == 1


def test_settings_are_shown_and_changed(cotw: Cotw) -> None:
    """With where each comes from; a broken file still tells its path."""
    assert "recall.limit" in cotw("config", "show").out
    assert cotw("config", "set", "recall.limit", "9").out == "recall.limit: 9\n"
    settings = json.loads(cotw("config", "show", "recall", "--json").out)["settings"]
    assert {"name": "recall.limit", "value": 9, "origin": "config.yaml"} in settings
    cotw("config", "set", "recall.limits", "9", expect=2)
    path = Path(cotw("config", "path").out.strip())
    path.write_text("{{{")
    assert "not valid YAML" in cotw("status", expect=2).err
    assert Path(cotw("config", "path").out.strip()) == path


def test_no_home_and_no_index_have_exit_codes_of_their_own(cotw: Cotw, tmp_path: Path) -> None:
    """10 and 12, each with the way out."""
    assert "cotw init" in cotw("--home", tmp_path / "nowhere", "status", expect=10).err
    assert "cotw ingest --discover" in cotw("recall", "lamp", expect=12).err
    assert "cotw ingest" in cotw("status").err


def test_a_transcript_cannot_steer_the_terminal(cotw: Cotw, tmp_path: Path) -> None:
    """Escapes in what was said are shown, not obeyed."""
    hostile = tmp_path / "h.jsonl"
    record = {
        "text": "look \x1b]0;owned\x07 \x1b[2J zebra \u202egnp.exe",
        "role": "user",
        "session": "\x1b[31m",
    }
    hostile.write_text(json.dumps({**record, "timestamp": "2026-03-01T10:00:00Z"}) + "\n")
    cotw("ingest", hostile)
    first = hits(cotw, "zebra")[0]
    for ran in (
        cotw("recall", "zebra"),
        cotw("show", str(first["id"]), "--raw"),
        cotw("archive", "show", "2026-03-01"),
    ):
        assert "\x1b" not in ran.out
        assert "\x07" not in ran.out


def test_a_secret_stays_in_the_archive(cotw: Cotw, tmp_path: Path) -> None:
    """It is in nothing derived and in nothing printed, unless somebody asks for it word for word."""
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    record = {"text": f"the zebra token is {token}", "role": "user", "session": "s"}
    (tmp_path / "s.jsonl").write_text(json.dumps({**record, "timestamp": "2026-03-01T10:00:00Z"}) + "\n")
    cotw("ingest", tmp_path / "s.jsonl")
    first = hits(cotw, "zebra token")[0]
    for arguments in (
        ("recall", "zebra token"),
        ("show", str(first["id"])),
        ("archive", "show", "2026-03-01"),
    ):
        assert token not in cotw(*arguments).out
    assert token in cotw("archive", "show", "2026-03-01", "--raw").out
    assert token in cotw("show", str(first["id"]), "--raw").out
    holding = [
        path for path in cotw.home.rglob("*") if path.is_file() and token.encode() in path.read_bytes()
    ]
    assert [path.parent.name for path in holding] == ["2026"]


def test_output_into_a_closed_pipe_is_quiet(remembering: Cotw) -> None:
    """`cotw archive show … | head -1` shows no traceback."""
    with remembering.start("archive", "show", "2026-03-02", "--all") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()
    assert process.returncode == 1


def test_sessions_are_ranked_by_their_best_exchanges(remembering: Cotw) -> None:
    """Each session once, with the hits that speak for it; what is shown next is a session."""
    ran = remembering("recall", "--sessions", "--json", "the cargo bike of Freya")
    sessions = [one["session"] for one in json.loads(ran.out)["sessions"]]
    assert len(sessions) == len(set(sessions)) > 0
    told = remembering("recall", "--sessions", "-n", "1", "the cargo bike of Freya")
    assert f"next: cotw session show {sessions[0]}" in told.err
