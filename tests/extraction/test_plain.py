"""Plain text: what enters the index is readable, valid, and without secrets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.plain import plain, readable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("just words\tand\nlines", "just words\tand\nlines"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b[38:2::1:2:3mcolour\x1b[m", "colour"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x07prompt$", "prompt$"),
        ("\x1b]never ended", "never ended"),
        ("\x1bPq#0;2;0;0;0\x1b\\image", "image"),
        ("\x1b(Bplain\x1b=", "plain"),
        ("a\x1b", "a"),
        ("a\x00b\x07c\x7f", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("page\x0cbreak", "page\nbreak"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("emoji 👩‍👩‍👧 and ünïcödé", "emoji 👩‍👩‍👧 and ünïcödé"),
    ],
)
def test_terminal_noise_is_taken_out(text: str, expected: str) -> None:
    """Escapes, controls and halves of characters go; words, tabs and line ends stay."""
    assert readable(text) == expected


@pytest.mark.parametrize("noise", ["\x1b]", "\x1b[", "\x1bP", "\x9d", "\x90a", "\x1b[0", "\x9d\x90", "\x1b "])
def test_nothing_takes_long(noise: str) -> None:
    """A million beginnings of escapes that never end."""
    begun = time.perf_counter()
    readable(noise * 500_000)
    assert time.perf_counter() - begun < 5


def test_secrets_are_masked() -> None:
    """Also those that a colour code runs through."""
    key = "ghp_" + "a1B2c3D4e5F6" * 3
    assert key not in plain(f"token {key[:10]}\x1b[0m{key[10:]}")


NOISE = "\x1b[]PX^_\\\x07\x9b;m0\ud800a\r\n\x00"


@given(st.text(st.characters(codec=None), max_size=60) | st.text(NOISE, max_size=40))
def test_what_comes_out_is_always_valid(text: str) -> None:
    """No control but newline and tab, nothing that UTF-8 cannot hold; done twice changes nothing."""
    out = readable(text)
    assert not any(ord(character) < 32 and character not in "\n\t" for character in out)
    assert "\x7f" not in out
    out.encode("utf-8")
    assert readable(out) == out
