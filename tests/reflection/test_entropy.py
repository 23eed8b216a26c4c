"""Entropy: the sum of its terms, what sustained movement does to it, and what it never does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.stability import read_labelled
from cotw.records.stability import Entropy, Level
from cotw.reflection import person_words, talk_words, thought_words
from cotw.reflection.entropy import LEAD, LEAST, entropies, latest_entropy
from cotw.reflection.ways import Way
from tests.extraction.talk import talk

WRONG = "No, that's wrong"
SAID = [one.exchanges[-1] for one in read_labelled()]


def angry(count: int, calm: int = 0) -> list[str]:
    """So many corrections, and so many turns in which nothing moves, all of different words."""
    moved = [text for n in range(count) for text in (f"H: {WRONG}, it is rim {n}.", f"Rim {n}.")]
    return moved + [text for n in range(calm) for text in (f"H: Order tube {n}.", f"Tube {n} is ordered.")]


def test_it_adds_up() -> None:
    """A correction in anger is 0.4 and 0.3: active."""
    (one,) = entropies(talk(f"H: {WRONG}, and I'm so annoyed!", "Noted."))
    assert (one.value, one.level) == (0.7, Level.ACTIVE)


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (0.0, Level.NOMINAL),
        (0.39, Level.NOMINAL),
        (0.4, Level.ACTIVE),
        (0.79, Level.ACTIVE),
        (0.8, Level.ELEVATED),
        (0.99, Level.ELEVATED),
        (1.0, Level.CRITICAL),
        (2.7, Level.CRITICAL),
    ],
)
def test_levels(value: float, level: Level) -> None:
    """Each begins where the one before ends."""
    assert Level.of(value) is level


def test_what_goes_on_wears_off() -> None:
    """Three exchanges count in full, each further one 8 % less, never below six tenths; calm ends it."""
    found = entropies(talk(*angry(14, calm=1), *angry(1)))
    shares = [one.share for one in found]
    assert shares[:5] == [1.0, 1.0, 1.0, 0.92, 0.8464]
    assert min(shares) == LEAST == shares[13]
    assert (found[14].value, found[14].sustained) == (0.0, 0)
    assert (found[15].share, found[15].sustained) == (1.0, 1)
    assert found[3].value == pytest.approx(0.4 * 0.92)


def test_so_many_before_are_enough() -> None:
    """An exchange has the same entropy with all of its session before it and with the last twenty."""
    said = talk(*angry(3), *angry(2, calm=2), *angry(LEAD + 6), *angry(4, calm=1), *angry(5))
    whole = entropies(said)
    for place in range(LEAD, len(said)):
        (alone,) = entropies(said[place - LEAD : place + 1], lead=LEAD)
        assert alone == whole[place] == latest_entropy(said[place - LEAD : place + 1])


def test_the_words_a_way_holds_stand_in_all_that_it_finds() -> None:
    """Otherwise a text would not be read for it that says it."""
    ways: list[Way] = [*person_words.BARE_NO, *person_words.CORRECTION, *person_words.EMOTION]
    ways += [*thought_words.NOVELTY, *thought_words.PARADOX, *thought_words.METACOGNITION]
    ways += [*talk_words.SAID_BUT, *talk_words.PLANNED_BUT, *talk_words.NOT_DONE_AFTER_ALL]
    ways += [*talk_words.DECAY_SAID, *(way for _, way in talk_words.RELATION)]
    texts = [text for one in SAID for text in (one.human, one.agent)]
    for way in ways:
        for text in texts:
            if way.pattern.search(text):
                assert way.may_stand_in(" ".join(text.lower().split())), (way.held, text)


PLAIN = ["The rim is 48 euros.", "Jonas comes on Friday.", "Die Felge liegt im Regal.", "Spokes: 2 mm. 🚲"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAID), st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4), st.booleans())
def test_plain_words_raise_no_term(exchange: object, plain: list[str], agent: bool) -> None:
    """What is said besides, without any trigger, adds nothing to an exchange; and the same is the same."""
    human, answer = getattr(exchange, "human"), getattr(exchange, "agent")  # noqa: B009
    more = "\n\n".join(plain)
    before = one_of(human, answer)
    after = one_of(human, f"{answer}\n\n{more}") if agent else one_of(f"{human}\n\n{more}", answer)
    assert sums(after) == sums(before)
    assert one_of(human, answer) == before


def one_of(human: str, agent: str) -> Entropy:
    """The entropy of one exchange."""
    return entropies(talk(f"H: {human}", agent))[-1]


def sums(one: Entropy) -> dict[str, float]:
    """What each term adds."""
    return {weight.term: weight.amount for weight in one.weights}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_has_an_entropy_within_its_bounds(human: str, agent: str) -> None:
    """Whatever is said, nothing is raised, and no sum of terms exceeds 2.70."""
    for one in entropies(talk(f"H: {human}", agent)):
        assert 0 <= one.value <= 2.70


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text",
    [
        "no " * 40_000,
        "you said " * 20_000,
        "I " * 60_000,
        '"' * 80_000,
        "thinking about " * 10_000,
        "not " * 200 + "wrong. ",
        "that is " * 30_000,
        "`" * 80_000,
        "\n> " * 40_000,
        "nicht so " * 20_000,
        ("you said but " * 40 + ". ") * 50,
    ],
)
def test_long_inputs_take_no_longer_than_their_length(text: str) -> None:
    """Neither repetition nor nesting makes a pattern go back and forth."""
    one_of(text, text)
