"""What of a file is meant for the agent."""

from __future__ import annotations

import pytest

from cotw.identity.meant import meant, sections, unclosed_comment, without_comments
from cotw.secrets import secrets_in

SOUL = """# Soul

<!-- for Mara
over two lines -->

## Principles

- Say what you know. <!-- and only that -->
- True the wheel first.

## Voice

<!-- nothing yet -->

## Limits

### At the shop
No brakes without a test ride.
"""


def test_comments_and_empty_sections_are_left_out() -> None:
    """A heading stays where something stands below it or below its own headings."""
    assert meant(SOUL) == (
        "# Soul\n\n## Principles\n\n- Say what you know.\n- True the wheel first.\n\n"
        "## Limits\n\n### At the shop\nNo brakes without a test ride."
    )


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# Soul\n\n## Voice\n", "<!-- all of it -->", "# A\n# B\n### C\n"]
)
def test_what_says_nothing_is_nothing(text: str) -> None:
    """Headings alone tell nobody anything."""
    assert meant(text) == ""


def test_lines_stay_on_their_lines() -> None:
    """What is found in a text without comments is found in the file at the same line."""
    shown = without_comments(SOUL).split("\n")
    assert len(shown) == len(SOUL.split("\n"))
    assert shown[8] == "- True the wheel first."
    assert [(one.level, one.heading, one.line) for one in sections(without_comments(SOUL))[1:3]] == [
        (1, "Soul", 1),
        (2, "Principles", 6),
    ]


def test_code_is_code() -> None:
    """Neither a comment nor a heading begins inside of a fence, and no fence inside of a comment."""
    code = "```sh\n# not a heading\necho '<!-- kept -->'\n```"
    assert meant(f"## Shop\n\n{code}\n") == f"## Shop\n\n{code}"
    assert meant("<!-- ```\n-->\nshown\n<!-- ``` -->") == "shown"


def test_a_comment_that_never_ends_takes_the_rest() -> None:
    """As on every page of Markdown; the line where it begins can be told."""
    text = "one\n<!-- closed -->\ntwo <!-- open\nthree\n"
    assert meant(text) == "one\n\ntwo"
    assert unclosed_comment(text) == 3
    assert unclosed_comment(SOUL) is None
    assert unclosed_comment("```\n<!-- code\n```\n") is None


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("## Voice ##", "Voice"),
        ("## C#", "C#"),
        ("#\tVoice", "Voice"),
        ("# #", ""),
        ("#Voice", None),
        ("#" * 7, None),
    ],
)
def test_what_is_a_heading(line: str, heading: str | None) -> None:
    """As in every Markdown."""
    assert [one.heading for one in sections(line)[1:]] == ([] if heading is None else [heading])


def test_secrets_and_terminal_escapes_do_not_reach_the_agent() -> None:
    """A key in TOOLS.md is masked; its section stays."""
    shown = meant("# Tools\n\nThe till's key is ghp_" + "a1B2c3D4e5" * 4 + "\x1b[31m\n")
    assert not secrets_in(shown)
    assert "The till's key is [secret:" in shown
    assert "\x1b" not in shown
