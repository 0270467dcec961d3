"""Walls: what a screen shows, and the code by which it is paired (pure)."""

import hashlib
import re
from collections.abc import Sequence

from infra.errors import UsageError

# Nothing that is taken for something else when it is read from across a room.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 4
# The pages that a wall can show: all but those of operators.
PAGES = (
    "overview", "interoperability", "trends", "exercises", "lessons", "summits", "partners",
    "review", "alerts", "events",
)  # fmt: skip
USUAL_PAGES = ("overview", "interoperability", "trends")
USUAL_EVERY_S, LEAST_EVERY_S, MOST_EVERY_S = 30, 5, 3600
USUAL_DAYS, MOST_DAYS = 30, 366
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}")


def code_of(token: str) -> str:
    """Return the code that the device of a token shows: one of 30⁸, and not the token."""
    number = int.from_bytes(hashlib.sha256(f"wall {token}".encode()).digest())
    found = ""
    for _ in range(2 * HALF):
        number, place = divmod(number, len(LETTERS))
        found += LETTERS[place]
    return f"{found[:HALF]}-{found[HALF:]}"


def code_sha256(typed: str) -> bytes:
    """Return the hash of a code, however it was typed: small letters, blanks, no dash."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return hashlib.sha256(letters.encode()).digest()


def shows(pages: Sequence[str], every_s: int) -> str:
    """Return the address of these pages in turn; UsageError for what no wall can show."""
    wanted = [*dict.fromkeys(pages)] or [*USUAL_PAGES]
    if unknown := [one for one in wanted if one not in PAGES]:
        raise UsageError(f"a wall cannot show {unknown[0][:40]!r}; it can: {', '.join(PAGES)}")
    if not LEAST_EVERY_S <= every_s <= MOST_EVERY_S:
        raise UsageError(f"a page of a wall is shown for {LEAST_EVERY_S} to {MOST_EVERY_S} s")
    first = "/" if wanted[0] == "overview" else f"/{wanted[0]}"
    return f"{first}?wall=1&pages={','.join(wanted)}&every={every_s}"


def require_name(name: str) -> None:
    """Refuse what cannot be the name of a wall."""
    if not NAME.fullmatch(name):
        raise UsageError(
            f"{name[:60]!r} cannot name a wall; use letters, digits, blanks, dots, _ and -"
        )


def why_not(wrong: str, viewer: str, name: str) -> str:
    """Return why a screen was not paired, and what to do."""
    if wrong == "viewer":
        return (
            f"no wall can read as {viewer[:60]!r}: there is no such viewer, or it is revoked; "
            "to make one: muster viewers add NAME --clearance RESTRICTED --nation EST"
        )
    if wrong == "name":
        return f"a wall {name[:60]!r} is there already; end it first, or choose another name"
    return "no screen shows this code, or it showed it more than 10 minutes ago"
