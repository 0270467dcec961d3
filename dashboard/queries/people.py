"""Who is signed in, and whose session is open."""

from collections.abc import Collection
from dataclasses import dataclass

from dashboard.queries import ReadModel
from dashboard.who import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session that is open, by the hash of its token."""

    token_sha256: bytes


async def my_session(model: ReadModel) -> Person | None:
    """Give who asks; None when the session is not open."""
    found = await model.ask(Person, "my_session")
    return found[0] if found else None


async def open_sessions(model: ReadModel, wanted: Collection[bytes]) -> set[bytes]:
    """Give which of these sessions are open, by the hashes of their tokens."""
    found = await model.ask(OpenSession, "open_sessions", wanted=list(wanted))
    return {one.token_sha256 for one in found}
