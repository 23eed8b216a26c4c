"""The report in a real browser, on a screen as wide as a phone's. Needs Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cotw.care.report.page import pages
from cotw.care.report.plots import plots
from tests.browser import CHROMIUM, Tab, browsing
from tests.care.report.nights import busy, quiet, said

PHONE = 390
LONG = "Rollenprüfstandsgetriebemotorhalterungsschraube " * 4 + "/home/mara/" + "x" * 300
REPORT = busy(said(LONG, topics=["lease", LONG, "車輪 🚲"]))
SECTIONS = ["talked", "thought", "open", "decide", "wrong", "amounts"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

_VISIBLE = """
    [...document.querySelectorAll('section')].map(one => {
        const box = one.getBoundingClientRect();
        return [one.id, box.height > 40 && box.width > 300 && one.checkVisibility()];
    })
"""
_PICTURES = "[...document.querySelectorAll('svg')].map(one => one.getBoundingClientRect().toJSON())"
_OUTSIDE = """
    [...document.querySelectorAll('svg text')].filter(one => {
        const box = one.getBoundingClientRect(), own = one.closest('svg').getBoundingClientRect();
        return box.left < own.left - 2 || box.right > own.right + 2;
    }).map(one => one.textContent)
"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    assert CHROMIUM is not None
    with browsing(tmp_path_factory.mktemp("browser"), CHROMIUM) as tab:
        yield tab


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "2026-03-14.html"
    path.write_text(pages(REPORT).html, encoding="utf-8")
    return path


def test_nothing_is_fetched_and_nothing_complains(tab: Tab, page: Path) -> None:
    """It asks for itself alone, and the browser has nothing to say against it."""
    tab.open(page, width=PHONE)
    assert tab.complaints() == []
    assert [one for one in tab.requests() if not one.startswith("data:")] == [page.as_uri()]


@pytest.mark.parametrize("width", [320, PHONE, 1280])
def test_it_is_as_wide_as_the_screen(tab: Tab, page: Path, width: int) -> None:
    """Nobody has to push it sideways, however long a word is; also not with every table open."""
    tab.open(page, width=width)
    tab.value("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert tab.value("document.documentElement.scrollWidth") <= width


def test_all_of_it_can_be_seen(tab: Tab, page: Path) -> None:
    """Every section takes its room, every picture is drawn and holds its own letters."""
    tab.open(page, width=PHONE)
    assert tab.value(_VISIBLE) == [[name, True] for name in SECTIONS]
    pictures = tab.value(_PICTURES)
    assert len(pictures) == len(plots(REPORT))
    assert all(box["width"] > 300 and box["height"] > 80 for box in pictures)
    assert tab.value(_OUTSIDE) == []


def test_a_light_and_a_dark_room(tab: Tab, page: Path) -> None:
    """Paper, letters and the letters of pictures change together."""
    colours = []
    for dark in (False, True):
        tab.open(page, width=PHONE, dark=dark)
        style = "getComputedStyle(document.querySelector('{}')).{}"
        wanted = (("body", "backgroundColor"), ("body", "color"), ("svg text", "fill"))
        colours.append([tab.value(style.format(*one)) for one in wanted])
    light, night = colours
    assert all(one != other for one, other in zip(light, night, strict=True))
    assert all(paper != ink for paper, ink, _ in colours)
    assert all(ink == letters for _, ink, letters in colours)


def test_a_quiet_day(tab: Tab, tmp_path: Path) -> None:
    """One line, and nothing around it."""
    path = tmp_path / "quiet.html"
    path.write_text(pages(quiet()).html, encoding="utf-8")
    tab.open(path, width=PHONE)
    assert tab.complaints() == []
    assert tab.value("document.body.innerText.trim().split('\\n').filter(line => line).length") == 2
