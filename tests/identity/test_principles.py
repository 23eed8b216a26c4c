"""Principles: what SOUL.md says the agent stands for, one by one."""

from __future__ import annotations

from cotw.founding import starters
from cotw.identity.principles import Principle, principles

SOUL = """# Soul
## Principles
<!--
- an example
-->
- Say - always - what you know.
- The person decides;
  what cannot be undone is asked first.
  - also at night

  and on Mondays
2) Keep **promises**.

That was all.
## Voice
- Short.
"""


def test_each_item_is_one_with_its_line() -> None:
    """What is indented belongs to the item above it; comments and other sections hold none."""
    assert principles(SOUL) == [
        Principle("Say - always - what you know.", 6),
        Principle(
            "The person decides; what cannot be undone is asked first. also at night and on Mondays", 7
        ),
        Principle("Keep **promises**.", 12),
    ]


def test_a_german_heading_does_as_well() -> None:
    """And a soul without principles has none."""
    assert [one.text for one in principles("## Grundsätze\n* Ehrlich.")] == ["Ehrlich."]
    assert principles("# Soul\n- not below the heading\n") == []
    assert principles("") == []


def test_the_starter_file_has_some() -> None:
    """What an agent may become can be measured from the first day on."""
    assert len(principles(starters()["SOUL.md"].decode())) == 3
