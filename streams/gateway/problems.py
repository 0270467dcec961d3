"""Which kinds of problems there are, each under a type that stays the same (RFC 9457)."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from schemas.errors import Reason
from schemas.faults import MOST, Fault
from streams.decode.dead_letter import OwnReason
from streams.gateway.answers import Problem
from streams.gateway.scope import ScopeReason

URN = "urn:muster:problem:"


class Meaning(NamedTuple):
    """A kind of problem: its code, its status, and what it means."""

    code: str
    status: int
    title: str
    detail: str


class ProblemKind(Enum):
    """Every kind of problem the gateway answers with."""

    MALFORMED = Meaning(
        "malformed", 400, "The body cannot be read", "Mend it as the faults say; nothing was sent."
    )
    BAD_QUERY = Meaning("bad-query", 400, "The address cannot be read", "See the reference at /.")
    NOT_AUTHENTICATED = Meaning(
        "not-authenticated",
        401,
        "A valid key is needed",
        "Send `Authorization: Bearer KEY` with a key that `muster keys create` has made and that "
        "is neither expired nor revoked.",
    )
    NOT_ALLOWED = Meaning(
        "not-allowed", 403, "The key is not for this", "Nothing was sent. Ask who made the key."
    )
    NOT_FOUND = Meaning("not-found", 404, "Nothing is here", "See the reference at /.")
    UNKNOWN_EVENT = Meaning(
        "unknown-event",
        404,
        "No such event is known",
        "It is neither in the ledger nor a dead letter, and was not accepted since this gateway "
        "started. To be safe send it again as it is: the ledger keeps it once.",
    )
    METHOD_NOT_ALLOWED = Meaning(
        "method-not-allowed",
        405,
        "Not with this method",
        "The header Allow names those there are.",
    )
    TIMEOUT = Meaning(
        "timeout", 408, "The body did not arrive in time", "Send it again; nothing was sent on."
    )
    CONFLICT = Meaning(
        "conflicting-duplicate",
        409,
        "The ledger has another event under this source and id",
        "Nothing was sent. What is new needs an id of its own; what was wrong is corrected by an "
        "event of type org.muster.event.corrected.",
    )
    TOO_LARGE = Meaning("too-large", 413, "The body is too large", "Nothing was sent.")
    MEDIA_TYPE = Meaning(
        "unsupported-media-type",
        415,
        "No CloudEvent in this media type",
        "Send application/cloudevents+json, application/cloudevents-batch+json, or "
        "application/json with the attributes as ce- headers; in UTF-8, not compressed.",
    )
    INVALID = Meaning(
        "invalid-event",
        422,
        "What was sent is no event that Muster takes",
        "Mend it as the faults say; nothing was sent.",
    )
    TOO_MANY = Meaning(
        "too-many-requests",
        429,
        "More than this key may send",
        "Nothing was sent. Send it again after the seconds that Retry-After names.",
    )
    UNFORESEEN = Meaning(
        "unforeseen", 500, "The gateway failed", "It is in its log. Send it again as it is."
    )
    AWAY = Meaning(
        "unavailable",
        503,
        "Events cannot be taken now",
        "Send the same again after the seconds that Retry-After names: whatever has become of "
        "it, the ledger keeps it once.",
    )


class Refuse(Exception):
    """A request goes no further."""

    def __init__(
        self,
        kind: ProblemKind,
        faults: Sequence[Fault] = (),
        *,
        detail: str | None = None,
        headers: Mapping[str, str] | None = None,
        events: int | None = None,
    ) -> None:
        super().__init__(kind.value.title)
        self.kind = kind
        self.faults = tuple(faults[:MOST])
        self.detail = detail or kind.value.detail
        self.headers = dict(headers or {})
        self.events = events

    @property
    def problem(self) -> Problem:
        """Return what is answered."""
        code, status, title, _ = self.kind.value
        return Problem(
            type=URN + code, title=title, status=status, detail=self.detail, faults=[*self.faults]
        )

    @property
    def reason(self) -> str:
        """Return the reason for the record: the kind, and the reason of its first fault."""
        first = f" {self.faults[0].reason}" if self.faults else ""
        return f"{self.kind.value.code}{first}"


_UNREADABLE = {
    Reason.EMPTY,
    Reason.MIXED_MODES,
    Reason.NOT_JSON,
    Reason.NULL_CHARACTER,
    Reason.TOO_DEEP,
    Reason.NOT_FINITE_NUMBER,
    Reason.NOT_AN_OBJECT,
    Reason.DUPLICATE_KEY,
}
_BY_REASON: dict[str, ProblemKind] = {
    **dict.fromkeys(_UNREADABLE, ProblemKind.MALFORMED),
    Reason.TOO_LARGE: ProblemKind.TOO_LARGE,
    **dict.fromkeys(ScopeReason, ProblemKind.NOT_ALLOWED),
    OwnReason.CONFLICTING_DUPLICATE: ProblemKind.CONFLICT,
}
# A body with several faults is of the first of these kinds.
_FIRST = (
    ProblemKind.MALFORMED,
    ProblemKind.TOO_LARGE,
    ProblemKind.INVALID,
    ProblemKind.NOT_ALLOWED,
    ProblemKind.CONFLICT,
)


def kind_of(faults: Sequence[Fault]) -> ProblemKind:
    """Return the kind of problem that these faults make together."""
    kinds = {_BY_REASON.get(fault.reason, ProblemKind.INVALID) for fault in faults}
    return next(kind for kind in _FIRST if kind in kinds)
