"""The pages of a report, word for word, and what they do with words that are not meant for a page."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cotw.care.report.page import pages
from cotw.care.report.told import NIGHT_OFF, Report
from tests.care.report.nights import RENT, busy, quiet, said

GOLDEN = Path(__file__).parents[2] / "templates" / "golden"
HOSTILE = (
    "</q><script>alert(1)</script> <img src=http://x.example/y> ![z](http://x.example) \x1b[2J \u202egnp"
)


class Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    return parser.found


def without_pictures(report: Report) -> Report:
    """Pictures are drawn by a library of which every version draws a little differently."""
    assert report.spoken is not None
    spoken = replace(report.spoken, measured=report.spoken.measured[:2])
    return replace(report, activity=(), scores=(), spoken=spoken)


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("name", ["report", "report_quiet"])
def test_the_page(name: str, form: str) -> None:
    """It reads as the golden file does; a quiet day is one line. With UPDATE_GOLDEN=1 it is written anew."""
    made = pages(quiet() if name.endswith("quiet") else without_pictures(busy()))
    text = made.markdown if form == "md" else made.html
    path = GOLDEN / f"{name}.{form}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_sections_of_nothing_are_left_out() -> None:
    """Where nobody worked at night, and nothing is to decide, there is no heading that says so."""
    page = pages(replace(busy(), told=NIGHT_OFF, standings=(), wanting=(), wrong=())).markdown
    assert re.findall("^## (.*)", page, re.MULTILINE) == ["What was talked about", "What is open", "Figures"]


def test_words_stay_words() -> None:
    """No tag, picture, escape or turned direction comes out of what anybody said, a name or a topic."""
    made = pages(busy(said(HOSTILE, topics=[HOSTILE, "a", "b"])))
    assert not {"script", "img", "iframe", "object"} & {tag for tag, _ in tags(made.html)}
    tokens = [one for token in MarkdownIt("commonmark").parse(made.markdown) for one in token.children or []]
    assert not {"image", "link", "html_inline"} & {token.type for token in tokens}
    for page in (made.html, made.markdown):
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert "alert(1)" in page


def test_nothing_is_fetched() -> None:
    """The page names no other place, has no script, and forbids both to whatever might get into it."""
    found = tags(pages(busy()).html)
    policies = [attributes.get("content") for _, attributes in found if "http-equiv" in attributes]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    links = {
        value for _, attributes in found for name, value in attributes.items() if name in ("href", "src")
    }
    assert all(link and (link.startswith("#") or link == "data:,") for link in links)
    assert not [name for _, attributes in found for name in attributes if name.startswith("on")]


def test_every_line_has_its_source() -> None:
    """A statement that nobody can look up is not told."""
    items = re.findall("^- .*", pages(busy()).markdown, re.MULTILINE)
    assert len(items) > 12
    assert not [item for item in items if not item.rstrip().endswith("`")]


def test_the_sources_stand_in_full() -> None:
    """By their whole ids a page is found when something is to be forgotten; they are not for reading."""
    made = pages(busy())
    for page in (made.markdown, made.html):
        comment = page[page.index("<!-- made of: ") :]
        assert f"archive:2026-03-14#{RENT.id}" in comment
        assert RENT.id not in re.sub("<!--.*?-->", "", page)
        assert comment.count("-->") == 1


def test_ids_are_those_of_the_page() -> None:
    """No id stands twice in it, and each link leads to one."""
    found = tags(pages(busy(said(topics=["a", "b", "c"]))).html)
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert sum(tag == "svg" for tag, _ in found) == 4
    hrefs = [attributes.get("href") or "" for _, attributes in found]
    leads = [href for href in hrefs if href.startswith("#")]
    assert {lead[1:] for lead in leads} <= set(ids)


def test_a_template_of_the_home_wins(tmp_path: Path) -> None:
    """A person may lay the page out as they like."""
    (tmp_path / "report.md.j2").write_text("{{ title }}: {{ sections|length }}")
    assert pages(busy(), tmp_path).markdown == "Saturday, 14 March 2026: 6"


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=60))
def test_any_words(words: str) -> None:
    """Whatever is said, the page holds the same elements as with other words, and can be written."""
    page = pages(without_pictures(busy(said(words)))).html
    usual = (GOLDEN / "report.html").read_text(encoding="utf-8")
    assert [tag for tag, _ in tags(page)] == [tag for tag, _ in tags(usual)]
    page.encode()
