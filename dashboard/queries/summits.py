"""What the page of summits asks of the read model."""

from datetime import date, datetime

from dashboard.queries import ReadModel
from dashboard.queries import rows_summits as rows

MOST_MEETINGS = 400
MOST_DECISIONS = 60


async def cadence(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Cadence]:
    """Give one line per level at which the body has met."""
    return await model.ask(rows.Cadence, "cadence", body=body, as_of=as_of, known_at=known_at)


async def meeting_plans(
    model: ReadModel,
    body: str,
    from_on: date,
    to_on: date,
    *,
    as_of: datetime,
    known_at: datetime,
) -> list[rows.MeetingPlan]:
    """Give the meetings planned for a span of days, the latest first."""
    return await model.ask(
        rows.MeetingPlan,
        "meeting_plans",
        body=body,
        from_on=from_on,
        to_on=to_on,
        as_of=as_of,
        known_at=known_at,
        max_rows=MOST_MEETINGS,
    )


async def attendance(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Attendance]:
    """Give one line per member and level."""
    return await model.ask(
        rows.Attendance, "attendance_record", body=body, as_of=as_of, known_at=known_at
    )


async def attendees(
    model: ReadModel, meeting: str, as_of: datetime, known_at: datetime
) -> list[rows.Attendee]:
    """Give who came to a meeting."""
    return await model.ask(
        rows.Attendee, "attendees", meeting=meeting, as_of=as_of, known_at=known_at
    )


async def effect(
    model: ReadModel, body: str, meeting: str, as_of: datetime, known_at: datetime
) -> list[rows.Effect]:
    """Give those who came to a meeting, and those who did not, before and after it."""
    return await model.ask(
        rows.Effect, "meeting_effect", body=body, meeting=meeting, as_of=as_of, known_at=known_at
    )


async def decisions(
    model: ReadModel,
    body: str,
    as_of: datetime,
    known_at: datetime,
    decision: str | None = None,
) -> list[rows.Decision]:
    """Give the decisions of a body, what is under silence first; or only one of them."""
    return await model.ask(
        rows.Decision,
        "decisions",
        body=body,
        as_of=as_of,
        known_at=known_at,
        decision=decision,
        max_rows=MOST_DECISIONS,
    )


async def decision_history(
    model: ReadModel, decision: str | None, as_of: datetime, known_at: datetime
) -> list[rows.DecisionStep]:
    """Give what was said about one decision; nothing when none is chosen."""
    if decision is None:
        return []
    return await model.ask(
        rows.DecisionStep, "decision_history", decision=decision, as_of=as_of, known_at=known_at
    )


async def divergence(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Divergence]:
    """Give one line per policy domain."""
    return await model.ask(
        rows.Divergence, "divergence", body=body, as_of=as_of, known_at=known_at
    )


async def dormancy(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Dormancy]:
    """Give when each commitment was spoken of last."""
    return await model.ask(rows.Dormancy, "dormancy", body=body, as_of=as_of, known_at=known_at)


async def standings(
    model: ReadModel, body: str, commitment: str, as_of: datetime, known_at: datetime
) -> list[rows.Standing]:
    """Give one line per actor of a commitment."""
    return await model.ask(
        rows.Standing,
        "standings",
        body=body,
        commitment=commitment,
        as_of=as_of,
        known_at=known_at,
    )


async def progress(
    model: ReadModel, commitment: str, as_of: datetime, known_at: datetime
) -> list[rows.Progress]:
    """Give every value reported on a commitment."""
    return await model.ask(
        rows.Progress, "progress", commitment=commitment, as_of=as_of, known_at=known_at
    )
