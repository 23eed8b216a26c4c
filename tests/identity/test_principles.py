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


def test_any_shape_that_a_person_gives_them() -> None:
    """Headings of any rank and kind, boxes, and sentences in the first person or the imperative."""
    soul = """Values
======
I keep what I promise. The shop is small.
Never hide a mistake,
not even a small one.

### Small print
* [ ] Ask before you order.

# Voice
- Dry.

**Was mir wichtig ist:**

1. Ehrlich bleiben.
> - quoted, and no principle
"""
    assert principles(soul) == [
        Principle("I keep what I promise.", 3),
        Principle("Never hide a mistake, not even a small one.", 4),
        Principle("Ask before you order.", 8),
        Principle("Ehrlich bleiben.", 15),
    ]


def test_code_is_no_principle() -> None:
    """Neither below the heading nor within an item."""
    assert principles("## Principles\n```\n- not this\n```\n    - nor this\n") == []
    assert principles("## Principles\n- Say so.\n  ```\n  - code\n  ```\n") == [Principle("Say so.", 2)]
