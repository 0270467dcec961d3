"""Who asks: set by the door for each request, read wherever an answer depends on it.

Where nobody signs in nothing is ever set, and the database answers the dashboard's role. Where
people sign in, whoever is not set is nobody.
"""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from schemas.vocabulary import Classification

LADDER = tuple(one.value for one in Classification)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is signed in: what that viewer may see and do, and until when."""

    viewer: str
    clearance_rank: int
    nation: str | None
    roles: list[str]
    began_at: datetime
    idle_until: datetime
    expires_at: datetime
    wall: str | None = None  # the name of the screen, where nobody sits

    @property
    def clearance(self) -> str:
        """Give the highest classification that this viewer sees."""
        return LADDER[self.clearance_rank]

    @property
    def reads_alike(self) -> tuple[int, str | None]:
        """Give what the labels follow from that this viewer may read."""
        return self.clearance_rank, self.nation


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks just now: by which token, as whom, and from where."""

    token: str
    person: Person | None = None
    address: str = ""


asking: ContextVar[Asking | None] = ContextVar("asking", default=None)


@contextmanager
def asks(one: Asking | None) -> Generator[None]:
    """Let everything inside be asked by somebody; by nobody when None."""
    token = asking.set(one)
    try:
        yield
    finally:
        asking.reset(token)


def person() -> Person | None:
    """Give who is signed in and asks; None where nobody signs in."""
    found = asking.get()
    return found.person if found else None


def may(role: str) -> bool:
    """Tell whether who asks may do what a role is for; where nobody signs in everybody may."""
    found = person()
    return found is None or role in found.roles


def sha256(token: str) -> bytes:
    """Give what the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()
