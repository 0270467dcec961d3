"""Everything the page of partners shows, asked for one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.partners import queries
from dashboard.pages.partners.queries import (
    Baseline,
    Belonging,
    Contribution,
    NoticeBand,
    Offer,
    PartnerContribution,
    Report,
    Sharing,
)
from dashboard.pages.partners.rows import Overlap
from dashboard.queries import readings
from dashboard.queries.readings import ReportingState
from dashboard.view import days_before
from dashboard.wording.numbers import dtg

PATH = "/partners"
INSIGHT_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners:
    """Everything the page shows, from one moment."""

    moment: Moment
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

    @property
    def at(self) -> str:
        """Give the moment as a date-time group."""
        return dtg(self.moment.as_of)

    @property
    def members(self) -> int:
        """Give how many members belong now."""
        return sum(one.is_current and one.kind == "member" for one in self.belonging)


async def read(asked: Asked) -> Partners:
    """Ask everything the page shows."""
    model, moment, of_body = asked.model, asked.moment, asked.moment.of_body
    async with AtOnce() as at_once:
        belonging = at_once.ask(queries.belonging(model, **of_body))
        reports = at_once.ask(queries.reporting(model, **of_body))
        states = at_once.ask(readings.reporting_states(model, **of_body))
        brought = at_once.ask(queries.contributions(model, **of_body))
        partners = at_once.ask(queries.partner_contributions(model, **of_body))
        bands = at_once.ask(queries.notice_to_move(model, **of_body))
    actor = chosen_actor(moment, belonging.result(), reports.result())
    from_at = days_before(moment.as_of, INSIGHT_DAYS)
    async with AtOnce() as at_once:
        baselines = at_once.ask(queries.baselines(model, **of_body))
        overlaps = at_once.ask(model.ask(Overlap, "standards_of_actors", **of_body))
        insight = at_once.ask(queries.insight_sharing(model, from_at=from_at, **moment.clocks))
        offers = at_once.ask(queries.offers(model, actor=actor or "", **moment.clocks))
    own = {one.actor for one in belonging.result()}
    return Partners(
        moment=moment,
        belonging=belonging.result(),
        contributions=brought.result(),
        partners=partners.result(),
        bands=bands.result(),
        baselines=baselines.result(),
        overlaps=overlaps.result(),
        # Both ends belong to this body, as a member or as a partner.
        insight=[one for one in insight.result() if {one.from_actor, one.to_actor} <= own],
        reports=reports.result(),
        states=states.result(),
        offers=offers.result(),
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
