"""`cotw standing`, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importers.transcripts import assistant, said, to_lines, user
from tests.scenarios.conftest import Cotw

pytestmark = pytest.mark.encoder


@pytest.fixture
def talked(tmp_path: Path, cotw: Cotw) -> None:
    """A talk in which something was owned, and a key was named; agents' words are not the person's."""
    path = tmp_path / "talk.jsonl"
    key = "ghp_" + "a1B2c3D4e5" * 4
    lines = (
        user(1, "I was wrong about the spokes."),
        assistant(2, said("I was wrong, I lied to you, and you kept your promise.")),
        user(3, f"I have to admit that I pasted {key} into the chat."),
        assistant(4, said("Then change it.")),
    )
    path.write_bytes(to_lines(*lines))
    cotw("ingest", path)


def test_a_home_without_words_reads_well(cotw: Cotw) -> None:
    """Everything stands at 5, nothing fails, and the next command is named."""
    ran = cotw("standing")
    assert ran.out == "nothing was said yet: every dimension stands at 5\n"
    assert "cotw ingest" in ran.err
    assert "no night" in cotw("standing", "--history").out
    assert json.loads(cotw("standing", "--history", "--json").out) == {"version": 1, "nights": []}


@pytest.mark.usefixtures("talked")
def test_it_says_where_each_goes_and_why(cotw: Cotw) -> None:
    """Score, trajectory, the words with date and id, how many messages; a second look is the same."""
    ran = cotw("standing")
    assert "from 2 messages of yours" in ran.out
    assert "Word               5.23  rising" in ran.out
    assert "+0.16  owned a mistake: " in ran.out
    assert "“I was wrong about the spokes.”" in ran.out
    assert "Brand              5.00  no sign seen yet" in ran.out
    assert "no verdict" in ran.err
    assert cotw("standing").out == ran.out


@pytest.mark.usefixtures("talked")
def test_no_secret_is_shown(cotw: Cotw) -> None:
    """Quotes come from the index, where secrets are masked."""
    shown = cotw("standing").out + cotw("standing", "--json").out
    assert "admitted something" in shown
    assert "ghp_" not in shown


@pytest.mark.usefixtures("talked")
def test_as_json_with_quotes_and_addresses(cotw: Cotw) -> None:
    """Everything the page says, for programs."""
    page = json.loads(cotw("standing", "--json").out)
    word = next(one for one in page["dimensions"] if one["dimension"] == "word")
    assert (page["version"], page["messages"], page["days_left"]) == (1, 2, 0)
    assert (word["score"], word["evidence"], word["trajectory"]) == (5.23, 2, "rising")
    assert {one["pattern"] for one in page["recent"]} == {"owns-mistake", "admits"}
    assert all(one["source"].startswith("archive:") and one["quote"] for one in word["key"])
    assert len(word["drawn"]) == 28
