"""A producer's key: `id.secret`, of which only a hash of the secret is kept (pure)."""

import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

from streams.gateway.scope import Scope

ID_BYTES = 6
SECRET_BYTES = 32
_TOKEN = re.compile(r"([a-z0-9]{12})\.([A-Za-z0-9_-]{43})")
# Compared with where there is no such key, so that this takes as long as where there is one.
_NOBODYS = hashlib.sha256(b"").digest()
_NOBODYS_ID = "0" * (2 * ID_BYTES)


class Token(NamedTuple):
    """What a producer shows: which key, and the secret that proves it."""

    key_id: str
    secret: str

    @property
    def sha256(self) -> bytes:
        """Return the hash that is kept; of 256 random bits a plain one gives nothing away."""
        return hashlib.sha256(self.secret.encode()).digest()

    def __str__(self) -> str:
        """Return the token as it is sent."""
        return f"{self.key_id}.{self.secret}"


class Key(NamedTuple):
    """A key as the database has it when a request comes."""

    secret_sha256: bytes
    producer: str
    sources: list[str]
    types: list[str]
    actors: list[str]
    bodies: list[str]
    highest_rank: int
    events_per_s: int
    is_in_force: bool
    is_use_due: bool  # to be written down
    viewer: str | None = None  # with whose rights it is told of readings

    @property
    def scope(self) -> Scope:
        """Return what it may send."""
        return Scope(
            tuple(self.sources),
            tuple(self.types),
            frozenset(self.actors),
            frozenset(self.bodies),
            self.highest_rank,
        )


NOBODYS_TOKEN = Token(_NOBODYS_ID, "")


def new_token() -> Token:
    """Return a token that nobody can guess."""
    return Token(secrets.token_hex(ID_BYTES), secrets.token_urlsafe(SECRET_BYTES))


def token_in(authorization: str | None) -> Token | None:
    """Return the token of an Authorization header, None if it holds none."""
    scheme, _, shown = (authorization or "").partition(" ")
    found = _TOKEN.fullmatch(shown.strip()) if scheme.lower() == "bearer" else None
    return Token(*found.groups()) if found else None


def opens(token: Token | None, key: Key | None) -> bool:
    """Tell whether a token proves to have a key that is in force; it always takes as long."""
    kept = key.secret_sha256 if key else _NOBODYS
    is_its_secret = hmac.compare_digest((token or NOBODYS_TOKEN).sha256, kept)
    return token is not None and key is not None and is_its_secret and key.is_in_force
