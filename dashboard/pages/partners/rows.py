"""One frozen row per read function about who belongs to a body and what they bring."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """One span of days in which an actor belongs to a body."""

    actor: str
    kind: str
    from_on: date
    to_on: date | None
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a member brings, beside its means."""

    actor: str
    kind: str
    exercises: int
    results: int
    areas: int
    ready: int
    mean_index: float | None
    mean_resources: float | None
    scored: int
    compliance_ratio: float | None
    products_shared: int
    offers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerContribution:
    """What a partner brings."""

    actor: str
    kind: str
    exercises: int
    results: int
    products_shared: int
    products_received: int
    offers: int
    standards_implemented: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBand:
    """How much can move within a band of notice."""

    band: int
    at_most_days: int | None
    actors: int
    offers: int
    quantity: int
    late: int = 0  # of the offers
    oldest_age_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A capability that an actor offers."""

    actor: str
    area: str
    capability_code: str
    quantity: int
    ntm_days: int
    ntm_band: int
    available_from_on: date
    is_available: bool
    ledger_seq: int
    age_days: int
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The spiral of a baseline that an actor works by."""

    baseline: str
    actor: str
    level: int
    newest_level: int
    is_behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How many of the agreed editions a member shares with another one, on average."""

    actor: str
    others: int
    overlap_ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How much insight on a topic went from one actor to another."""

    from_actor: str
    to_actor: str
    topic: str
    products: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that is expected, and when the last one came."""

    actor: str
    area: str | None
    pillar: str | None
    last_at: datetime | None
    age_days: int | None
    is_missing: bool
    state: str  # current, late, lapsed, never
