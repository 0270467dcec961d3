"""What the page of partners asks the read functions, all for one moment."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.moment import Moment
from dashboard.queries import ReadModel, partners
from dashboard.queries.rows import ReportingState
from dashboard.queries.rows_partners import (
    Baseline,
    Belonging,
    Contribution,
    NoticeBand,
    Offer,
    Overlap,
    PartnerContribution,
    Report,
    Sharing,
)
from dashboard.view import days_before

INSIGHT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page shows, from one moment."""

    belonging: list[Belonging]
    contributions: list[Contribution]
    partners: list[PartnerContribution]
    bands: list[NoticeBand]
    baselines: list[Baseline]
    overlaps: list[Overlap]
    insight: list[Sharing]
    reports: list[Report]
    states: list[ReportingState]
    offers: list[Offer]
    actor: str | None


async def facts_of(model: ReadModel, moment: Moment) -> Facts:
    """Ask everything the page shows."""
    body, at, known = moment.body, moment.as_of, moment.known_at
    belonging, reports, states, contributions, others, bands = await asyncio.gather(
        partners.belonging(model, body, at, known),
        partners.reporting(model, body, at, known),
        model.reporting_states(body, at, known),
        partners.contributions(model, body, at, known),
        partners.partner_contributions(model, body, at, known),
        partners.notice_to_move(model, body, at, known),
    )
    actor = chosen_actor(moment, belonging, reports)
    baselines, overlaps, insight, offers = await asyncio.gather(
        partners.baselines(model, body, at, known),
        partners.overlaps(model, body, at, known),
        partners.insight(model, days_before(at, INSIGHT_DAYS), at, known),
        partners.offers(model, actor or "", at, known),
    )
    own = {one.actor for one in belonging}
    return Facts(
        belonging=belonging,
        contributions=contributions,
        partners=others,
        bands=bands,
        baselines=baselines,
        overlaps=overlaps,
        # Both ends belong to this body, as a member or as a partner.
        insight=[row for row in insight if {row.from_actor, row.to_actor} <= own],
        reports=reports,
        states=states,
        offers=offers,
        actor=actor,
    )


def chosen_actor(
    moment: Moment, belonging: Sequence[Belonging], reports: Sequence[Report]
) -> str | None:
    """Give the actor the address names, else the first that is late, else the first there is."""
    if moment.view.actor:
        return moment.view.actor
    late = (row.actor for row in reports if row.is_missing)
    current = (one.actor for one in belonging if one.is_current)
    return next(late, None) or next(current, None)
