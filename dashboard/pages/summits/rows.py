"""One frozen row per read function about meetings, decisions and commitments."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of one decision by now; `in_all` counts those that fit."""

    decision_id: str
    topic: str | None
    policy_domain: str | None
    meeting_id: str | None
    state: str | None
    mode: str | None
    proposed_at: datetime | None
    silence_deadline_at: datetime | None
    decided_at: datetime | None
    breaks: int
    reservations: int
    blocks: int
    objectors: list[str]
    newest_seq: int | None
    in_all: int
