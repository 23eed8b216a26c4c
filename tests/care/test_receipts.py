"""Receipts are listed, found by the beginning of their id, and shown with what was said about them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cotw.care.receipts import OBSERVATION_LIMIT, find_receipt, list_receipts, masked, observation
from cotw.errors import NothingFound, UsageError
from cotw.files import digest_of
from cotw.records.message import Attachment, Kind
from cotw.store.truth import Truth
from tests.builders import make_truth, message
from tests.care.showing import say, show

KEY = "ghp_" + "a1B2" * 9


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return make_truth(tmp_path, timezone="Europe/Berlin")[0]


def notes(text: str, **changes: str) -> Attachment:
    data = text.encode()
    return Attachment("text/plain", len(data), digest_of(data), text=text, **changes)


def image(digest: str) -> Attachment:
    return Attachment("image/png", 3, digest.ljust(64, "0"))


def test_receipts_are_listed_latest_last_without_their_text(truth: Truth) -> None:
    """A thing that is shown again moves to the end."""
    show(truth, notes("one"), minute=1)
    show(truth, notes("two"), minute=2)
    assert [receipt.excerpt for receipt in list_receipts(truth)] == ["one", "two"]
    show(truth, notes("one"), minute=3)
    listed = list_receipts(truth)
    assert [(receipt.excerpt, receipt.text, len(receipt.links)) for receipt in listed] == [
        ("two", None, 1),
        ("one", None, 2),
    ]


def test_receipts_of_a_session_are_those_that_were_shown_in_it(truth: Truth) -> None:
    """By the beginning of its id; nothing is an empty list."""
    show(truth, notes("one"), session="hubs")
    show(truth, notes("two"), session="rims")
    assert [receipt.excerpt for receipt in list_receipts(truth, "ri")] == ["two"]
    assert list_receipts(truth, "x") == []


@pytest.mark.parametrize("prefix", ["att_abcd1", "abcd1", "ABCD1", "att_abcd1" + "0" * 11])
def test_a_receipt_is_found_by_the_beginning_of_its_id(truth: Truth, prefix: str) -> None:
    """With or without the prefix that all ids have."""
    show(truth, image("abcd1"), image("abcd2"))
    assert find_receipt(truth, prefix).digest.startswith("abcd1")


def test_a_receipt_that_is_found_has_all_of_its_text_and_links(truth: Truth) -> None:
    """They stand in different lines."""
    shown = [show(truth, notes("x" * 2000), minute=minute) for minute in (1, 2)]
    found = find_receipt(truth, list_receipts(truth)[0].id)
    assert found.text == "x" * 2000
    assert [link.message for link in found.links] == [said.id for said in shown]


@pytest.mark.parametrize(
    ("prefix", "error"),
    [("abcd", UsageError), ("att_a", UsageError), ("", UsageError), ("ffff", NothingFound)],
)
def test_a_beginning_that_names_no_single_receipt_is_told(
    truth: Truth, prefix: str, error: type[Exception]
) -> None:
    """Too short, of several, or of none."""
    show(truth, image("abcd1"), image("abcd2"))
    with pytest.raises(error):
        find_receipt(truth, prefix)


def test_what_may_be_seen_holds_no_secret(truth: Truth) -> None:
    """Text, name and path alike; the receipt itself is verbatim."""
    show(truth, notes(f"key {KEY}", name=f"{KEY}.txt", path=f"/bikes/{KEY}.txt"))
    receipt = find_receipt(truth, list_receipts(truth)[0].id)
    assert f"{receipt}".count(KEY) == 3
    assert KEY not in f"{masked(receipt)}"
    hidden = replace(receipt, excerpt=f"{KEY[:9]}\x1b[0m{KEY[9:]}")
    assert masked(hidden).excerpt == "[secret:github]"
    assert masked(masked(receipt)) == masked(receipt)


def test_an_observation_is_what_the_agent_said_next(truth: Truth) -> None:
    """Up to the next prompt, also past midnight; not what others said, and no secret."""
    minute = 60 * 10.9  # 23:54 in Berlin
    shown = show(truth, notes("one"), minute=minute)
    agent = {"kind": Kind.AGENT}
    say(
        truth,
        message("before", minute=minute - 1, **agent),
        message("and what is it?", minute=minute + 1),
        message("A hub.", minute=minute + 2, **agent),
        message("elsewhere", minute=minute + 3, session="s2", **agent),
        message("of a sub-agent", minute=minute + 4, subagent="scout", **agent),
        message("", minute=minute + 5, kind=Kind.TOOL),
        message(f"Its key is {KEY}", minute=minute + 10, **agent),
        message("thanks", minute=minute + 11),
        message("later", minute=minute + 12, **agent),
    )
    (link,) = list_receipts(truth)[0].links
    assert link.message == shown.id
    assert observation(truth, link) == "A hub.\n\nIts key is [secret:github]"


def test_an_observation_is_short_and_may_be_nothing(truth: Truth) -> None:
    """At most 1,200 characters."""
    show(truth, notes("one"))
    (link,) = list_receipts(truth)[0].links
    assert observation(truth, link) == ""
    say(truth, message("round " * 400, minute=1, kind=Kind.AGENT))
    assert len(observation(truth, link)) == OBSERVATION_LIMIT
