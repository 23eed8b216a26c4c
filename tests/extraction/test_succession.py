"""Succession: an edited line is known as the one it was."""

from __future__ import annotations

from cotw.extraction.succession import succession
from cotw.records.fact import Statement


def lines(*texts: str, heading: str = "Shop") -> list[Statement]:
    """Statements below one heading, a line each."""
    return [Statement((heading,), text, (n, n)) for n, text in enumerate(texts, 1)]


def test_a_changed_word_is_an_edit() -> None:
    """What is alike under the same heading goes on."""
    former = lines("hub gears get SAE 30", "chains get wax")
    assert succession(former, lines("hub gears get SAE 20", "chains get wax")) == {0: 0, 1: 1}


def test_lines_that_change_places_stay_what_they_are() -> None:
    """The same words win over the same place."""
    assert succession(lines("a b c", "x y z"), lines("x y z", "a b c")) == {0: 1, 1: 0}


def test_a_value_is_known_by_its_place() -> None:
    """In the same gap less likeness is needed than elsewhere."""
    former = lines("lock the door", "open until 18:00", "feed the cat")
    assert succession(former, lines("lock the door", "open from 9 on", "feed the cat"))[1] == 1


def test_a_quite_different_line_is_another_fact() -> None:
    """No likeness, no succession."""
    former = lines("lock the door", "open until 18:00")
    assert succession(former, lines("lock the door", "Jonas prefers tea")) == {0: 0}


def test_a_line_below_another_heading_has_moved() -> None:
    """The same words are known anywhere in the file, likeness only below the same heading."""
    former = lines("chains get wax", "hubs get oil")
    now = lines("chains get wax", "hubs get oils", heading="Greases")
    assert succession(former, now) == {0: 0}


def test_equal_lines_are_counted() -> None:
    """Two that say the same are two."""
    assert succession(lines("yes", "yes"), lines("yes")) == {0: 0}
    assert succession(lines("yes"), lines("yes", "yes")) == {0: 0}
