"""A token lets in whom the provider means, for us, now; whatever is done to it, nobody else."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from dashboard.people.tokens import BadToken, UnknownKey, claims_of, pending

ISSUER, CLIENT, NONCE = "https://id.example.org", "muster", "n-1"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
OWN = RSAKey.generate_key(2048, {"kid": "own"})
OTHER = RSAKey.generate_key(2048, {"kid": "own"})  # another key under the same name
CURVE = ECKey.generate_key("P-256", {"kid": "curve"})
KEYS = KeySet([OWN, CURVE]).as_dict(private=False)


def at(seconds: int) -> int:
    return int((NOW + timedelta(seconds=seconds)).timestamp())


def claims(**changed: Any) -> dict[str, Any]:
    usual = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "s-1",
        "nonce": NONCE,
        "iat": at(-5),
        "exp": at(3600),
        "preferred_username": "ann",
    }
    return {name: one for name, one in (usual | changed).items() if one is not None}


def token(key: Any = OWN, alg: str = "RS256", kid: str | None = "own", **changed: Any) -> str:
    header = {"alg": alg, **({"kid": kid} if kid else {})}
    return jwt.encode(header, claims(**changed), key, algorithms=[alg])


def read(text: str, keys: Any = KEYS, now: datetime = NOW) -> dict[str, Any]:
    return claims_of(text, keys, issuer=ISSUER, client=CLIENT, nonce=NONCE, now=now)


def part(document: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


def test_a_token_of_the_provider_for_us_is_read():
    assert read(token())["preferred_username"] == "ann"
    assert read(token(CURVE, "ES256", "curve"))["sub"] == "s-1"
    assert read(token(aud=[CLIENT, "other"], azp=CLIENT))["sub"] == "s-1"


@pytest.mark.parametrize("seconds", [-59, 0, 59])
def test_clocks_may_differ_by_a_minute(seconds):
    assert read(token(iat=at(seconds)))
    assert read(token(exp=at(seconds + 1)), now=NOW + timedelta(seconds=59 + min(seconds, 0)))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"iss": [ISSUER]},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": []},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "n-2"},
        {"nonce": None},
        {"nonce": [NONCE]},
        {"nonce": ""},
        {"exp": at(-61)},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": at(61)},
        {"iat": None},
        {"nbf": at(61)},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_lets_nobody_in(changed):
    with pytest.raises(BadToken):
        read(token(**changed))


def unsigned() -> str:
    return f"{part({'alg': 'none'})}.{part(claims())}."


def by_our_public_key() -> str:
    """A token "signed" with the key that everybody can read, as if it were a secret."""
    said = f"{part({'alg': 'HS256', 'kid': 'own'})}.{part(claims())}"
    signature = hmac.digest(OWN.as_pem(private=False), said.encode(), "sha256")
    return f"{said}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def changed_afterwards() -> str:
    head, _, signature = token().split(".")
    return ".".join((head, part(claims(preferred_username="chief")), signature))


def without_signature() -> str:
    return token().rpartition(".")[0] + "."


def with_its_own_key() -> str:
    public = OTHER.as_dict(private=False)
    return jwt.encode(
        {"alg": "RS256", "kid": "own", "jwk": public}, claims(), OTHER, algorithms=["RS256"]
    )


BY_OTHERS = {
    "unsigned": unsigned,
    "by our public key as a secret": by_our_public_key,
    "changed afterwards": changed_afterwards,
    "without its signature": without_signature,
    "with a key it brings along": with_its_own_key,
    "another key": lambda: token(OTHER),
    "another key without name": lambda: token(OTHER, kid=None),
    "a key nobody knows": lambda: token(OWN, "RS256", "unknown"),
    "an algorithm we do not name": lambda: token(OWN, "RS512"),
    "nothing": lambda: "",
    "words": lambda: "no token",
    "dots": lambda: "a.b.c",
    "no claims": lambda: f"{part({'alg': 'RS256'})}.{part({})}.",
}


@pytest.mark.parametrize("how", BY_OTHERS)
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(how):
    with pytest.raises(BadToken):
        read(BY_OTHERS[how]())


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}])
def test_a_provider_without_a_key_that_only_it_has_lets_nobody_in(keys):
    with pytest.raises(UnknownKey):
        read(token(), keys)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "7", '{"state": 1, "nonce": "", "verifier": "", "next": ""}', "{"]
)
def test_a_cookie_that_is_none_of_ours_is_nothing(text):
    assert pending(text) is None
