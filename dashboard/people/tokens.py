"""What a provider's token must be (pure): signed by it, for us, for this very sign-in."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard.errors import DashboardError

# Signed by a key that the provider alone has. Named here: a token has no say in it.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
LEEWAY_S = 60
LONGEST_SUBJECT = 255


class BadToken(DashboardError):
    """A provider's answer lets nobody in; the message says why."""


class UnknownKey(BadToken):
    """A token is signed by a key that the provider had not when it was asked last."""


def claims_of(
    token: str, keys: Mapping[str, Any], *, issuer: str, client: str, nonce: str, now: datetime
) -> dict[str, Any]:
    """Give the claims of a token, or say with BadToken why it is none for us."""
    usable = [one for one in keys.get("keys", ()) if one.get("kty") in ("RSA", "EC", "OKP")]
    if not usable:
        raise UnknownKey("the provider has no key that a token could be signed by")
    try:
        decoded = jwt.decode(token, KeySet.import_key_set({"keys": usable}), list(ALGORITHMS))
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": client},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(decoded.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        kind = UnknownKey if "key" in reason.lower() else BadToken
        raise kind(reason[:200]) from error
    claims = decoded.claims
    _require_for_us(claims, client, nonce)
    return claims


def _require_for_us(claims: Mapping[str, Any], client: str, nonce: str) -> None:
    if claims["nonce"] != nonce:  # the library takes one among others, too
        raise BadToken("its nonce is not the one of this sign-in")
    audience = claims["aud"]
    party = claims.get("azp")
    if party is not None and party != client:
        raise BadToken("it was made for another party (azp)")
    if isinstance(audience, list) and len(audience) > 1 and party is None:
        raise BadToken("it is for several audiences and does not say which party it was made for")
    if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise BadToken("its subject is empty or too long")


def pending(text: str) -> dict[str, str] | None:
    """Give what was kept in a cookie when somebody set out for the provider; None for nothing."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    names = {"state", "nonce", "verifier", "next"}
    if not isinstance(found, dict) or found.keys() != names:
        return None
    return found if all(isinstance(one, str) for one in found.values()) else None
