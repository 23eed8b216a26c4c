"""Editing JSON in place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from cotw.interfaces.agents.json_editing import append_element, at, put_member, remove
from cotw.interfaces.agents.jsonc import NotJson, read_jsonc
from tests.interfaces.agents.jsonc_documents import documents, group

EVENT = ("hooks", "Stop")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_what_comes_in_is_all_that_changes(text: str) -> None:
    """Parsed, the document is as before but for one more element at the end."""
    before = read_jsonc(text).plain()
    after = read_jsonc(append_element(text, EVENT, group())).plain()
    assert after["hooks"]["Stop"].pop() == group()
    before.setdefault("hooks", {}).setdefault("Stop", [])
    assert after == before


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_what_goes_out_leaves_the_rest(text: str) -> None:
    """An element that was put in and taken out again leaves all values as they were."""
    more = append_element(text, EVENT, group())
    node = at(read_jsonc(more), EVENT)
    assert node is not None
    less = remove(more, [*EVENT, len(node.children) - 1])
    before = read_jsonc(text).plain()
    before.setdefault("hooks", {}).setdefault("Stop", [])
    assert read_jsonc(less).plain() == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{\n  "a": 1\n}'),
        ('{"b": 2}', '{"b": 2, "a": 1}'),
        ('{"b": 2,}', '{"b": 2, "a": 1,}'),
        ('{\n\t"b": 2 // two\n}\n', '{\n\t"b": 2, // two\n\t"a": 1\n}\n'),
        ('{\n    "b": 2, // two\n    // end\n}', '{\n    "b": 2, // two\n    "a": 1,\n    // end\n}'),
        ('{\r\n  "b": 2\r\n}', '{\r\n  "b": 2,\r\n  "a": 1\r\n}'),
        ("{\n  // nothing yet\n}", '{\n  // nothing yet\n  "a": 1\n}'),
        ('{"a": 7 /* seven */}', '{"a": 1 /* seven */}'),
    ],
)
def test_it_is_written_as_the_text_around_it(before: str, after: str) -> None:
    """Indentation, newlines, commas at the end and comments stay in the manner of the file."""
    assert put_member(before, ["a"], 1) == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ('{"a": 1, "b": 2}', ["a"], '{ "b": 2}'),
        ('{"a": 1, "b": 2}', ["b"], '{"a": 1}'),
        ('{\n  "a": 1, // one\n  "b": 2\n}', ["b"], '{\n  "a": 1 // one\n}'),
        ('{\n  "a": 1, // one\n  "b": 2,\n}', ["a"], '{ // one\n  "b": 2,\n}'),
        ("[1, 2, 3]", [1], "[1, 3]"),
        ('{\n  "a": [\n    1\n  ]\n}', ["a", 0], '{\n  "a": []\n}'),
    ],
)
def test_what_goes_takes_its_comma_and_line_with_it(before: str, path: list[str | int], after: str) -> None:
    """Comments beside it stay: whose they are is not ours to say."""
    assert remove(before, path) == after


@pytest.mark.parametrize("text", ['{"hooks": null}', '{"hooks": []}', '{"hooks": {"Stop": {}}}', "[]", "3"])
def test_another_shape_is_not_bent(text: str) -> None:
    """Where an object or array should be and something else is, nothing is changed."""
    with pytest.raises(NotJson, match=r"no object|no array"):
        append_element(text, EVENT, group())
