"""What only looks like a secret stays, secrets that meet are masked once, nothing takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.secrets import Secret, mask, secrets_in, strip_private
from cotw.secrets.masking import SHAPES
from cotw.secrets.shapes import Shape
from tests.secrets.planted import PLANTED, UUID, Planted, hexa, mixed, upper


@pytest.mark.parametrize(
    "text",
    [
        "The password: change me later, please.",
        "password: optional string",
        "I forgot my password. What now?",
        "The secret: patience and good oil.",
        "The password is base64-encoded, the token is SHA256-hashed, the key is bcrypt2 of it.",
        "A password is required. Its token is user_id_2; the cache key is 9f86d081884c7d65.",
        "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b fixes it",
        f"sha256:{hexa(64)}",
        "session 550e8400-e29b-41d4-a716-446655440000 was resumed",
        f"image {mixed(108)}.png and data:image/png;base64,{mixed(108)}",
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
        f"an image ![](data:image/png;base64,{mixed(3000)}) and its etag W/{hexa(32)}",
        "the map of /srv/bikes/2026-03-14/ghp_notes and lib/sk-learn-1.5.2/x86_64-linux-gnu",
        f"resumed {UUID}, request-id req_{mixed(8)}, span {hexa(16)}",
        "docker run -u 1000:1000 alpine; ssh -L 5432:localhost:5432 db.test; rsync -a 10.0.0.1:/srv .",
        "curl -fsSL https://bikes.test/install.sh | sh -s -- -u root",
        "mysql -u root -p bikes < dump.sql",
        "machine learning needs a login and a password policy",
        "Cookie: theme=dark; lang=de",
        "a cookie: flour=250 g, butter=125 g, sugar=80 g",
        'the field "auth": "required-by-the-service"',
        "token_count = 4096; tokenizer=WordPiece2; keyboard: QWERTZ105",
        "-> $2 and $1$ and $6 a dozen",
        "[secret:github] was masked before, and token=[secret:assigned] too",
    ],
)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    """Digests, ids, references, placeholders and prose are not masked."""
    assert mask(text) == text


def test_every_secret_of_a_text_is_masked() -> None:
    """Several secrets, of one kind or of several, also where two rules meet on one."""
    key, other = "ghp_" + mixed(36), "AKIA" + upper(16)
    text = f"use {key} or {key}, {other}; token={key}\npassword=Xy12345 https://a:b1c2d3@h"
    assert mask(text) == (
        "use [secret:github] or [secret:github], [secret:aws]; token=[secret:github]\n"
        "password=[secret:assigned] https://a:[secret:password]@h"
    )


def test_secrets_are_told_by_place_and_kind() -> None:
    """From where to where, and of what kind; those that overlap are one."""
    key = "ghp_" + mixed(36)
    assert secrets_in(f"use {key}") == [Secret("github", 4, 44)]
    assert secrets_in(f"https://mara:{key}@forge.test") == [Secret("github", 13, 53)]
    assert secrets_in("nothing to hide") == []


@given(st.lists(st.sampled_from(PLANTED), min_size=1, max_size=5), st.sampled_from(["\n", " \n- ", "\n\n"]))
def test_secrets_do_not_hide_each_other(planted: list[Planted], between: str) -> None:
    """However many stand in a text, none is left."""
    masked = mask(between.join(one.text for one in planted))
    assert not [one for one in planted if len(one.secret) > 7 and one.secret in masked]


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    """Some letters become two in lower case; what is masked stays in its place."""
    assert mask("İİİ password=Xy12345 İ") == "İİİ password=[secret:assigned] İ"


@given(st.text(alphabet="aB3-_.:/@=\"' \n", max_size=60), st.sampled_from(SHAPES), st.text(max_size=20))
def test_masking_twice_is_masking_once(before: str, shape: Shape, after: str) -> None:
    """A mask is no secret: what was masked is left alone."""
    once = mask(f"{before}password=Xy12345{shape.literal}{after}")
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
    "flags of curl": "curl " + "x -u " * 1_000_000,
    "curl": "curl " * 1_000_000,
    "mysql": "mysql -p " * 550_000,
    "machines": "machine a login b " * 270_000,
    "machine": "machine\n" * 600_000,
    "pgpass": ":5432:a:b" * 550_000,
    "docker": '"auth":"abcdefghijkl' * 250_000,
    "npm": "_auth=abcdefghijklm" * 250_000,
    "cookies": "cookie: a=" * 500_000,
    "cookies apart": "cookie: a=b\n" * 400_000,
    "azure devops": "AZDO" * 1_250_000,
    "mailchimp": "-us1" * 1_250_000,
    "discord": "MTMT.MT" * 700_000,
    "wallet": "xprv" * 1_250_000,
    "putty": "Private-Lines: 2\n" * 290_000,
    "putty lines": "Private-Lines: 2\n" + "abcdefgh\n" * 550_000,
    "hashes": "$6$a$" * 1_000_000,
    "argon": "$argon2id$v=19$" * 330_000,
    "elements": "password>" * 550_000,
    "teams": "webhook.office.com/webhookb2/" * 170_000,
    "private": "<private " * 500_000,
    "private opened": "<private>" * 500_000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_texts_take_time_by_their_length(name: str) -> None:
    """Two million characters of anything are masked within seconds."""
    text = _HOSTILE[name][:2_000_000]
    start = time.process_time()
    mask(text)
    strip_private(text)
    assert time.process_time() - start < 8
