"""The pages of handoffs, word for word; with UPDATE_GOLDEN=1 they are written anew, to be looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cotw.continuity.handoff import Scope
from cotw.continuity.handoff_page import page_text
from cotw.continuity.handoff_rendering import body_of, facts_of
from cotw.continuity.in_short import in_short
from cotw.rendering import render
from tests.continuity.talks import BERLIN, ENGLISH, GERMAN, WRITTEN, exchanges, handoff, words

GOLDEN = Path(__file__).parent / "golden"
TALKS = {"english": ENGLISH, "german": GERMAN}
SESSION = Scope("cargo-bike", "chat", session="s1", project="/home/mara/shop")
THREAD = Scope("cargo-bike", "chat", compactions=2, title="Jonas's cargo bike")


def check(name: str, text: str) -> None:
    """Compares with the golden file."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize("scope", [SESSION, THREAD], ids=["session", "thread"])
def test_a_page(language: str, scope: Scope) -> None:
    """Header and body of a session's and a thread's handoff, of English and of German talk."""
    told = handoff(exchanges(TALKS[language], thread="cargo-bike"), scope)
    body = body_of(told, BERLIN, None, words, 250)
    text, _ = page_text(facts_of(told, WRITTEN, "end", BERLIN), told.sources, body)
    kind = "session" if scope.session else "thread"
    check(f"handoff_{kind}_{language}.md", text)


@pytest.mark.parametrize("language", TALKS)
def test_the_prose(language: str) -> None:
    """What is told in short of a thread, at full length and in forty tokens."""
    told = handoff(exchanges(TALKS[language]), THREAD)
    texts = [in_short(told, BERLIN, words, tokens) for tokens in (250, 40)]
    assert [words(text) <= tokens for text, tokens in zip(texts, (250, 40), strict=True)] == [True, True]
    check(f"warm_start_{language}.md", "\n\n".join(texts) + "\n")


def test_the_prompt() -> None:
    """What a language model is asked."""
    check("warm_start_prompt.md", render("warm_start_prompt.md.j2", page="<page>", words=175) + "\n")


def test_a_template_of_the_home_wins(tmp_path: Path) -> None:
    """A person may lay the page out as they like; its header stays ours."""
    (tmp_path / "handoff_session.md.j2").write_text("{{ title }}: {{ last | length }} lines")
    told = handoff(exchanges(ENGLISH), SESSION)
    assert body_of(told, BERLIN, tmp_path, words, 250).endswith(": 8 lines")
