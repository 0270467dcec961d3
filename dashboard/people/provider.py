"""Asking an identity provider: what it offers, its keys, and what a code stands for."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec
import urllib3
from urllib3.exceptions import HTTPError

from dashboard.errors import DashboardError
from infra.reaching import LOOPBACK_HOSTS, Provider

WITHIN_S = 5.0
MOST_BYTES = 1_000_000
KEEPS_S = 600.0
KEYS_AT_MOST_EVERY_S = 10.0
PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderAway(DashboardError):
    """The identity provider does not answer, or not as one; the message says why."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Where a provider is asked for what."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class AtProvider:
    """Asks a provider; every question waits for its answer, so it is asked in a thread."""

    def __init__(self, provider: Provider, secret: str) -> None:
        self._provider = provider
        self._secret = secret
        self._http = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=WITHIN_S), retries=False, maxsize=2
        )
        self._offered: tuple[float, Offered] | None = None
        self._keys: tuple[float, dict[str, Any]] | None = None

    def offered(self) -> Offered:
        """Give where the provider is asked for what, as it said some minutes ago at most."""
        if self._offered is None or time.monotonic() - self._offered[0] > KEEPS_S:
            self._offered = (time.monotonic(), self._discovered())
        return self._offered[1]

    def keys(self, *, is_new_wanted: bool = False) -> dict[str, Any]:
        """Give the provider's keys; new ones are asked for at most every ten seconds."""
        age_s = time.monotonic() - self._keys[0] if self._keys else KEEPS_S + 1
        if age_s > KEEPS_S or (is_new_wanted and age_s > KEYS_AT_MOST_EVERY_S):
            self._keys = (time.monotonic(), self._ask("GET", self.offered().jwks_uri))
        assert self._keys is not None
        return self._keys[1]

    def way_to(self, *, redirect: str, state: str, nonce: str, challenge: str) -> str:
        """Give the address at which somebody signs in at the provider."""
        asked = {
            "response_type": "code",
            "client_id": self._provider.client,
            "redirect_uri": redirect,
            "scope": "openid profile email",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        place = self.offered().authorization_endpoint
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"

    def id_token(self, *, code: str, verifier: str, redirect: str) -> str:
        """Give the token that a code stands for."""
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self._secret:
            pair = f"{quote(self._provider.client, safe='')}:{quote(self._secret, safe='')}"
            headers |= urllib3.make_headers(basic_auth=pair)
        else:
            asked["client_id"] = self._provider.client
        said = self._ask("POST", self.offered().token_endpoint, urlencode(asked), headers)
        token = said.get("id_token")
        if not isinstance(token, str):
            raise ProviderAway("it gave no id_token")
        return token

    def _discovered(self) -> Offered:
        issuer = self._provider.issuer
        said = self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if said.get("issuer") != issuer:
            raise ProviderAway(
                f"it names itself {str(said.get('issuer'))[:100]!r}, not {issuer!r}"
            )
        if "S256" not in said.get("code_challenge_methods_supported", ["S256"]):
            raise ProviderAway("it does not know PKCE with S256")
        places = {name: said.get(name) for name in PLACES}
        for name, place in places.items():
            if not isinstance(place, str) or not _is_kept_secret(place):
                raise ProviderAway(f"its {name} is no https address")
        return msgspec.convert(places, Offered)

    def _ask(
        self, method: str, address: str, body: str = "", headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        own = {"Accept": "application/json", **(headers or {})}
        try:
            answer = self._http.request(
                method,
                address,
                body=body or None,
                headers=own,
                redirect=False,
                preload_content=False,
            )
            try:
                text = answer.read(MOST_BYTES)
            finally:
                answer.release_conn()
        except (HTTPError, OSError) as error:
            raise ProviderAway(" ".join(str(error).split())[:200]) from error
        try:
            said = msgspec.json.decode(text)
        except msgspec.DecodeError as error:
            raise ProviderAway(f"it answers {answer.status} and no JSON") from error
        if answer.status != 200 or not isinstance(said, dict):
            why = said.get("error") if isinstance(said, dict) else None
            raise ProviderAway(f"it answers {answer.status} {str(why or '')[:100]}".strip())
        return said


def _is_kept_secret(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
