"""One frozen row per read function about who belongs to a body and what they bring."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How many of the agreed editions a member shares with another one, on average."""

    actor: str
    others: int
    overlap_ratio: float | None
