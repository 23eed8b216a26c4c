"""Why an answer is what it is, and whether it stays so: `--explain`, `--record` and `cotw replay`."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder

QUESTION = "What did we decide about Postgres?"


def hits(ran_out: str) -> list[dict[str, object]]:
    """The hits of an answer, without the time it took."""
    return json.loads(ran_out)["hits"]  # type: ignore[no-any-return]


def test_everything_is_explained(remembering: Cotw) -> None:
    """Each hit: places, voices, how it was let in; below: words, moment, bounds, proposals, times."""
    asked = ("recall", "--thread", "code", "--since", "2026-03-01", "--explain", QUESTION)
    ran = remembering(*asked)
    for said in ("fused 1.", "semantic #", "keyword #", "let in by nearness", "thread code"):
        assert said in ran.out
    for said in ("looked for: decide", "(Europe/Berlin), only thread code, since 2026-03-01", "took "):
        assert said in ran.err
    told = json.loads(remembering(*asked, "--json").out)["explanation"]
    assert [each["word"] for each in told["words"]] == ["decide", "postgres"]
    assert told["filters"]["since"] == "2026-02-28T23:00:00Z"
    assert (told["asked"], told["timezone"]) == ("2026-04-01T09:00:00Z", "Europe/Berlin")
    assert set(told["proposed"]) == {"semantic", "keyword"}
    assert told["milliseconds"]["total"] > 0
    for hit in json.loads(remembering(*asked, "--json").out)["hits"]:
        assert hit["score"] == pytest.approx(sum(hit["voices"].values()))
        assert hit["let_in"]["nearness"] + hit["let_in"]["words"] >= 1


def test_silence_is_explained_too(remembering: Cotw) -> None:
    """Where nothing is relevant, one sees what was looked for all the same."""
    ran = remembering("recall", "--explain", "zebra migration tracker", expect=4)
    assert "looked for: zebra" in ran.err


def test_a_recorded_question_is_asked_again(remembering: Cotw) -> None:
    """Kept, listed, the same in this and in another process; compared after a rebuild."""
    id_ = json.loads(remembering("recall", "--record", QUESTION, "--json").out)["record"]
    assert f"{id_[:12]}  2026-04-01 11:00    1 hit" in remembering("replay", "--list").out
    assert "The same answer." in remembering("replay", id_).out
    other = remembering.start("replay", id_[:8])
    assert "The same answer." in other.communicate(timeout=120)[0]
    remembering("index", "rebuild")
    ran = remembering("replay", id_[:8])
    assert "the index was built anew" in ran.out
    assert "exact search: the same answer" in ran.out
    done = json.loads(remembering("replay", id_, "--json").out)
    assert (done["same"], done["changed"]) == (True, ["the index was built anew"])
    assert remembering("check", "--read-data").code == 0
    assert remembering("check", "--secrets").code == 0


def test_the_same_answer_everywhere(remembering: Cotw) -> None:
    """Twice, in another process, after a rebuild, and with every vector made anew."""
    asked = ("recall", "--json", "--limit", "20", "Which hub and which chain did we order?")
    first = hits(remembering(*asked).out)
    assert len(first) > 1
    assert hits(remembering(*asked).out) == first
    other = remembering.start(*asked)
    assert hits(other.communicate(timeout=120)[0]) == first
    remembering("index", "rebuild")
    assert hits(remembering(*asked).out) == first
    shutil.rmtree(remembering.home / "cache")
    remembering("index", "rebuild")
    again = hits(remembering(*asked).out)
    assert [hit["id"] for hit in again] == [hit["id"] for hit in first]
    assert [hit["score"] for hit in again] == pytest.approx([hit["score"] for hit in first], abs=1e-5)


def test_what_cannot_be_meant(cotw: Cotw) -> None:
    """No id, an unknown one, nothing recorded, both at once."""
    assert "--list" in cotw("replay", expect=2).err
    cotw("replay", "3f2a91c0", "--list", expect=2)
    cotw("replay", "3f2a91c0", expect=4)
    assert "--record" in cotw("replay", "--list", expect=4).err
    assert json.loads(cotw("replay", "--list", "--json", expect=4).out)["records"] == []
