"""Only whoever has the secret of a key in force is let in."""

import pytest

from streams.gateway.keys import Key, Token, new_token, opens, token_in

TOKEN = new_token()
KEY = Key(TOKEN.sha256, "north", ["a"], [], [], [], 0, 10, is_in_force=True, is_use_due=False)


def test_a_token_is_shown_as_it_is_sent():
    assert token_in(f"Bearer {TOKEN}") == TOKEN
    assert token_in(f"bearer  {TOKEN} ") == TOKEN


def test_no_two_are_alike():
    assert len({str(new_token()) for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "shown",
    [None, "", "Bearer", str(TOKEN), f"Basic {TOKEN}", f"Bearer {TOKEN}a", "Bearer a.b"],
    # A token is new at each run, and no name.
    ids=["nothing", "empty", "no token", "no scheme", "another scheme", "too long", "too short"],
)
def test_what_is_no_token_is_none(shown: str | None):
    assert token_in(shown) is None


def test_the_secret_of_a_key_in_force_opens():
    assert opens(TOKEN, KEY)


@pytest.mark.parametrize(
    ("token", "key"),
    [
        (None, KEY),
        (TOKEN, None),
        (None, None),
        (Token(TOKEN.key_id, "a" * 43), KEY),
        (TOKEN, KEY._replace(is_in_force=False)),
        (Token("0" * 12, ""), None),
    ],
)
def test_nothing_else_does(token: Token | None, key: Key | None):
    assert not opens(token, key)


def test_the_secret_is_not_what_is_kept():
    assert TOKEN.secret.encode() not in TOKEN.sha256
    assert len(TOKEN.sha256) == 32
