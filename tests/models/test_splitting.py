"""Tests of cotw.models.splitting."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.models.splitting import Places, cut, segments, tokenizable

_PIECE = re.compile(r"\w{1,6}|[^\w\s]")
TEXTS = st.text(st.sampled_from("abcdefgh  \n\n.!?漢字🙂é\x00\t。"), max_size=400)


def places_of(text: str) -> Places:
    places = Places()
    places.extend(found.span() for found in _PIECE.finditer(text))
    return places


def spans(text: str, chunks: list[str]) -> list[tuple[int, int]]:
    """Where the chunks stand, none before the one before it; ValueError if one is no part."""
    found, begin = [], 0
    for chunk in chunks:
        begin = text.index(chunk, begin)
        found.append((begin, begin + len(chunk)))
    return found


@given(TEXTS, st.integers(1, 40), st.integers(0, 30))
def test_chunks_fit_and_lose_nothing(text: str, room: int, overlap: int) -> None:
    """Chunks are substrings in order, hold at most `room` pieces, and together every character but spaces."""
    places = places_of(text)
    chunks = cut(text, places, room, overlap)
    spans(text, chunks)
    assert max(len(places_of(chunk).starts) for chunk in [*chunks, ""]) <= room
    said = [character for character in text if not character.isspace()]
    kept = "".join(character for chunk in chunks for character in chunk if not character.isspace())
    assert set(said) == set(kept)
    assert len(kept) >= len(said)
    if overlap == 0:
        assert kept == "".join(said)


@given(st.integers(1, 60), st.integers(0, 24))
def test_every_word_is_in_a_chunk_in_order(room: int, overlap: int) -> None:
    """With words that are all different: the chunks without what they repeat are the text."""
    words = [f"w{number}" for number in range(200)]
    text = " ".join(words)
    chunks = cut(text, places_of(text), room, overlap)
    assert list(dict.fromkeys(" ".join(chunks).split())) == words
    ends = [end for _, end in spans(text, chunks)]
    assert ends == sorted(set(ends))


def test_a_text_that_fits_is_one_chunk_as_it_is() -> None:
    """Nothing is changed, not even white space, where nothing has to be cut."""
    text = "  one two\n three  "
    assert cut(text, places_of(text), 3) == [text]
    assert cut("", places_of(""), 3) == [""]


def test_cuts_fall_on_paragraphs_then_sentences_then_words() -> None:
    """The best boundary in the second half of the room is taken."""
    body = "one two three four. five six seven"
    assert cut(f"{body}\n\neight. nine ten eleven", places_of(body * 2), 12, 0)[0] == body
    long = "a b c d e f g h. i j k l m n o p q r s"
    assert cut(long, places_of(long), 12, 0)[0] == "a b c d e f g h."
    words = "a b c d e f g h i j k l m n o p"
    assert cut(words, places_of(words), 12, 0)[0] == "a b c d e f g h i j k l"


def test_neighbours_overlap_from_the_start_of_a_sentence() -> None:
    """A chunk begins with the last sentence of the one before it, if that is short."""
    text = "a b c d e f g h i j k l. The border is here. m n o p q r s t u v w x y z"
    first, second = cut(text, places_of(text), 22, 5)[:2]
    assert first.endswith("The border is here.")
    assert second.startswith("The border is here.")


def test_no_character_is_cut_in_two() -> None:
    """Where several pieces make up one character, a cut goes before or behind all of them."""
    text = "漢" * 20
    places = Places()
    places.extend((at, at + 1) for at in range(20) for _ in range(3))
    chunks = cut(text, places, 7, 0)
    assert "".join(chunks) == text
    assert {len(chunk) for chunk in chunks} == {2}


def test_a_character_of_more_pieces_than_there_is_room_stays_whole() -> None:
    """The one case in which a chunk is longer than the room; it still ends."""
    places = Places()
    places.extend([(0, 1)] * 9 + [(1, 2)] * 9)
    assert cut("漢字", places, 4, 2) == ["漢", "字"]


@pytest.mark.parametrize(
    "text", ["." * 20_000, "a" * 20_000, "\n" * 20_000, "a\n \n" * 5_000, "\x00" * 20_000]
)
def test_monotonous_texts_are_split(text: str) -> None:
    """No pattern goes wild on long runs of one character."""
    chunks = cut(text, places_of(text), 100)
    assert sum(map(len, chunks)) >= len(text.strip()) - text.count("\n") - text.count(" ")


@given(TEXTS, st.integers(2, 50))
def test_segments_are_the_text(text: str, size: int) -> None:
    """Segments put together are the text, each at its place and none longer than asked for."""
    parts = list(segments(text, size))
    assert "".join(part for _, part in parts) == text
    for begin, part in parts:
        assert text.startswith(part, begin)
        assert 0 < len(part) <= size


@given(st.text(st.characters(), max_size=50))
def test_lone_surrogates_are_replaced_one_by_one(text: str) -> None:
    """What a tokenizer is given can be written as UTF-8 and has the same length."""
    clean = tokenizable(text + "\ud800")
    clean.encode()
    assert len(clean) == len(text) + 1
