"""Statements of Markdown: what counts as one, below which headings, and on which lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.declaring import LONGEST, statements
from cotw.records.fact import Statement

SHOP = """\
---
owner: Mara
---
# Workshop

Mara runs the shop with
her brother Jonas.

- Oils:
  - hub gears get SAE 30
  - chains get wax
1. lock the door

## Network
port: 8080
host: bench.local

| Part | Supplier |
|------|----------|
| rims | Ryde |

```sh
make all
```
<!-- - a hidden item -->
Opening hours
=============
- [ ] Montag bis Freitag 🚲
"""


def test_what_counts_as_a_statement() -> None:
    """Items, paragraphs, rows, pairs, below their headings, with their lines; code and HTML are none."""
    assert statements(SHOP) == [
        Statement((), "owner: Mara", (2, 2)),
        Statement(("Workshop",), "Mara runs the shop with her brother Jonas.", (6, 7)),
        Statement(("Workshop", "Oils"), "hub gears get SAE 30", (10, 10)),
        Statement(("Workshop", "Oils"), "chains get wax", (11, 11)),
        Statement(("Workshop",), "lock the door", (12, 12)),
        Statement(("Workshop", "Network"), "port: 8080", (15, 15)),
        Statement(("Workshop", "Network"), "host: bench.local", (16, 16)),
        Statement(("Workshop", "Network"), "Part: rims; Supplier: Ryde", (20, 20)),
        Statement(("Opening hours",), "[ ] Montag bis Freitag 🚲", (28, 28)),
    ]


def test_line_ends_of_another_system() -> None:
    """A file with a mark of byte order and carriage returns says the same."""
    assert statements("\ufeff" + SHOP.replace("\n", "\r\n")) == statements(SHOP)


def test_private_and_secret_things_keep_their_lines() -> None:
    """What is private is not there, secrets are masked, and what follows is found on its own line."""
    lines = f"MIIE{'pAIBAAKCAQEA7bq' * 4}\n" * 4
    block = f"-----BEGIN RSA PRIVATE KEY-----\n{lines}-----END RSA PRIVATE KEY-----"
    text = f"- a\n<private>\n- lunch\n</private>\n\n{block}\n\n- token ghp_{'a1B2c3D4e5' * 4}\n- last\n"
    found = statements(text)
    assert "lunch" not in repr(found)
    assert "MIIE" not in repr(found)
    assert "ghp_" not in repr(found)
    last = text.split("\n").index("- last") + 1
    assert found[-1] == Statement((), "last", (last, last))


def test_long_texts_are_told_in_pieces() -> None:
    """Nothing is lost of a long paragraph, and no piece is longer than a fact may be."""
    words = [f"Word {n} is here." for n in range(200)]
    pieces = [one.text for one in statements(" ".join(words))]
    assert max(map(len, pieces)) <= LONGEST
    assert " ".join(pieces) == " ".join(words)


@pytest.mark.parametrize(
    "hostile", ["[" * 50_000, "> " * 20_000, "- " * 20_000, "|" * 50_000, "<private>" * 9_000, "x" * 90_000]
)
def test_hostile_files_are_read(hostile: str) -> None:
    """Deep nesting and endless lines cost no more than their length."""
    assert all(len(one.text) <= LONGEST for one in statements(hostile))


@given(st.text(st.characters() | st.sampled_from("#-|:> \n\t`*<\x1b\r"), max_size=400))
def test_whatever_it_says_it_can_be_read(text: str) -> None:
    """Every statement has words, on lines that the file has, in order."""
    found = statements(text)
    assert all(one.text.strip() for one in found)
    assert all(1 <= one.span[0] <= one.span[1] for one in found)
