"""What the page of partners asks of the read model."""

from datetime import datetime

from dashboard.queries import ReadModel
from dashboard.queries import rows_partners as rows


async def belonging(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Belonging]:
    """Give the spans of days in which actors belong to a body."""
    return await model.ask(rows.Belonging, "belonging", body=body, as_of=as_of, known_at=known_at)


async def contributions(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Contribution]:
    """Give what each member brings."""
    return await model.ask(
        rows.Contribution, "contributions", body=body, as_of=as_of, known_at=known_at
    )


async def partner_contributions(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.PartnerContribution]:
    """Give what each partner brings."""
    return await model.ask(
        rows.PartnerContribution,
        "partner_contributions",
        body=body,
        as_of=as_of,
        known_at=known_at,
    )


async def notice_to_move(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.NoticeBand]:
    """Give how much can move how soon."""
    return await model.ask(
        rows.NoticeBand, "notice_to_move", body=body, as_of=as_of, known_at=known_at
    )


async def offers(
    model: ReadModel, actor: str, as_of: datetime, known_at: datetime
) -> list[rows.Offer]:
    """Give what one actor offers."""
    return await model.ask(rows.Offer, "offers", actor=actor, as_of=as_of, known_at=known_at)


async def baselines(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Baseline]:
    """Give by which spiral each member works."""
    return await model.ask(rows.Baseline, "baselines", body=body, as_of=as_of, known_at=known_at)


async def overlaps(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Overlap]:
    """Give for each member how many editions it shares with others, the smallest share first."""
    return await model.ask(
        rows.Overlap, "standards_of_actors", body=body, as_of=as_of, known_at=known_at
    )


async def insight(
    model: ReadModel, from_at: datetime, as_of: datetime, known_at: datetime
) -> list[rows.Sharing]:
    """Give who shared how much with whom."""
    return await model.ask(
        rows.Sharing, "insight_sharing", from_at=from_at, as_of=as_of, known_at=known_at
    )


async def reporting(
    model: ReadModel, body: str, as_of: datetime, known_at: datetime
) -> list[rows.Report]:
    """Give what is expected to be reported, what is missing first."""
    return await model.ask(rows.Report, "reporting", body=body, as_of=as_of, known_at=known_at)
