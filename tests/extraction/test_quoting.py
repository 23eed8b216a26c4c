"""Quoting, judged by a parser of CommonMark: no text leaves the place that a page gives it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cotw.extraction.quoting import block, inline

PARSER = MarkdownIt("commonmark")
PIECES = [
    *(
        "\n",
        "\n\n",
        " ",
        "   ",
        "    ",
        "\t",
        "text",
        "\\",
        "\\\\",
        "!",
        "x",
        "1. ",
        "- ",
        "> ",
        "# ",
        "---",
        "===",
    ),
    *(
        "```",
        "````",
        "~~~",
        "``` python",
        "``` a`b",
        "`",
        "``",
        "</",
        "<",
        "<b>",
        "<!--",
        "-->",
        "<?",
        "<script>",
    ),
    *(
        "</blockquote>",
        "![a](http://x.example/i.png)",
        "[a](b)",
        "[a]: http://x.example",
        "<pre>",
        "&lt;b>",
        "|",
    ),
]
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


@given(texts)
def test_no_text_leaves_its_quote(text: str) -> None:
    """Whatever a text holds, the page around it stays one quote and a heading, without HTML and pictures."""
    tokens = PARSER.parse(f"{block(text)}\n\n## next\n")
    outer = [token.type for token in tokens if token.level == 0]
    assert outer == ["blockquote_open", "blockquote_close", "heading_open", "heading_close"]
    assert not {"html_block", "html_inline", "image"} & {token.type for token in _all(tokens)}


@given(texts)
def test_an_inline_text_is_nothing_but_text(text: str) -> None:
    """A name or a title is one line, and no mark in it means anything."""
    tokens = PARSER.parse(f"# {inline(text)} end")
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    assert {token.type for token in tokens[1].children or []} <= {"text", "text_special"}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Two spokes.\n\nAnd a rim.", "> Two spokes.\n>\n> And a rim."),
        ("```python\nif a < b:\n    ride()\n```", "> ```python\n> if a < b:\n>     ride()\n> ```"),
        ("````\n```\n````", "> ````\n> ```\n> ````"),
        ("~~~\nnever closed", "> ```\n> never closed\n> ```"),
        ("a < b and <b>", "> a < b and \\<b>"),
        ("\\<b>", "> \\<b>"),
        ("\\\\<b>", "> \\\\\\<b>"),
        ("![rim](http://x.example/r.png)", "> !\\[rim](http://x.example/r.png)"),
    ],
)
def test_code_stays_code_and_the_rest_stays_readable(text: str, quoted: str) -> None:
    """Fences are renewed, longer than what is inside; tags and pictures become their letters."""
    assert block(text) == quoted
