"""`cotw graph`: what is drawn cannot be anything but a drawing, whatever names people use."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from cotw.commands._drawing import drawing, to_dot, to_html
from cotw.commands.app import main
from cotw.retrieval.chain import TOGETHER
from cotw.retrieval.entities import Triple

HOSTILE = "</title><script>alert('Mara')</script>"
LINKS = [
    Triple("Mara", "located_in", "Berlin", 0.9, ("3f2a91c0",)),
    Triple("Mara", "knows", HOSTILE, 0.8, ("77aa01bc",)),
    Triple("Mara", TOGETHER, 'the "Silver\\Wheel"\n\x1b[2J', 1.0, ()),
]


@pytest.mark.parametrize("in_a_row", [True, False])
def test_a_page_is_one_drawing(in_a_row: bool) -> None:
    """Names are escaped; nothing is loaded from anywhere, and no script is in it."""
    page = to_html(drawing(HOSTILE, LINKS, in_a_row=in_a_row))
    assert "<script" not in page
    assert "&lt;/title&gt;&lt;script&gt;" in page
    assert "http" not in page.replace("http-equiv", "")
    svg = ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    assert len(svg.findall("line")) == len(LINKS)
    assert len(svg.findall("line[@stroke-dasharray]")) == 1


def test_dot_is_quoted() -> None:
    """Quotes and backslashes of names do not end the label, and no control character is left."""
    text = to_dot(drawing("Mara", LINKS, in_a_row=False))
    assert text.startswith('digraph "Mara" {\n  n0 [label="Mara"];\n  n1 [label="Berlin"];')
    assert '  n0 -> n1 [label="located in"];' in text
    assert '[label="the \\"Silver\\\\Wheel\\" ␛[2J"];' in text


def test_nothing_to_draw() -> None:
    """An entity without links is one dot; a chain without links is none."""
    assert len(drawing("Mara", [], in_a_row=False).nodes) == 1
    assert drawing("Mara – Mara", [], in_a_row=True).nodes == ()


def test_one_form_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text, JSON, Graphviz or a page."""
    assert main(["--home", str(tmp_path), "graph", "show", "Mara", "--dot", "--html"]) == 2
    assert "exclude each other" in capsys.readouterr().err
