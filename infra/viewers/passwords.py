"""Passwords of people: what is taken as one, and how one is kept and checked (Argon2id).

A check takes 64 MiB and a tenth of a second by design; whoever serves many bounds how many run.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from infra.errors import UsageError

LEAST, MOST = 12, 200
# What an unknown name is checked against, so that it takes as long: nobody knows this password.
NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$g+YFwBd2LUm9MuX4uxvrCQ$"
    "ijY8tGg+pTIlrlo3ihkGr/Uo+x3L5pcg3E6jQTWKiMU"
)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return PasswordHasher().hash(_normal(password))


def is_right(password: str, kept: str | None) -> bool:
    """Tell whether it is the password of which this was kept; as slow where nothing was."""
    try:
        return PasswordHasher().verify(kept or NOBODYS, _normal(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def require_good(password: str, name: str) -> None:
    """Refuse what is no good password, in one line that says why."""
    if not LEAST <= len(password) <= MOST:
        raise UsageError(f"a password has {LEAST} to {MOST} characters; this one {len(password)}")
    if name.casefold() in password.casefold():
        raise UsageError("a password must not hold the name of its account")
    if len(set(password)) < 5:
        raise UsageError("a password needs at least five different characters")
    if any(unicodedata.category(one) == "Cc" for one in password):
        raise UsageError("a password must not hold control characters")


def _normal(password: str) -> str:
    # The same letters typed on another keyboard are the same password.
    return unicodedata.normalize("NFC", password)
