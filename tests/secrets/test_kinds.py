"""Every kind of secret is masked wherever it stands, and what is cut short is not one."""

from __future__ import annotations

import pytest

from cotw.secrets import mask
from cotw.secrets.keys import BLOCKS
from cotw.secrets.masking import SHAPES
from cotw.secrets.places import PLACES
from tests.secrets.planted import BY_NAME, PLANTED, WITH_A_SHAPE, Planted

AROUND = ("{}", "the key is {}.", '"{}"', "KEY={}\n", "({}),", "<{}>", "`{}`", "see\n{}\nthere")
# So little of a secret is left that nobody could tell it from a name.
STUMP = 5


def name_of(planted: Planted) -> str:
    return f"{planted.kind} {planted.begins or planted.before}".strip()


@pytest.mark.parametrize("planted", PLANTED, ids=name_of)
def test_a_secret_is_masked_and_nothing_else(planted: Planted) -> None:
    """Its kind stands in its place; what is around it stays, letter by letter."""
    assert mask(planted.text) == planted.masked
    assert mask(planted.masked) == planted.masked


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("planted", WITH_A_SHAPE, ids=name_of)
def test_a_shape_is_known_wherever_it_stands(planted: Planted, around: str) -> None:
    """In prose, quotes, assignments, brackets and lines of their own."""
    masked = mask(around.format(planted.text))
    assert planted.secret[-12:] not in masked
    assert "[secret:" in masked


@pytest.mark.parametrize("planted", [one for one in WITH_A_SHAPE if one.begins], ids=name_of)
def test_the_beginning_of_a_secret_is_none(planted: Planted) -> None:
    """Documentation speaks of prefixes; they alone tell nothing."""
    near = f"a key begins with {planted.begins}{planted.rest[:STUMP]} and goes on"
    assert mask(near) == near


@pytest.mark.parametrize(
    "planted", [one for one in WITH_A_SHAPE if one.begins and one.kind != "telegram"], ids=name_of
)
def test_a_secret_is_a_word_of_its_own(planted: Planted) -> None:
    """Within a longer run of letters, as in an encoded image, its letters are chance."""
    if planted.begins[0].isalnum():
        within = f"{'a1' * 40}{planted.secret}"
        assert f"[secret:{planted.kind}]" not in mask(within)


def test_every_rule_has_its_example() -> None:
    """No kind is left untried, and there are more than a hundred."""
    kinds = {rule.kind for rule in (*SHAPES, *BLOCKS, *PLACES)}
    assert kinds <= {one.kind for one in PLANTED}
    assert len({one.kind for one in PLANTED}) > 100
    for shape in SHAPES:
        examples = [one for one in WITH_A_SHAPE if one.kind == shape.kind]
        assert any(shape.pattern.search(one.text) for one in examples), shape


def test_names_are_told_in_any_case() -> None:
    """`API_KEY`, `Api-Key` and `apikey` are one name."""
    for planted in BY_NAME:
        for before in (planted.before.upper(), planted.before.lower()):
            assert mask(f"{before}{planted.secret}{planted.after}").startswith(f"{before}[secret:")
