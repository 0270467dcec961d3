"""What the page of summits asks the read functions, all for one moment."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from dashboard.moment import Moment
from dashboard.queries import ReadModel, summits
from dashboard.queries.rows import Compliance
from dashboard.queries.rows_summits import (
    Attendance,
    Cadence,
    Decision,
    DecisionStep,
    Divergence,
    Dormancy,
    MeetingPlan,
    Progress,
    Standing,
)

PAST_DAYS, AHEAD_DAYS = 730, 120


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    cadence: list[Cadence]
    plans: list[MeetingPlan]
    attendance: list[Attendance]
    decisions: list[Decision]
    chosen_decision: list[Decision]
    steps: list[DecisionStep]
    divergence: list[Divergence]
    compliance: list[Compliance]
    dormancy: list[Dormancy]
    commitment: Compliance | None
    standings: list[Standing]
    progress: list[Progress]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing at all to show."""
        return not (self.cadence or self.plans or self.decisions or self.compliance)


def shown_days(moment: Moment) -> tuple[date, date]:
    """Give the first and the last day of the strip."""
    today = moment.as_of.astimezone(UTC).date()
    return today - timedelta(days=PAST_DAYS), today + timedelta(days=AHEAD_DAYS)


async def facts_of(model: ReadModel, moment: Moment) -> Facts:
    """Ask everything the page shows."""
    body, at, known = moment.body, moment.as_of, moment.known_at
    first, last = shown_days(moment)
    chosen = moment.view.decision
    cadence, plans, attendance, decisions, compliance = await asyncio.gather(
        summits.cadence(model, body, at, known),
        summits.meeting_plans(model, body, first, last, as_of=at, known_at=known),
        summits.attendance(model, body, at, known),
        summits.decisions(model, body, at, known),
        model.compliance(body, at, known),
    )
    commitment = chosen_commitment(moment, compliance)
    name = commitment.commitment_id if commitment else ""
    one, steps, divergence, dormancy, standings, progress = await asyncio.gather(
        summits.decisions(model, body, at, known, chosen) if chosen else _nothing(),
        summits.decision_history(model, chosen, at, known),
        summits.divergence(model, body, at, known),
        summits.dormancy(model, body, at, known),
        summits.standings(model, body, name, at, known),
        summits.progress(model, name, at, known),
    )
    return Facts(
        cadence=cadence,
        plans=plans,
        attendance=attendance,
        decisions=decisions,
        chosen_decision=one,
        steps=steps,
        divergence=divergence,
        compliance=compliance,
        dormancy=dormancy,
        commitment=commitment,
        standings=standings,
        progress=progress,
    )


def chosen_commitment(moment: Moment, compliance: list[Compliance]) -> Compliance | None:
    """Give the commitment the address names, else the least kept of those still running."""
    wanted = moment.view.commitment
    if wanted:
        return next((row for row in compliance if row.commitment_id == wanted), None)
    today = moment.as_of.astimezone(UTC).date()
    scored = [row for row in compliance if row.scored]
    running = [row for row in scored if row.due_on >= today] or scored or compliance
    return min(running, key=lambda row: (row.compliance_ratio or 0, row.due_on), default=None)


async def _nothing() -> list[Decision]:
    return []
