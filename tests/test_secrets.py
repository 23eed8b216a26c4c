"""Secrets are masked, words that look like them are not, and nothing takes longer than its length.

The secrets here are put together when the tests run, so that no scanner takes this file for a leak.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.secrets import mask, strip_private
from cotw.secrets.masking import SHAPES

_MIXED = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7" * 4
_HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_UPPER = "Q2W3E4R5T6Y7A2S3"
_PEM = f"-----BEGIN RSA PRIVATE KEY-----\n{_MIXED[:64]}\n{_MIXED[:40]}\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("AKIA" + _UPPER, "aws"),
        ("ASIA" + _UPPER, "aws"),
        ("AIza" + _MIXED[:35], "gcp"),
        ("ya29." + _MIXED[:60], "gcp"),
        ("GOCSPX-" + _MIXED[:28], "gcp"),
        (_MIXED[:2] + "x8Q~" + _MIXED[:34], "azure"),
        ("ghp_" + _MIXED[:36], "github"),
        ("ghs_" + _MIXED[:36], "github"),
        ("github_pat_" + _MIXED[:82], "github"),
        ("glpat-" + _MIXED[:20], "gitlab"),
        ("xoxb-123456789012-" + _MIXED[:24], "slack"),
        ("xapp-1-" + _MIXED[:40], "slack"),
        ("sk_live_" + _MIXED[:24], "stripe"),
        ("rk_test_" + _MIXED[:24], "stripe"),
        ("whsec_" + _MIXED[:32], "stripe"),
        ("sk-ant-api03-" + _MIXED[:90], "anthropic"),
        ("sk-" + _MIXED[:48], "openai"),
        ("sk-proj-" + _MIXED[:60], "openai"),
        ("hf_" + _MIXED[:34], "huggingface"),
        ("npm_" + _MIXED[:36], "npm"),
        ("pypi-AgEIcHlwaS5vcmc" + _MIXED[:60], "pypi"),
        ("123456789:AA" + _MIXED[:33], "telegram"),
        ("SK" + _HEX[:32], "twilio"),
        (f"SG.{_MIXED[:22]}.{_MIXED[:43]}", "sendgrid"),
        ("gsk_" + _MIXED[:52], "groq"),
        ("dop_v1_" + _HEX, "digitalocean"),
        ("dapi" + _HEX[:32], "databricks"),
        ("hvs." + _MIXED[:24], "vault"),
        ("shpat_" + _HEX[:32], "shopify"),
        (f"eyJ{_MIXED[:20]}.eyJ{_MIXED[:30]}.{_MIXED[:43]}", "jwt"),
        (_PEM, "private-key"),
        (_PEM.replace("\n", "\\n"), "private-key"),
        (_PEM.replace("\n", "\n> "), "private-key"),
        (_PEM.partition("\n-----END")[0], "private-key"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "my key is {} ok?", "KEY={}", '"{}",', "({})", "`{}`\n"])
def test_a_secret_by_its_shape_is_masked(secret: str, kind: str, around: str) -> None:
    """A provider's token is known wherever it stands, and nothing of it is left."""
    closed = not secret.startswith("-----") or secret.endswith("-----")
    masked = mask(around.format(secret))
    if closed:
        assert masked == around.format(f"[secret:{kind}]")
    assert f"[secret:{kind}]" in masked
    assert _MIXED[4:20] not in masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgres://mara:hunter2@db/bikes", "postgres://mara:[secret:password]@db/bikes"),
        ("redis://:p@ss@host:6379", "redis://:[secret:password]@host:6379"),
        (f"Authorization: Bearer {_MIXED[:30]}", "Authorization: Bearer [secret:authorization]"),
        (f"-H 'authorization: basic {_MIXED[:30]}='", "-H 'authorization: basic [secret:authorization]'"),
        (f"api_key = '{_MIXED[:24]}'", "api_key = '[secret:assigned]'"),
        (f'"apiKey": "{_MIXED[:24]}"', '"apiKey": "[secret:assigned]"'),
        (f"AWS_SECRET_ACCESS_KEY={_MIXED[:40]}", "AWS_SECRET_ACCESS_KEY=[secret:assigned]"),
        (f"export SLACK_TOKEN={_HEX[:32]}; ls", "export SLACK_TOKEN=[secret:assigned]; ls"),
        (f"client_secret => {_MIXED[:20]}", "client_secret => [secret:assigned]"),
        (f"mytool --token {_MIXED[:20]} --verbose", "mytool --token [secret:assigned] --verbose"),
        ("password: Tr0ub4dor", "password: [secret:assigned]"),
        ('PASSWORD="s3cr3t!"', 'PASSWORD="[secret:assigned]"'),
        ("mysql --password hunter22", "mysql --password [secret:assigned]"),
        (f"DefaultEndpoints;AccountKey={_MIXED[:80]}==;x", "DefaultEndpoints;AccountKey=[secret:azure];x"),
        (f"https://x.blob/y?se=1&sig={_MIXED[:40]}%3D", "https://x.blob/y?se=1&sig=[secret:azure]"),
        (f"hooks.slack.com/services/T0/B0/{_MIXED[:24]}", "hooks.slack.com/services/[secret:slack]"),
    ],
)
def test_a_secret_by_its_name_or_place_is_masked(text: str, masked: str) -> None:
    """What is assigned to a telling name, or stands where passwords stand, is masked; the rest is left."""
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "The password: change me later, please.",
        "password: optional string",
        "I forgot my password. What now?",
        "The secret: patience and good oil.",
        "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b fixes it",
        f"sha256:{_HEX}",
        "session 550e8400-e29b-41d4-a716-446655440000 was resumed",
        f"image {_MIXED}.png and data:image/png;base64,{_MIXED}",
        "token = os.environ['API_TOKEN_2']",
        "token: ${GITHUB_TOKEN_V2}",
        "api_key=<your-api-key-2>",
        "API_KEY=your_api_key_123456",
        "password=process.env.DB_PASSWORD1",
        "password = getpass(prompt1)",
        "token = parser.next_token2()",
        "tokens: 4096, max_tokens=200000",
        "primary key: user_id_2, sort key: created_at_1",
        "cache_key = 'v2_users_by_name'",
        "PWD=/home/mara/bikes2",
        "class sk-fading-circle-container-element",
        "risk-assessment-of-the-third-quarter",
        "see https://example.org/a:b@c and mailto:mara@example.org",
        "git@github.com:mara/bikes.git",
        "http://localhost:8080/path@home",
        "-----BEGIN PRIVATE KEY----- is the first line of the file, then comes the rest",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
        "SKIPPED and SKIRT and AKIAK",
        "the basic authorization of ya29 things",
        "eyJ is how every token begins",
        "[secret:github] was masked before, and token=[secret:assigned] too",
    ],
)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    """Digests, ids, references, placeholders and prose are not masked."""
    assert mask(text) == text


