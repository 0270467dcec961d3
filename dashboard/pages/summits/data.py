"""Everything the page of summits shows, asked for one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.summits import queries
from dashboard.pages.summits.queries import (
    Attendance,
    Cadence,
    DecisionStep,
    Divergence,
    Dormancy,
    MeetingPlan,
    Progress,
)
from dashboard.pages.summits.rows import Decision
from dashboard.queries import commitments
from dashboard.queries.commitments import Compliance, Standing
from dashboard.wording.numbers import dtg

PATH = "/summits"
PAST_DAYS, AHEAD_DAYS = 730, 120
MOST_MEETINGS = 400
MOST_DECISIONS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Summits:
    """Everything the page shows, from one moment."""

    moment: Moment
    cadence: list[Cadence]
    plans: list[MeetingPlan]
    attendance: list[Attendance]
    decisions: list[Decision]
    chosen_decision: Decision | None
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

    @property
    def at(self) -> str:
        """Give the moment as a date-time group."""
        return dtg(self.moment.as_of)


def shown_days(moment: Moment) -> tuple[date, date]:
    """Give the first and the last day of the strip."""
    today = moment.as_of.astimezone(UTC).date()
    return today - timedelta(days=PAST_DAYS), today + timedelta(days=AHEAD_DAYS)


async def plans_of(asked: Asked, first: date, last: date) -> list[MeetingPlan]:
    """Ask for the meetings that touch some days."""
    return await queries.meeting_plans(
        asked.model,
        from_on=first,
        to_on=last,
        max_rows=MOST_MEETINGS,
        **asked.moment.of_body,
    )


async def decisions_of(asked: Asked, decision: str | None = None) -> list[Decision]:
    """Ask for the decisions, or for the one of this identity."""
    return await asked.model.ask(
        Decision,
        "decisions",
        decision=decision,
        max_rows=MOST_DECISIONS,
        **asked.moment.of_body,
    )


async def read(asked: Asked) -> Summits:
    """Ask everything the page shows."""
    model, moment, of_body = asked.model, asked.moment, asked.moment.of_body
    async with AtOnce() as at_once:
        cadence = at_once.ask(queries.cadence(model, **of_body))
        plans = at_once.ask(plans_of(asked, *shown_days(moment)))
        attendance = at_once.ask(queries.attendance_record(model, **of_body))
        decisions = at_once.ask(decisions_of(asked))
        compliance = at_once.ask(commitments.compliance(model, **of_body))
    commitment = chosen_commitment(moment, compliance.result())
    name = commitment.commitment_id if commitment else ""
    async with AtOnce() as at_once:
        one = at_once.ask(_decision(asked))
        divergence = at_once.ask(queries.divergence(model, **of_body))
        dormancy = at_once.ask(queries.dormancy(model, **of_body))
        standings = at_once.ask(queries.standings(model, commitment=name, **of_body))
        progress = at_once.ask(queries.progress(model, commitment=name, **moment.clocks))
    decision, steps = one.result()
    return Summits(
        moment=moment,
        cadence=cadence.result(),
        plans=plans.result(),
        attendance=attendance.result(),
        decisions=decisions.result(),
        chosen_decision=decision,
        steps=steps,
        divergence=divergence.result(),
        compliance=compliance.result(),
        dormancy=dormancy.result(),
        commitment=commitment,
        standings=standings.result(),
        progress=progress.result(),
    )


async def _decision(asked: Asked) -> tuple[Decision | None, list[DecisionStep]]:
    """Ask for the decision that the address names, and how it came about."""
    chosen = asked.moment.view.decision
    if not chosen:
        return None, []
    async with AtOnce() as at_once:
        found = at_once.ask(decisions_of(asked, chosen))
        steps = at_once.ask(
            queries.decision_history(asked.model, decision=chosen, **asked.moment.clocks)
        )
    return next(iter(found.result()), None), steps.result()


def chosen_commitment(moment: Moment, compliance: Sequence[Compliance]) -> Compliance | None:
    """Give the commitment the address names, else the least kept of those still running."""
    wanted = moment.view.commitment
    if wanted:
        return next((row for row in compliance if row.commitment_id == wanted), None)
    today = moment.as_of.astimezone(UTC).date()
    scored = [row for row in compliance if row.scored]
    running = [row for row in scored if row.due_on >= today] or scored or compliance
    return min(running, key=lambda row: (row.compliance_ratio or 0, row.due_on), default=None)
