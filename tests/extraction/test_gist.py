"""The words by which two sentences are known to speak of one thing."""

from __future__ import annotations

import pytest

from cotw.extraction.gist import gist, shared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I'll order the bells on Friday", "bells are ordered"),
        ("we must send the invoice", "the invoice was sent"),
        ("ich muss Klingeln bestellen", "Die Klingeln sind bestellt"),
        ("Ich hole das Paket ab", "das Paket wurde abgeholt"),
        ("deploy the migration", "migrations were deployed"),
    ],
)
def test_same_thing(one: str, other: str) -> None:
    """Endings, tenses and articles do not count."""
    assert shared(gist(other), gist(one)) >= 0.5


def test_nothing_in_it() -> None:
    """Words of time, duty and courtesy say nothing; of nothing, nothing is shared."""
    assert gist("Okay, then I'll have to do that tomorrow, thanks!") == frozenset()
    assert shared(gist("Ja, mache ich morgen noch."), gist("order bells")) == 0.0
