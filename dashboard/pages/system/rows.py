"""What the page about the system reads beside the others: workers, rates, viewers, versions."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """The last worker of a slot."""

    slot: int
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    seen_s: float
    stopped_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many events were recorded within so many seconds."""

    within_s: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadReason:
    """How many records could not become events for one reason."""

    reason: str
    in_all: int
    last_day: int
    last_hour: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What one viewer may see."""

    name: str
    clearance_rank: int
    nation: str | None
    labels: int
    of_labels: int
    has_role: bool
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The world that is read, and the files that made it."""

    world: str
    files: int
    newest_file: str | None
    applied_at: datetime | None
    functions_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One comparison of the last run of `muster verify`."""

    verified_at: datetime
    seq: int
    check_name: str
    of_what: str
    expected: str
    found: str
    first_difference: str | None
    is_ok: bool
