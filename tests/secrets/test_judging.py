"""Judging: random values are told from names, paths and stand-ins."""

from __future__ import annotations

import random
import string

import pytest

from cotw.secrets.judging import holds_a_key, is_key, is_login, is_password, looks_random

LETTERS_AND_DIGITS = string.ascii_letters + string.digits


@pytest.mark.parametrize(
    ("alphabet", "length", "at_most"),
    [
        ("0123456789abcdef", 20, 5),
        ("0123456789abcdef", 32, 1),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 24, 4),
        (string.ascii_lowercase + string.digits, 20, 4),
        (LETTERS_AND_DIGITS, 20, 5),
        (LETTERS_AND_DIGITS + "_-", 32, 1),
        (LETTERS_AND_DIGITS + "+/", 40, 3),
    ],
)
def test_random_values_are_keys(alphabet: str, length: int, at_most: float) -> None:
    """All but a few in a hundred, whatever the alphabet."""
    chance = random.Random(4)
    values = ["".join(chance.choice(alphabet) for _ in range(length)) for _ in range(2_000)]
    assert sum(not is_key(value) for value in values) <= at_most / 100 * len(values)


@pytest.mark.parametrize(
    "value",
    [
        "users_by_name_v2",
        "createUserSession2",
        "oauth2ClientCredentialsProvider",
        "fading-circle-container-2",
        "2026-03-14T12:00:00Z",
        "1234567890123456",
        "x86_64-unknown-linux-gnu",
        "arbeitsspeicherverwaltung2",
        "ed25519.Ed25519PrivateKey",
        "",
    ],
)
def test_names_are_no_keys(value: str) -> None:
    """Words with a number in them, times, plain numbers."""
    assert not looks_random(value)


@pytest.mark.parametrize(
    "value", ["${A1b2C3d4E5f6G7}", "<a1B2c3D4e5F6g7>", "/run/a1B2c3D4e5F6g7", "xxxxa1B2c3D4e5"]
)
def test_stand_ins_are_no_keys(value: str) -> None:
    """What refers to a secret kept elsewhere is not one."""
    assert looks_random(value)
    assert not is_key(value)


def test_passwords_are_more_than_a_word() -> None:
    """A digit and another kind of letter, or three kinds."""
    strong = ["hunter22", "Tr0ub4dor", "correct-Horse"]
    assert [word for word in (*strong, "bicycle", "Bicycle", "change-me") if is_password(word)] == strong


def test_a_login_is_user_and_password_in_base64() -> None:
    """Whatever else is Base64, or is not."""
    assert is_login("bWFyYTpodW50ZXIy")
    assert [value for value in ("bWFyYQ==", "not Base64!", "required", "Og==") if is_login(value)] == []


def test_one_key_makes_a_cookie_secret() -> None:
    """Settings alone do not."""
    assert holds_a_key("theme=dark; sid=a1B2c3D4e5F6g7H8")
    assert not holds_a_key("theme=dark; lang=de; seen=2026-03-14")
