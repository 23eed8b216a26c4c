"""The pictures of a report: the same each time, in the colours of the page, with words and a table."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from cotw.care.report.plots import plots
from cotw.care.report.svg import label
from cotw.care.report.told import NIGHT_OFF, Link
from tests.care.report.nights import UPSET, busy, quiet, said


def full() -> dict[str, str]:
    """All pictures, as they stand in the page."""
    links = tuple(Link(one, other, "", ("abc",)) for one, other in (("Mara", "Yusuf"), ("Yusuf", "Jonas")))
    spoken = replace(said(topics=["lease", "wheel $x$ & <b>", "車輪 🚲"]), links=links)
    return {name: plot.svg for name, plot in plots(busy(spoken)).items()}


def test_the_same_values_give_the_same_bytes() -> None:
    """No date, no random name stands in a picture."""
    assert full() == full()


def test_each_takes_on_the_colours_and_letters_of_the_page() -> None:
    """Every colour is a variable of the page, every letter a letter, and words say what it shows."""
    pictures = full()
    assert list(pictures) == ["activity", "topics", "entropy", "named", "standing"]
    for name, svg in pictures.items():
        root = ET.fromstring(svg)
        assert not re.findall("#0[0-9]0[0-9]0[0-9]|font-family", svg), name
        assert root[0].text
        assert root.get("aria-labelledby") == root[0].get("id")
        assert len(svg) < 40_000


def test_names_are_letters_of_the_picture() -> None:
    """Marks of XML and of formulas in a topic's name stay what they are, in whatever script."""
    texts = [one.text for one in ET.fromstring(full()["topics"]).iter() if one.tag.endswith("}text")]
    assert "wheel $x$ & <b>  2" in texts
    assert "車輪 🚲  2" in texts


def test_a_label_holds_nothing_that_xml_cannot() -> None:
    """Control characters, halves of letters and marks that are not seen are left out; long ones are cut."""
    assert label("a\x00b\x1b[31mc\ud800\u202ed\ufffe\n e", 40).isprintable()
    assert len(label("x" * 100, 20)) == 20
    assert len(label("車" * 100, 20)) == 10


def test_little_is_not_drawn() -> None:
    """A picture of a quiet day, of one night or of two topics would show less than a line says."""
    assert plots(quiet()) == {}
    spoken = replace(said(), measured=(), links=())
    assert plots(replace(busy(spoken, NIGHT_OFF), activity=(), scores=())) == {}


def test_behind_each_stands_its_table() -> None:
    """What is drawn can be read: a row for each bar, point and link, with ids where there are any."""
    found = plots(busy(said(topics=["a", "b", "c"])))
    assert len(found["activity"].rows) == 14
    assert [row[0] for row in found["topics"].rows] == ["a", "b", "c"]
    (moved,) = found["entropy"].rows
    assert moved[1:] == ("0.70", "active", (UPSET.id,))
    assert all(len(row) == len(plot.columns) for plot in found.values() for row in plot.rows)