def test_every_secret_of_a_text_is_masked() -> None:
    """Several secrets, of one kind or of several, also where two rules meet on one."""
    key, other = "ghp_" + _MIXED[:36], "AKIA" + _UPPER
    text = f"use {key} or {key}, {other}; token={key}\npassword=Xy12345 https://a:b1c2d3@h"
    assert mask(text) == (
        "use [secret:github] or [secret:github], [secret:aws]; token=[secret:github]\n"
        "password=[secret:assigned] https://a:[secret:password]@h"
    )


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    """Some letters become two in lower case; what is masked stays in its place."""
    assert mask("İİİ password=Xy12345 İ") == "İİİ password=[secret:assigned] İ"


@given(st.text(alphabet="aB3-_.:/@=\"' \n", max_size=60), st.sampled_from(SHAPES), st.text(max_size=20))
def test_masking_twice_is_masking_once(before: str, shape: object, after: str) -> None:
    """A mask is no secret: what was masked is left alone."""
    once = mask(f"{before}password=Xy12345{getattr(shape, 'literal', '')}{after}")
    assert mask(once) == once


_HOSTILE = {
    "nothing": "\n" * 5_000_000,
    "one word": "a1" * 2_500_000,
    "openai": "sk-" * 1_700_000,
    "jwt": "eyJ" * 1_700_000,
    "jwt parts": "eyJaaaaaaaaaa1." * 330_000,
    "names": "token=" * 800_000,
    "names and quotes": 'password: "' * 450_000,
    "pem": "-----BEGIN PRIVATE KEY-----" * 180_000,
    "pem lines": "-----BEGIN PRIVATE KEY-----\n" * 180_000,
    "pem headers": ("-----BEGIN PRIVATE KEY-----Proc: " + "a" * 190) * 22_000,
    "dashes": "-----BEGIN " * 450_000,
    "addresses": "://" * 1_700_000,
    "addresses and colons": "://a:" * 1_000_000,
    "telegram": "1234567890:AA" * 380_000,
    "authorization": "authorization: basic " * 240_000,
    "flags": "--token " * 600_000,
    "private": "<private " * 500_000,
    "private opened": "<private>" * 500_000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_texts_take_time_by_their_length(name: str) -> None:
    """Five million characters of anything are masked within seconds."""
    text = _HOSTILE[name]
    start = time.process_time()
    mask(text)
    strip_private(text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("nothing to hide", "nothing to hide"),
        ("a <private>b</private> c", "a  c"),
        ("a<PRIVATE>b</Private>c<private>d</private>e", "ace"),
        ("a<private>b\nc\n</private>d", "ad"),
        ("a<private>b<private>c</private>d</private>e", "ae"),
        ("a<private reason='family'>b</private>c", "ac"),
        ("a<private>b", "a"),
        ("a</private>b", "a</private>b"),
        ("<private>all</private>", ""),
        ("the <privateer> sails", "the <privateer> sails"),
    ],
)
def test_what_is_private_is_left_out(text: str, public: str) -> None:
    """Between the marks nothing is stored, in any case and over lines; unclosed, to the end."""
    assert strip_private(text) == public


@given(st.lists(st.sampled_from(["<private>", "</private>", "secret", "open"]), max_size=12))
def test_no_word_between_marks_survives(pieces: list[str]) -> None:
    """However marks are nested or forgotten, what stood inside of one is gone."""
    depth, public = 0, []
    for piece in pieces:
        if piece == "<private>":
            depth += 1
        elif piece == "</private>" and depth:
            depth -= 1
        elif not depth:
            public.append(piece)
    assert strip_private("".join(pieces)) == "".join(public)
